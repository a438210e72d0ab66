#include "app/report/report_facts.h"

#include <cmath>
#include <ctime>
#include <limits>

#include "app/export/exported.h"
#include "db/image_quality.h"
#include "db/image_scan.h"
#include "db/writer.h"

namespace app {
namespace {

void read_labels(const db::Reader& from, ReportFacts& facts) {
  facts.labels = db::label_log(from, std::numeric_limits<std::int32_t>::max());
  std::erase_if(facts.labels, [&](const db::LabelLogLine& line) { return line.event.id > facts.data.label_revision; });
  facts.log_problems = static_cast<std::int64_t>(db::verify_log(from).problems.size());
}

void read_looks(const db::Reader& from, ReportFacts& facts) {
  facts.looks = db::test_looks(from);
  std::erase_if(facts.looks, [&](const db::TestLook& look) { return look.at_ms > facts.created_at_ms; });
}

// The split of an image that is left out is that of the set only in the database.
std::map<ImageId, db::Split> left_out_of_splits(const db::Reader& from, const TargetData& data) {
  std::map<ImageId, db::Split> splits;
  for (const std::size_t index : data.left_out)
    if (data.images[index].split == db::Split::None) splits[data.images[index].id] = db::Split::None;
  if (splits.empty()) return splits;
  db::for_each_image(from, 0, [&](const db::ImageLine& image) {
    if (const auto found = splits.find(image.id); found != splits.end()) found->second = image.split;
  });
  std::erase_if(splits, [](const auto& image) { return image.second == db::Split::None; });
  return splits;
}

void read_database(const db::Reader& from, const ReportRequest& request, ReportFacts& facts) {
  const db::Reader::Snapshot snapshot(from);
  facts.data = load_run_data(from, facts.source.run, request.figures.label_revision, Members::OfNow);
  if (request.edition >= 5) facts.left_out = left_out_of_splits(from, facts.data);
  facts.classes = db::classes(from);
  facts.removed = db::removed_images(from).size();
  facts.copies = request.edition >= 5 ? db::image_copies(from).size() : db::image_copies_ever(from);
  facts.events = db::run_events(from, facts.source.run.id);
  read_labels(from, facts);
  read_looks(from, facts);
  facts.leaks = find_leaks(from);
  facts.duplicates = find_duplicates(from);
  facts.evaluated.insert(facts.source.outcome.images.begin(), facts.source.outcome.images.end());
  for (const db::Image& image : facts.data.images) facts.extra[image.id] = extra_of(image);
}

}  // namespace

ReportFacts read_report_facts(Workspace& workspace, const ReportRequest& request, const OnProgress& progress) {
  FigureRequest figures = request.figures;
  figures.cross_fitted_anyhow = request.edition < 5;
  figures.leaks_by_splits = request.edition < 5;
  ReportFacts facts{.source = read_figure_source(workspace, figures, progress)};
  facts.created_at_ms = request.created_at_ms > 0 ? request.created_at_ms : db::system_clock_ms();
  facts.workspace = workspace.name();
  read_database(workspace.reader(), request, facts);
  if (request.edition >= 5) facts.files = check_content(facts.data.images, facts.data.stamps, {.progress = progress});
  return facts;
}

std::string utc_text(std::int64_t unix_ms) {
  if (unix_ms == 0) return "";
  const std::time_t seconds = static_cast<std::time_t>(unix_ms / 1000);
  std::tm utc{};
  gmtime_r(&seconds, &utc);
  char text[40];
  return {text, std::strftime(text, sizeof text, "%Y-%m-%d %H:%M UTC", &utc)};
}

db::Split split_in_set(const ReportFacts& facts, const db::Image& image) {
  const auto found = facts.left_out.find(image.id);
  return found == facts.left_out.end() ? image.split : found->second;
}

Shares shares_of(const ReportFacts& facts, std::string (*value)(const db::Image&)) {
  Shares shares;
  for (const db::Image& image : facts.data.images) ++shares[value(image)];
  return shares;
}

Shares extra_shares(const ReportFacts& facts, const std::string& column) {
  Shares shares;
  for (const auto& [image, extra] : facts.extra) {
    const auto found = extra.find(column);
    ++shares[found == extra.end() ? "" : found->second];
  }
  return shares;
}

std::string age_band(const db::Image& image) {
  if (!image.age_years || !std::isfinite(*image.age_years)) return "";
  const int decade = static_cast<int>(std::floor(*image.age_years / 10)) * 10;
  return std::to_string(decade) + " to " + std::to_string(decade + 9);
}

}  // namespace app
