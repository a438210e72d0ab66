// One numbered forward step of the schema. The list is db/embedded_sql.h, made by the build.
// Any thread. A plain value.
#pragma once

#include <string_view>

namespace db {

struct Migration {
  int number;  // user_version after it
  std::string_view sql;
};

}  // namespace db
