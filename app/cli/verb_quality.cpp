// nevus quality WS: measures what is not measured yet, and lists the pictures.
#include <algorithm>
#include <array>
#include <cstdio>
#include <filesystem>

#include "app/cli/interrupt.h"
#include "app/cli/terminal_progress.h"
#include "app/cli/verb.h"
#include "app/workspace/quality.h"
#include "db/images.h"

namespace app::cli {
namespace {

constexpr std::array<const char*, db::kQualityNumbers> kNames = {"sharpness", "exposure", "contrast",   "dark_corners",
                                                                 "hair",      "ruler",    "colour_cast"};

struct Options {
  std::string workspace;
  std::string by = "sharpness";
  bool descending = false;
  std::size_t limit = 20;
};

std::size_t index_of(const std::string& name) {
  return static_cast<std::size_t>(std::ranges::find(kNames, name) - kNames.begin());
}

Json row_json(const db::Image& image, const db::ImageQuality& quality) {
  Json row = {{"image", image.path}, {"width_px", image.width_px}, {"height_px", image.height_px}};
  for (std::size_t i = 0; i < kNames.size(); ++i) row[kNames[i]] = quality.numbers[i];
  return row;
}

std::string row_text(const db::Image& image, const db::ImageQuality& quality) {
  std::string text;
  for (const double number : quality.numbers) {
    char cell[32];
    std::snprintf(cell, sizeof cell, "%13.1f", number);
    text += cell;
  }
  return text + "  " + std::filesystem::path(image.path).filename().string() + "\n";
}

std::vector<db::ImageQuality> sorted_rows(const db::Readable& from, const Options& options) {
  std::vector<db::ImageQuality> rows;
  db::for_each_quality(from, 0, [&](const db::ImageQuality& row) {
    if (row.version > 0) rows.push_back(row);
  });
  const std::size_t by = index_of(options.by);
  std::ranges::stable_sort(rows, [&](const db::ImageQuality& a, const db::ImageQuality& b) {
    return options.descending ? a.numbers[by] > b.numbers[by] : a.numbers[by] < b.numbers[by];
  });
  return rows;
}

Outcome show_quality(const Options& options) {
  Workspace workspace(options.workspace, Workspace::Open::MustExist);
  const Interrupt interrupt;
  const MeasureReport report = measure_lacking(workspace, {.progress = terminal_progress(), .stop = interrupt.token()});
  const std::vector<db::ImageQuality> rows = sorted_rows(workspace.reader(), options);
  Outcome outcome;
  outcome.json = {{"measured_now", report.measured}, {"missing", report.missing},     {"changed", report.changed},
                  {"unreadable", report.unreadable}, {"cancelled", report.cancelled}, {"images", Json::array()}};
  outcome.text =
      std::to_string(rows.size()) + " pictures are measured, " + std::to_string(report.measured) + " of them now";
  if (report.missing + report.changed > 0)
    outcome.text += "; " + std::to_string(report.missing) + " files are missing, " + std::to_string(report.changed) +
                    " hold other content than was imported";
  if (!report.unreadable.empty())
    outcome.text +=
        "; " + std::to_string(report.unreadable.size()) + " could not be read, the first: " + report.unreadable.front();
  outcome.text += "\n";
  for (const char* name : kNames) {
    char cell[32];
    std::snprintf(cell, sizeof cell, "%13s", name);
    outcome.text += cell;
  }
  outcome.text += "\n";
  for (std::size_t i = 0; i < rows.size() && i < options.limit; ++i)
    if (const auto image = db::image(workspace.reader(), rows[i].image)) outcome.text += row_text(*image, rows[i]);
  for (const db::ImageQuality& row : rows)
    if (const auto image = db::image(workspace.reader(), row.image))
      outcome.json["images"].push_back(row_json(*image, row));
  return outcome;
}

}  // namespace

void add_quality(CommandLine& line) {
  auto options = std::make_shared<Options>();
  Verb verb = line.verb("quality", "Measure the pictures: sharpness, exposure, hair, ruler and more");
  verb.option("WORKSPACE", options->workspace, "Folder of the workspace").required();
  verb.option("--by", options->by, "Measure to sort by").one_of({kNames.begin(), kNames.end()}).shows_default();
  verb.flag("--descending", options->descending, "The largest first");
  verb.option("--limit", options->limit, "Pictures to show; --json gives all").shows_default();
  verb.runs([options] { return show_quality(*options); });
}

}  // namespace app::cli
