// Takes a target out of a workspace, as undoing the edit that made it does.
#pragma once

#include <span>
#include <string>

#include "db/edit_state.h"

namespace test_support {

inline void remove_target(db::Transaction& transaction, db::TargetId id) {
  const std::string now = db::state_of(*db::target_of(transaction, id));
  const db::Edit edit = db::edit_between(db::EditKind::Target, id, now, db::kNothing);
  db::apply_edits(transaction, std::span(&edit, 1));
}

}  // namespace test_support
