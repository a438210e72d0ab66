// What the run was trained and judged on: counts, splits, sources, who is in it, duplicates, leaks, licences.
#include <algorithm>
#include <array>

#include "app/export/exported.h"
#include "app/report/report_columns.h"
#include "app/report/report_parts.h"

namespace app {
namespace {

constexpr std::array kSplits = {db::Split::Train, db::Split::Val, db::Split::Test, db::Split::None};
constexpr std::size_t kMostValues = 40;  // of a column that is told

struct ImagesOfClass {
  std::array<std::int64_t, 4> of{};  // by kSplits
  std::int64_t left_out = 0;
};

ReportTable classes_table(const ReportFacts& facts) {
  std::vector<std::string> columns = {"class", "name", "training", "validation", "test", "in no split", "in all"};
  if (!facts.left_out.empty()) columns.emplace_back("left out");
  ReportTable table("classes", "Images by class and split", columns);
  std::map<std::optional<ClassId>, ImagesOfClass> counts;
  for (const db::Image& image : facts.data.images) {
    const auto split = std::ranges::find(kSplits, split_in_set(facts, image)) - kSplits.begin();
    ++counts[image.label].of[static_cast<std::size_t>(split)];
    if (facts.left_out.contains(image.id)) ++counts[image.label].left_out;
  }
  const auto row = [&](const std::string& name, const std::string& full, std::optional<ClassId> label) {
    const auto found = counts.find(label);
    if (found == counts.end()) return;
    const auto& [n, left_out] = found->second;
    std::vector<Json> cells = {name, full, n[0], n[1], n[2], n[3], n[0] + n[1] + n[2] + n[3]};
    if (!facts.left_out.empty()) cells.emplace_back(left_out);
    table.row(std::move(cells));
  };
  for (const db::Class& each : facts.classes) row(each.name, each.full_name, each.id);
  row("unlabelled", "", std::nullopt);
  if (!facts.left_out.empty())
    table.note("Left out: images of training and validation that the run neither learnt from nor validated on.");
  return table;
}

ReportTable shares_table(const ReportFacts& facts, const std::string& id, const std::string& title,
                         const Shares& shares) {
  ReportTable table(id, title, {"value", "images", "share"});
  const auto share = [&](std::int64_t images) {
    return share_text(images, static_cast<std::int64_t>(facts.data.images.size()));
  };
  std::size_t told = 0;
  std::int64_t others = 0;
  for (const auto& [value, images] : shares) {
    if (value.empty()) continue;
    if (told++ < kMostValues)
      table.row({value, images, share(images)});
    else
      others += images;
  }
  if (others > 0) table.row({"further values", others, share(others)});
  const auto missing = shares.find("");
  const std::int64_t without = missing == shares.end() ? 0 : missing->second;
  table.row({Json(), without, share(without)});
  return table;
}

void add_skin_tone(ReportSection& section, const ReportFacts& facts) {
  const std::vector<std::string> columns = skin_tone_columns(facts);
  if (columns.empty()) return section.fact("skin_tone", "Skin tone recorded of", Json());
  for (const std::string& column : columns) {
    const Shares shares = extra_shares(facts, column);
    section.fact("skin_tone", "Skin tone (" + column + ") recorded of", recorded(facts, shares));
    section.add(shares_table(facts, "skin_tone_" + column, "Skin tone: " + column, shares));
  }
}

void add_people(ReportSection& section, const ReportFacts& facts) {
  const Shares sex = shares_of(facts, [](const db::Image& image) { return image.sex; });
  const Shares site = shares_of(facts, [](const db::Image& image) { return image.site; });
  const Shares age = shares_of(facts, age_band);
  const Shares method = shares_of(facts, [](const db::Image& image) { return image.dx_type; });
  section.fact("age", "Age recorded of", recorded(facts, age));
  section.fact("sex", "Sex recorded of", recorded(facts, sex));
  section.fact("site", "Site of the lesion recorded of", recorded(facts, site));
  section.fact("diagnosis_method", "Method of diagnosis recorded of", recorded(facts, method));
  add_skin_tone(section, facts);
  section.add(shares_table(facts, "by_source", "Sources",
                           shares_of(facts, [](const db::Image& image) { return image.source; })));
  section.add(shares_table(facts, "by_age", "Age in years", age));
  section.add(shares_table(facts, "by_sex", "Sex", sex));
  section.add(shares_table(facts, "by_site", "Site", site));
  section.add(shares_table(facts, "by_method", "Diagnosis confirmed by", method));
}

std::size_t distinct(const ReportFacts& facts, std::string db::Image::*column) {
  std::unordered_set<std::string> values;
  for (const db::Image& image : facts.data.images)
    if (!(image.*column).empty()) values.insert(image.*column);
  return values.size();
}

Json count_or_null(std::size_t count) { return count == 0 ? Json() : Json(count); }

struct FileCounts {
  std::size_t missing = 0, changed = 0;
};

FileCounts files_found(const ReportFacts& facts) { return {facts.files.missing.size(), facts.files.changed.size()}; }

// What the editions before the fifth told: the marks of whoever looked last.
FileCounts files_marked(const ReportFacts& facts) {
  FileCounts counts;
  for (const db::Image& image : facts.data.images) {
    const auto stamp = facts.data.stamps.find(image.id);
    counts.missing += image.missing ? 1U : 0U;
    counts.changed += stamp != facts.data.stamps.end() && stamp->second.changed ? 1U : 0U;
  }
  return counts;
}

}  // namespace

ReportSection data_section(const ReportFacts& facts) {
  ReportSection section("data", "Data", "The set as it is now, with the labels of the report's revision.");
  const auto [missing, changed] = facts.source.before_fifth ? files_marked(facts) : files_found(facts);
  section.fact("images", "Images in the set", facts.data.images.size());
  section.fact("removed", "Images taken out of the set", facts.removed);
  section.fact("patients", "Patients", count_or_null(distinct(facts, &db::Image::patient_id)));
  section.fact("lesions", "Lesions", count_or_null(distinct(facts, &db::Image::lesion_id)));
  section.fact("edit_revision", "Edit revision (splits, set, metadata)", facts.data.edit_revision);
  section.fact("missing_files", "Files not at their place", missing);
  section.fact("changed_files", "Files with other content than was imported", changed);
  section.fact("copies", "Files that were the same bytes as another, not added", facts.copies);
  section.fact("same_lesion_pairs", "Pairs of photographs of one lesion", facts.duplicates.count(Shelf::SameLesion));
  section.fact("look_alike_pairs", "Pairs that look alike and are in no group",
               facts.duplicates.count(Shelf::LookAlike));
  section.fact("not_compared", "Images whose look was not measured", facts.duplicates.without_look);
  section.fact("leaks", "Patients, lesions or look-alikes on both sides of a split",
               facts.leaks.found() ? Json(describe(facts.leaks)) : Json("none that is known"));
  section.add(classes_table(facts));
  add_people(section, facts);
  return section;
}

ReportSection licence_section(const ReportFacts& facts) {
  ReportSection section("licences", "Licences and attribution");
  const Shares licences = shares_of(facts, licence_of);
  section.fact("recorded", "Licence recorded of", recorded(facts, licences));
  std::int64_t non_commercial = 0;
  for (const auto& [licence, images] : licences)
    if (licence.find("NC") != std::string::npos || licence.find("onCommercial") != std::string::npos)
      non_commercial += images;
  section.fact("non_commercial", "Images whose licence forbids commercial use", non_commercial);
  section.fact("attribution", "Attribution recorded of", recorded(facts, shares_of(facts, attribution_of)));
  section.add(shares_table(facts, "by_licence", "Licences", licences));
  section.add(shares_table(facts, "by_attribution", "Attribution", shares_of(facts, attribution_of)));
  return section;
}

}  // namespace app
