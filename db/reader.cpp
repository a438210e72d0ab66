#include "db/reader.h"

#include <SQLiteCpp/Exception.h>

#include "db/database.h"
#include "db/sqlite/connection.h"

namespace db {
namespace {

// SQLite cannot tell a file that never was from one that went while it was open; what is to be done differs.
std::unique_ptr<Connection> connect(const Database& database) {
  constexpr const char* kTask = "read the workspace";
  if (!database.reads_copy()) database.check_file_is_there(kTask);
  auto connection =
      std::make_unique<Connection>(database.file(), database.reading(), database.options().busy_timeout_ms);
  connection->set_task(kTask);
  connection->set_folder(database.folder());
  return connection;
}

}  // namespace

Reader::Reader(const Database& database) : Reader(connect(database)) {}
Reader::Reader(std::unique_ptr<Connection> connection) : Readable(*connection), owned_(std::move(connection)) {}
Reader::~Reader() = default;

Reader::Snapshot::Snapshot(const Readable& from)
    : connection_(from.connection()), begun_(!connection_.in_transaction()) {
  if (!begun_) return;
  connection_.execute("BEGIN");
  // BEGIN alone waits for the first query; the state is to be that of this moment.
  connection_.execute("SELECT 1 FROM sqlite_schema LIMIT 1");
}

Reader::Snapshot::~Snapshot() {
  if (begun_) connection_.database().tryExec("ROLLBACK");
}

}  // namespace db
