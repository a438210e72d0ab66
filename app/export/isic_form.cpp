// The forms in which the ISIC challenges take predictions, judged by their rules before they are written.
#include <algorithm>
#include <cmath>
#include <filesystem>
#include <set>
#include <stdexcept>

#include "app/core/joined.h"
#include "app/core/lower_case.h"
#include "app/export/csv_text.h"
#include "app/export/exported.h"
#include "app/export/isic_rules.h"
#include "app/export/malignant_group.h"
#include "app/export/prediction_rows.h"
#include "app/workspace/output_file.h"

namespace app {
namespace {

int year_of(ExportKind kind) {
  return kind == ExportKind::Isic2018 ? 2018 : kind == ExportKind::Isic2019 ? 2019 : 2024;
}

// The archive's own id where a table gave one, else the file's name.
std::string id_of(const db::Image& image) {
  const std::string said = said_in(extra_of(image), {"isic_id", "image_id", "image", "image_name"});
  return said.empty() ? std::filesystem::path(image.path).stem().string() : said;
}

// "ak" is the form's AK and the catalogue's akiec: names are the same thing where the catalogue says so.
bool same_class(const Workspace& workspace, std::string_view group, std::string_view column) {
  if (in_lower_case(group) == in_lower_case(column)) return true;
  const KnownClass* a = workspace.catalog().find(group);
  const KnownClass* b = workspace.catalog().find(column);
  return a != nullptr && a == b;
}

// For each column the group that it is; -1: the run does not know it.
std::vector<int> groups_of_columns(const Workspace& workspace, const IsicForm& form, const PredictionRows& rows,
                                   ExportReport& report) {
  std::vector<int> places;
  std::set<std::string> used;
  std::vector<std::string> unknown;
  for (const std::string_view column : form.columns) {
    const auto found = std::ranges::find_if(
        rows.groups, [&](const std::string& group) { return same_class(workspace, group, column); });
    places.push_back(found == rows.groups.end() ? -1 : static_cast<int>(found - rows.groups.begin()));
    if (found == rows.groups.end())
      unknown.emplace_back(column);
    else
      used.insert(*found);
  }
  std::vector<std::string> without_column;
  for (const std::string& group : rows.groups)
    if (!used.contains(group)) without_column.push_back(group);
  if (!without_column.empty())
    throw std::runtime_error("exporting: " + rows.run + " predicts " + joined(without_column) + ", for which " +
                             std::string(form.name) + " has no column; export a run on other classes with --run");
  if (!unknown.empty()) report.notes.push_back(rows.run + " does not know " + joined(unknown) + ": 0.0 in every row");
  return places;
}

// Two groups, of which the last is the malignant one.
std::vector<int> place_of_malignant(const Workspace& workspace, const IsicForm& form, const PredictionRows& rows) {
  if (rows.groups.size() == 2) {
    require_malignant(workspace, std::string(form.name), rows);
    return {1};
  }
  throw std::runtime_error("exporting: " + std::string(form.name) + " wants one probability, and " + rows.run +
                           " predicts " + joined(rows.groups) + "; export a run on two groups with --run");
}

// The scorer counts equal highest values as wrong; the first of them stays the highest by the smallest step there is.
bool settle_tie(std::vector<float>& values) {
  const auto first = std::ranges::max_element(values);
  bool tied = false;
  for (auto other = first + 1; other != values.end(); ++other) {
    if (*other != *first) continue;
    *other = std::nextafter(*other, 0.F);
    tied = true;
  }
  return tied;
}

struct Written {
  std::string csv;
  std::vector<std::string> ids;
  long ties = 0;
};

Written write(const IsicForm& form, const std::vector<int>& places, const PredictionRows& rows,
              const Exported& exported) {
  std::vector<std::string> heading{std::string(form.id_column)};
  heading.insert(heading.end(), form.columns.begin(), form.columns.end());
  CsvText csv(heading);
  Written written;
  for (std::size_t i = 0; i < rows.images.size(); ++i) {
    std::vector<float> values;
    for (const int place : places) values.push_back(place < 0 ? 0.F : rows.row(i)[static_cast<std::size_t>(place)]);
    if (form.tied_maxima_are_wrong && settle_tie(values)) ++written.ties;
    written.ids.push_back(id_of(exported.images[rows.images[i]]));
    csv.text(written.ids.back());
    for (const float value : values) csv.real(static_cast<double>(value));
    csv.end_row();
  }
  written.csv = csv.written();
  return written;
}

}  // namespace

void export_isic(Workspace& workspace, const ExportRequest& request, const Exported& exported,
                 const OnProgress& on_progress, const std::stop_token& stop, ExportReport& report) {
  const OutputFile output(request.output, &workspace);
  const IsicForm& form = isic_form(year_of(request.kind));
  const bool one_column = form.columns.size() == 1;
  ExportRequest asked = request;
  if (!one_column) {  // the scorer decides for the largest number and weighs each class alike
    asked.calibrated = false;
    report.notes.push_back("the scorer of " + std::string(form.name) +
                           " decides for the largest number: the calibration's prior would make rare classes rarer");
  }
  const PredictionRows rows = predict_exported(workspace, asked, exported, on_progress, stop, report);
  const std::vector<int> places =
      one_column ? place_of_malignant(workspace, form, rows) : groups_of_columns(workspace, form, rows, report);
  const Written written = write(form, places, rows, exported);
  const std::vector<std::string> problems = isic_problems(form, written.csv, written.ids);
  if (!problems.empty())
    throw std::runtime_error("exporting: the rules of " + std::string(form.name) + " refuse it: " + joined(problems));
  if (rows.images.size() < exported.images.size())
    report.notes.push_back(std::to_string(exported.images.size() - rows.images.size()) +
                           " images of the split are missing, and the scorer wants every one");
  if (written.ties > 0)
    report.notes.push_back(std::to_string(written.ties) + " rows had equal highest values; the first was kept");
  output.write(written.csv);
  report.files.push_back(output.path());
  report.rows = static_cast<long>(rows.images.size());
}

}  // namespace app
