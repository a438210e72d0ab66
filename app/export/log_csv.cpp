// Everything that was decided, oldest first by when it was begun: labels, edits of the set, classes and targets, and
// imports. Labels and edits are two logs, each with a chain of hashes of its own; within one of them the order of the
// log is kept.
#include <algorithm>
#include <compare>
#include <cstdint>
#include <limits>
#include <unordered_map>
#include <vector>

#include "app/export/csv_text.h"
#include "app/export/exported.h"
#include "app/workspace/output_file.h"
#include "db/edits.h"
#include "db/labels.h"
#include "db/settings.h"

namespace app {
namespace {

constexpr auto kAll = static_cast<std::size_t>(std::numeric_limits<std::int64_t>::max());

// Batches only grow, also where the clock of the computer was set back.
struct Moment {
  db::BatchId batch = 0;
  std::int64_t at_ms = 0;
  auto operator<=>(const Moment&) const = default;
};

struct LogRow {
  Moment at;
  const db::LabelLogLine* label = nullptr;  // one of the three
  const db::EditLogLine* edit = nullptr;
  const db::ImportReport* import = nullptr;
};

struct Logs {
  std::vector<db::LabelLogLine> labels;  // all of them newest first
  std::vector<db::EditLogLine> edits;
  std::vector<db::ImportReport> imports;
  std::unordered_map<db::BatchId, std::string> who;
};

Logs read_logs(const db::Reader& from) {
  const db::Reader::Snapshot snapshot(from);
  Logs logs{db::label_log(from, kAll), db::edit_log(from, kAll), db::import_reports(from), {}};
  for (const db::LabelBatch& batch : db::label_batches(from, kAll)) logs.who[batch.id] = batch.who;
  return logs;
}

// In the order of its log: what is continued later, an import beside which somebody labelled, stands where it went on.
void add(std::vector<LogRow>& rows, LogRow row) {
  if (!rows.empty()) row.at = std::max(row.at, rows.back().at);
  rows.push_back(row);
}

// The last batch before it, of an import that was recorded without one.
db::BatchId batch_of(const db::ImportReport& import, const std::vector<LogRow>& events) {
  if (import.batch) return *import.batch;
  db::BatchId last = 0;
  for (const LogRow& event : events)
    if (event.at.at_ms < import.at_ms) last = std::max(last, event.at.batch);
  return last;
}

std::vector<LogRow> merged(const std::vector<LogRow>& a, const std::vector<LogRow>& b) {
  std::vector<LogRow> rows;
  std::ranges::merge(a, b, std::back_inserter(rows), {}, &LogRow::at, &LogRow::at);
  return rows;
}

// An import stands before what it decided.
std::vector<LogRow> in_time(const Logs& logs) {
  std::vector<LogRow> labels, edits, imports;
  for (auto one = logs.labels.rbegin(); one != logs.labels.rend(); ++one)
    add(labels, {{one->event.batch, one->event.at_ms}, &*one});
  for (auto one = logs.edits.rbegin(); one != logs.edits.rend(); ++one)
    add(edits, {{one->event.batch, one->event.at_ms}, nullptr, &*one});
  const std::vector<LogRow> events = merged(edits, labels);
  for (auto one = logs.imports.rbegin(); one != logs.imports.rend(); ++one)
    add(imports, {{batch_of(*one, events), one->at_ms}, nullptr, nullptr, &*one});
  return merged(imports, events);
}

void write(CsvText& csv, const db::LabelLogLine& line) {
  const db::LabelEvent& event = line.event;
  csv.text("label").number(event.id).number(event.at_ms).text(event.who).number(event.image).text(line.image_path);
  csv.text(line.from_class).text(line.to_class).text(db::name_of(event.source)).text(event.reason);
  csv.real(event.seconds_spent).number(std::int64_t{event.model_visible}).number(event.batch);
  csv.text(event.previous_hash).text(event.hash).end_row();
}

void write(CsvText& csv, const db::EditLogLine& line) {
  const db::EditEvent& event = line.event;
  const bool of_image = event.edit.kind != db::EditKind::Class && event.edit.kind != db::EditKind::Target;
  csv.text(db::name_of(event.edit.kind)).number(event.id).number(event.at_ms).text(event.who);
  csv.text(of_image ? std::to_string(event.edit.subject) : "").text(line.subject);
  csv.text(event.edit.before_json).text(event.edit.after_json).text(db::name_of(event.source)).text(event.reason);
  csv.text("").text("").number(event.batch).text(event.previous_hash).text(event.hash).end_row();
}

std::string summary_of(const db::ImportReport& report) {
  const Json summary = {{"added", report.added},
                        {"known", report.known},
                        {"relinked", report.relinked},
                        {"duplicates", report.duplicates},
                        {"unreadable", report.failures.size()},
                        {"undone", report.undone}};
  return summary.dump();
}

void write(CsvText& csv, const db::ImportReport& report, const std::string& who) {
  csv.text("import").number(report.id).number(report.at_ms).text(who).text("").text(report.source).text("");
  csv.text(summary_of(report)).text("import").text("").text("").text("");
  csv.text(report.batch ? std::to_string(*report.batch) : "").text("").text("").end_row();
}

}  // namespace

void export_log(const Workspace& workspace, const ExportRequest& request, ExportReport& report) {
  CsvText csv({"kind", "event", "at_ms", "who", "image", "subject", "from", "to", "source", "reason", "seconds_spent",
               "model_visible", "batch", "previous_hash", "hash"});
  const Logs logs = read_logs(workspace.reader());
  for (const LogRow& row : in_time(logs)) {
    if (row.label != nullptr) {
      write(csv, *row.label);
    } else if (row.edit != nullptr) {
      write(csv, *row.edit);
    } else {
      const auto who = row.import->batch ? logs.who.find(*row.import->batch) : logs.who.end();
      write(csv, *row.import, who == logs.who.end() ? "" : who->second);
    }
  }
  const OutputFile output(request.output, &workspace);
  output.write(csv.written());
  report.files.push_back(output.path());
  report.rows = csv.rows();
}

}  // namespace app
