#include "db/settings.h"

#include <nlohmann/json.hpp>

#include "db/changes.h"
#include "db/embedded_sql.h"
#include "db/sqlite/query.h"

namespace db {
namespace {

// Paths need not be UTF-8, JSON must be; what is not is replaced in the report.
std::string failures_to_json(const std::vector<ImportFailure>& failures) {
  auto rows = nlohmann::json::array();
  for (const ImportFailure& failure : failures) rows.push_back({{"path", failure.path}, {"reason", failure.reason}});
  return rows.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::vector<ImportFailure> failures_from_json(const std::string& text) {
  std::vector<ImportFailure> failures;
  for (const auto& row : nlohmann::json::parse(text))
    failures.push_back({row.value("path", ""), row.value("reason", "")});
  return failures;
}

}  // namespace

void set_setting(Transaction& transaction, const std::string& key, const std::string& value) {
  Query(transaction.connection(), sql::setting_set, key, value).run();
  transaction.changes().settings.push_back(key);
}

std::optional<std::string> setting(const Readable& from, const std::string& key) {
  Query query(from.connection(), sql::setting_get, key);
  if (!query.next()) return std::nullopt;
  return query.text(0);
}

std::int64_t add_import_report(Transaction& transaction, const ImportReport& report) {
  transaction.changes().import_reports = true;
  return Query(transaction.connection(), sql::import_report_insert, transaction.now_ms(), report.source, report.added,
               report.known, report.relinked, report.duplicates, failures_to_json(report.failures), report.batch)
      .id();
}

void update_import_report(Transaction& transaction, const ImportReport& report) {
  transaction.changes().import_reports = true;
  Query query(transaction.connection(), sql::import_report_update, report.id, report.added, report.known,
              report.relinked, report.duplicates, failures_to_json(report.failures), report.summary_json);
  require_changed(query.run(), "import report " + std::to_string(report.id), transaction.connection());
}

std::vector<ImportReport> import_reports(const Readable& from) {
  Query query(from.connection(), sql::import_report_list);
  std::vector<ImportReport> reports;
  while (query.next())
    reports.push_back({query.integer(0), query.integer(1), query.text(2), query.integer(3), query.integer(4),
                       query.integer(5), query.integer(6), failures_from_json(query.text(7)), query.optional_integer(8),
                       query.text(9), query.boolean(10)});
  return reports;
}

}  // namespace db
