#include "app/workspace/import_history.h"

#include <algorithm>
#include <future>
#include <memory>

#include "app/core/number_text.h"
#include "db/labels.h"
#include "db/settings.h"

namespace app {
namespace {

// Only an import that came to its end has written a summary; older versions wrote neither that nor a batch.
std::string end_of(const db::ImportReport& row, const Json& summary) {
  if (row.summary_json == "{}") return row.batch ? "; cut off, or still at work" : "";
  if (summary.value("taken_back", false)) return "; taken back before its end";
  return summary.value("cancelled", false) ? "; stopped before its end" : "";
}

std::string title_of(const db::ImportReport& row, const Json& summary) {
  std::string title =
      "Imported " + grouped(row.added) + (row.added == 1 ? " image" : " images") + " from " + row.source;
  const auto add = [&title](std::int64_t count, const char* words) {
    if (count > 0) title += ", " + grouped(count) + words;
  };
  add(row.known, " already here");
  add(row.relinked, " found at a new place");
  add(row.duplicates, " with the same content as another");
  if (!row.failures.empty())
    title += "; " + grouped(static_cast<std::int64_t>(row.failures.size())) + " could not be read";
  return title + end_of(row, summary);
}

std::vector<std::string> lines_of(const db::ImportReport& row, const Json& summary) {
  std::vector<std::string> lines;
  if (const std::string layout = summary.value("layout", ""); !layout.empty()) lines.push_back("read as " + layout);
  if (const Json* remarks = summary.find("remarks"); remarks != nullptr && remarks->is_array())
    for (const Json& remark : *remarks) lines.push_back(remark.get<std::string>());
  for (const db::ImportFailure& failure : row.failures) lines.push_back(failure.reason);
  return lines;
}

PastImport past_import(const db::ImportReport& row) {
  PastImport past{.id = row.id, .at_ms = row.at_ms, .source = row.source};
  past.summary = Json::parse_if_valid(row.summary_json).value_or(Json::object());
  if (!past.summary.is_object()) past.summary = Json::object();
  past.title = title_of(row, past.summary);
  past.lines = lines_of(row, past.summary);
  for (const db::ImportFailure& failure : row.failures) past.failures.push_back({failure.path, failure.reason});
  past.undone = row.undone;
  past.can_undo = row.batch.has_value() && !row.undone;
  return past;
}

[[noreturn]] void refuse(db::ErrorKind kind, std::int64_t import, const std::string& why) {
  throw db::Error(kind, "undoing import " + std::to_string(import) + ": " + why);
}

db::Reversal reversed(db::Transaction& transaction, std::int64_t import) {
  const auto rows = db::import_reports(transaction);
  const auto row = std::ranges::find(rows, import, &db::ImportReport::id);
  if (row == rows.end())
    refuse(db::ErrorKind::NotFound, import, "there is no such import; nevus log WORKSPACE --imports lists them");
  if (row->undone) refuse(db::ErrorKind::Refused, import, "it is undone already");
  if (!row->batch)
    refuse(db::ErrorKind::Refused, import, "an older version made it, which kept no list of its changes");
  auto result = db::undo_import(transaction, import);
  if (!result) refuse(db::ErrorKind::Refused, import, "it is undone already");
  return *std::move(result);
}

}  // namespace

std::vector<PastImport> past_imports(const db::Readable& from) {
  std::vector<PastImport> all;
  for (const db::ImportReport& row : db::import_reports(from)) all.push_back(past_import(row));
  return all;
}

void submit_undo_import(Workspace& workspace, std::int64_t import, LabelDone done) {
  const auto found = std::make_shared<std::optional<db::Reversal>>();
  workspace.writer().submit(
      "Undo import " + std::to_string(import),
      [found, import](db::Transaction& transaction) { *found = reversed(transaction, import); },
      [found, done = std::move(done)](const db::Outcome& outcome) {
        LabelOutcome result{outcome.name, outcome.changes, outcome.failure, {}, {}};
        if (outcome.saved()) result.reversal = *found;
        done(result);
      });
}

LabelChange undo_import(Workspace& workspace, std::int64_t import) {
  std::promise<LabelOutcome> promise;
  submit_undo_import(workspace, import, [&promise](const LabelOutcome& outcome) { promise.set_value(outcome); });
  const LabelOutcome outcome = promise.get_future().get();
  if (outcome.failure) throw db::Error(outcome.failure->kind, outcome.failure->text);
  return {outcome.name, outcome.changes.images(), outcome.reversal->changed,
          outcome.reversal->skipped.size() + outcome.reversal->kept, outcome.changes.label_revision};
}

}  // namespace app
