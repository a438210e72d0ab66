#include "db/reader.h"

#include <SQLiteCpp/Exception.h>

#include "db/database.h"
#include "db/sqlite/connection.h"

namespace db {
namespace {

std::unique_ptr<Connection> connect(const Database& database) {
  auto connection =
      std::make_unique<Connection>(database.file(), database.reading(), database.options().busy_timeout_ms);
  connection->set_task("read the workspace");
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
