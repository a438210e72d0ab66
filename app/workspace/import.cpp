#include "app/workspace/import.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "app/core/number_text.h"
#include "app/workspace/import_copies.h"
#include "app/workspace/import_json.h"
#include "app/workspace/import_text.h"
#include "app/workspace/import_writing.h"
#include "app/workspace/patient_salt.h"
#include "db/edits.h"
#include "db/hash/sha256.h"
#include "db/settings.h"

namespace app {
namespace {

constexpr std::size_t kImagesAtOnce = 2048;  // images of one transaction
constexpr std::size_t kNamedFailures = 5;    // unreadable files that are named

db::ImportReport row_of(const ImportReport& report) {
  db::ImportReport row{.id = report.id,
                       .source = report.source,
                       .added = report.added,
                       .known = report.known,
                       .relinked = report.relinked,
                       .duplicates = report.duplicates};
  for (const ImportFailure& failure : report.failures) row.failures.push_back({failure.path, failure.reason});
  return row;
}

// One import being written: its report and its batch are begun by the first transaction and taken up by the others.
class Writing {
 public:
  Writing(Workspace& workspace, const ImportPlan& plan, const ImportChoices& choices)
      : workspace_(workspace), plan_(plan), choices_(choices), images_(plan, choices) {}

  void begin(ImportReport& report) {
    transact([&](db::Transaction& transaction) {
      keep_patient_salt(transaction, plan_.source);
      batch_ = db::begin_batch(transaction, db::LabelSource::Import);
      db::ImportReport row = row_of(report);
      row.batch = batch_;
      report.id = db::add_import_report(transaction, row);
      write_classes(transaction, plan_, choices_, workspace_.catalog());
      images_.know_classes(transaction);
    });
  }

  // Pictures of containers are copied before the transaction, so that no slow disk is waited for inside it. False:
  // somebody has taken the import back, and nothing more belongs to it.
  bool add(std::size_t begin, std::size_t end, ImportReport& report) {
    std::vector<std::string> paths;
    ImportReport counted = report;  // a transaction that fails must not leave its counts behind
    for (std::size_t item = begin; item < end; ++item) paths.push_back(path_of(item, counted));
    const bool goes_on = continued([&](db::Transaction& transaction) {
      images_.add_images(transaction, begin, end, paths, report.id, counted);
      db::update_import_report(transaction, row_of(counted));  // should it end here, what is kept is told
    });
    if (goes_on) report = std::move(counted);
    return goes_on;
  }

  bool change(ImportReport& report) {
    return continued([&](db::Transaction& transaction) { images_.change_standing(transaction, report); });
  }

  void end(const ImportReport& report) {
    db::ImportReport row = row_of(report);
    row.summary_json = summary_json(plan_, choices_, report);
    transact([&](db::Transaction& transaction) { db::update_import_report(transaction, row); });
  }

 private:
  // Empty: the picture is not the one that was planned, which is a line of the report.
  std::string path_of(std::size_t item, ImportReport& report) {
    const PlannedImage& planned = plan_.images[item];
    const ImportItem& from = plan_.source.items[item];
    if (from.entry.empty() || !needs_copy(planned)) return planned.path;
    if (!std::exchange(has_copied_, true))
      remove_left_partials(workspace_.folder(), std::filesystem::file_time_type::clock::now());
    const std::vector<std::byte> bytes = bytes_of(from, containers_);
    if (db::sha256_hex(bytes) == planned.file.sha256) return write_copy(planned.path, bytes).string();
    report.failures.push_back({key_of(from),
                               "copying a picture into the workspace: its content changed while it was imported; "
                               "import it again: " +
                                   key_of(from)});
    return "";
  }

  static bool needs_copy(const PlannedImage& planned) {
    std::error_code unreachable;
    const bool is_lost = planned.what == Planned::Known && planned.path == planned.known_path &&
                         !std::filesystem::exists(planned.path, unreachable);
    return planned.is_added() || planned.what == Planned::Relink || is_lost;
  }

  bool continued(const db::Writer::Work& work) {
    bool goes_on = true;
    transact([&](db::Transaction& transaction) {
      goes_on = !db::is_taken_back(transaction, batch_);
      if (!goes_on) return;
      db::continue_batch(transaction, batch_);
      work(transaction);
    });
    return goes_on;
  }

  void transact(const db::Writer::Work& work) {
    workspace_.writer().transact_and_wait("Import " + plan_.source.name, work);
  }

  Workspace& workspace_;
  const ImportPlan& plan_;
  const ImportChoices& choices_;
  ImportWriting images_;
  EntryReader containers_;
  bool has_copied_ = false;
  db::BatchId batch_ = 0;
};

std::string lines_of(const std::vector<std::string>& notes) {
  std::string text;
  for (const std::string& note : notes) text += (note.starts_with(" ") ? "\n  " : "\n  note: ") + note;
  return text;
}

ImportReport begun(const ImportPlan& plan) {
  ImportReport report{.source = plan.source.name, .found = static_cast<long>(plan.source.items.size())};
  report.cancelled = plan.cancelled;
  for (const auto& [path, reason] : plan.failures) report.failures.push_back({path, reason});
  return report;
}

}  // namespace

bool ImportChoices::updates(ConflictKind kind) const { return std::ranges::find(update, kind) != update.end(); }

std::vector<Conflict> ImportChoices::asked(const std::vector<Conflict>& conflicts, ConflictKind kind) const {
  std::vector<Conflict> those;
  std::ranges::copy_if(conflicts, std::back_inserter(those),
                       [&](const Conflict& conflict) { return conflict.kind == kind && asks(conflict); });
  return those;
}

PlanPlace place_of(const Workspace& workspace, const db::Readable& from) {
  return {&from, workspace.catalog(), workspace.folder()};
}

ImportReport report_of_nothing(const ImportPlan& plan, const ImportChoices& choices) {
  ImportReport report = begun(plan);
  report.notes = remarks_of(plan, choices, report.ran_to_its_end());
  return report;
}

ImportReport apply_plan(Workspace& workspace, const ImportPlan& plan, const ImportChoices& choices,
                        const OnProgress& on_progress, const std::stop_token& stop) {
  ImportReport report = begun(plan);
  if (plan.cancelled) return report;
  Progress progress(on_progress, "Importing " + plan.source.name, report.found);
  Writing writing(workspace, plan, choices);
  writing.begin(report);
  for (std::size_t begin = 0; begin < plan.images.size() && !stop.stop_requested(); begin += kImagesAtOnce) {
    const std::size_t end = std::min(begin + kImagesAtOnce, plan.images.size());
    report.taken_back = !writing.add(begin, end, report);
    if (report.taken_back) report.kept_out = report.found - static_cast<long>(begin);
    if (report.taken_back) break;
    progress.update(static_cast<long>(end));
  }
  report.cancelled = stop.stop_requested() && !report.taken_back;
  if (!choices.update.empty() && report.ran_to_its_end()) report.taken_back = !writing.change(report);
  report.notes = remarks_of(plan, choices, report.ran_to_its_end());
  writing.end(report);
  return report;
}

ImportReport import_images(Workspace& workspace, const ImportSource& source, const OnProgress& progress,
                           const std::stop_token& stop) {
  FileReadings readings;
  const auto reader = workspace.make_reader();
  const ImportPlan plan = make_plan(place_of(workspace, *reader), source, readings, {}, progress, stop);
  return apply_plan(workspace, plan, {}, progress, stop);
}

std::string describe(const ImportReport& report) {
  if (report.found == 0)
    return "Nothing to import: no JPEG or PNG images in " + report.source +
           "\n  expected CLASS/*.jpg, train|val|test/CLASS/*.jpg, a table, a zip, or image files" +
           lines_of(report.notes);
  std::string text = "Imported " + std::to_string(report.added) + " of " + std::to_string(report.found) +
                     (report.found == 1 ? " image" : " images");
  if (report.known > 0) text += ", " + std::to_string(report.known) + " already here";
  if (report.relinked > 0) text += ", " + std::to_string(report.relinked) + " found at a new place";
  if (report.duplicates > 0) text += ", " + std::to_string(report.duplicates) + " with the same content as another";
  if (report.left_out > 0) text += ", " + std::to_string(report.left_out) + " left as they are";
  if (report.changed > 0) text += "; changed " + std::to_string(report.changed) + " that were here";
  if (report.decided_since > 0)
    text += "; " + std::to_string(report.decided_since) + " decided otherwise since it was planned, and left";
  if (report.taken_back)
    text += "; taken back meanwhile" +
            (report.kept_out == 0 ? std::string()
                                  : ": " + grouped(report.kept_out) +
                                        (report.kept_out == 1 ? " image was kept out" : " images were kept out"));
  if (report.cancelled)
    text += report.id == 0 ? "; cancelled, nothing was written" : "; cancelled, what was done is kept";
  if (!report.failures.empty()) text += "; " + std::to_string(report.failures.size()) + " could not be read";
  for (std::size_t i = 0; i < std::min(kNamedFailures, report.failures.size()); ++i)
    text += "\n  " + report.failures[i].reason;
  if (report.failures.size() > kNamedFailures)
    text += "\n  … the whole list is in the import report: nevus log WORKSPACE --imports";
  text += lines_of(report.notes);
  return text;
}

}  // namespace app
