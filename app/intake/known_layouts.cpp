#include "app/intake/known_layouts.h"

#include <algorithm>
#include <array>

#include "app/intake/layouts/layouts.h"
#include "app/intake/table.h"

namespace app {
namespace {

// Columns that tell the diagnosis wherever they occur; "*" stands for any end.
constexpr std::array<std::string_view, 12> kLeaks = {
    "dx_type",    "diagnosis*",         "iddx_*",           "mel_*",     "biopsed",    "biopsied",
    "management", "concomitant_biopsy", "benign_malignant", "malignant", "histology*", "pathology*"};

void append(std::vector<Layout>& all, std::vector<Layout> more) {
  for (Layout& layout : more) all.push_back(std::move(layout));
}

std::vector<Layout> make_layouts() {
  std::vector<Layout> all = {layouts::milk10k()};
  append(all, layouts::isic_2024());
  append(all,
         {layouts::isic_2020(), layouts::isic_2019(), layouts::isic_2018(), layouts::isic_2017(), layouts::ham10000(),
          layouts::bcn20000(), layouts::pad_ufes_20(), layouts::derm7pt(), layouts::fitzpatrick17k()});
  append(all, layouts::ddi());
  append(all, {layouts::midas(), layouts::isic_archive(), layouts::isic_2016()});
  return all;
}

bool fits(std::string_view pattern, std::string_view key) {
  return pattern.ends_with('*') ? key.starts_with(pattern.substr(0, pattern.size() - 1)) : key == pattern;
}

}  // namespace

const std::vector<Layout>& known_layouts() {
  static const std::vector<Layout> layouts = make_layouts();
  return layouts;
}

Layout usual_layout() {
  return {.name = "table",
          .pictures = {"path", "image_path", "img_path", "file_path", "filepath", "file_name", "filename", "file",
                       "image_file", "image_name", "image_id", "isic_id", "img_id", "image", "img"},
          .roles = {{"split", ColumnRole::Split},
                    {"lesion_id", ColumnRole::LesionId},
                    {"patient_id", ColumnRole::PatientId},
                    {"age", ColumnRole::Age},
                    {"sex", ColumnRole::Sex},
                    {"localization", ColumnRole::Site},
                    {"site", ColumnRole::Site},
                    {"dx_type", ColumnRole::DiagnosisMethod},
                    {"mask_path", ColumnRole::Mask},
                    {"attribution", ColumnRole::Attribution},
                    {"licence", ColumnRole::Licence},
                    {"license", ColumnRole::Licence},
                    {"copyright_license", ColumnRole::Licence},
                    {"image_id", ColumnRole::Ignored},
                    {"width", ColumnRole::Ignored},
                    {"height", ColumnRole::Ignored},
                    {"sha256", ColumnRole::Ignored},
                    {"patient", ColumnRole::PatientId},
                    {"lesion", ColumnRole::LesionId},
                    {"age_approx", ColumnRole::Age},
                    {"age_approximate", ColumnRole::Age},
                    {"gender", ColumnRole::Sex},
                    {"anatom_site_general", ColumnRole::Site},
                    {"subset", ColumnRole::Split},
                    {"partition", ColumnRole::Split},
                    {"set", ColumnRole::Split},
                    {"source", ColumnRole::Source},
                    {"dataset", ColumnRole::Source},
                    {"data_set", ColumnRole::Source}},
          .label_from = {"label", "class", "dx", "diagnosis", "category", "target"}};
}

bool matches(const std::vector<std::string>& needs, const std::vector<std::string>& columns) {
  return !needs.empty() && std::ranges::all_of(needs, [&](const std::string& needed) {
    return std::ranges::find(columns, needed, column_key) != columns.end();
  });
}

bool is_leak_by_name(std::string_view key) {
  return std::ranges::any_of(kLeaks, [&](std::string_view pattern) { return fits(pattern, key); });
}

}  // namespace app
