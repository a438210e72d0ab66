// Shared by the stores: refuses a change to a row that is not there.
// Private to db. Any thread.
#pragma once

#include <string>

#include "db/base/error.h"
#include "db/sqlite/connection.h"

namespace db {

inline void require_changed(int rows, const std::string& what, const Connection& connection) {
  if (rows == 0)
    throw Error(ErrorKind::NotFound,
                "Cannot change " + what +
                    ": it is not in the workspace. Nothing of this step was kept: " + connection.file().string());
}

}  // namespace db
