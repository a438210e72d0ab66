// Whose decisions undo takes back and redo makes again: those of this session, which is one Writer in
// one program, and those which the same account made before the session began, so that undo survives
// a restart. What another window decides meanwhile is not touched, even when the account is the same.
// Any thread. A plain value; Writer::session() gives it.
#pragma once

#include <string>

#include "db/ids.h"

namespace db {

struct Session {
  std::string who;
  std::string id;
  BatchId began_after = 0;  // the last batch when the session began
};

}  // namespace db
