#include "db/last_decisions.h"

#include "db/embedded_sql.h"
#include "db/label_rows.h"
#include "db/sqlite/query.h"

namespace db {

std::vector<LastDecision> last_decisions(const Readable& from) {
  Query query(from.connection(), sql::label_last_decisions);
  std::vector<LastDecision> decisions;
  while (query.next()) decisions.push_back({query.integer(0), query.integer(2), label_source_named(query.text(3))});
  return decisions;
}

}  // namespace db
