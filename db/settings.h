// Settings of the workspace, and the reports of its imports.
// One thread at a time; the owner of the Reader or Transaction decides. Plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "db/ids.h"
#include "db/reader.h"
#include "db/writer.h"

namespace db {

void set_setting(Transaction& transaction, const std::string& key, const std::string& value);
std::optional<std::string> setting(const Readable& from, const std::string& key);

struct ImportFailure {
  std::string path;
  std::string reason;
};

struct ImportReport {
  std::int64_t id = 0;
  std::int64_t at_ms = 0;
  std::string source;  // folder or index
  std::int64_t added = 0, known = 0, relinked = 0, duplicates = 0;
  std::vector<ImportFailure> failures;
  std::optional<BatchId> batch;     // what it decided; undo_import takes it back
  std::string summary_json = "{}";  // what else is told of it
  bool undone = false;              // as it stands now; ignored where a report is written
};

// id, at_ms and summary of the argument are ignored. Gives the id.
std::int64_t add_import_report(Transaction& transaction, const ImportReport& report);
// Counts, failures and summary, once they are known.
void update_import_report(Transaction& transaction, const ImportReport& report);
std::vector<ImportReport> import_reports(const Readable& from);  // newest first

}  // namespace db
