#include "db/edit_writer.h"

#include <utility>

#include "db/decision_batch.h"
#include "db/edit_rows.h"
#include "db/edit_state.h"
#include "db/embedded_sql.h"
#include "db/sqlite/query.h"

namespace db {

EditWriter::EditWriter(Transaction& transaction, EditOptions options, std::optional<BatchId> reversal)
    : transaction_(transaction), options_(std::move(options)), batch_(reversal) {
  Query last(transaction_.connection(), sql::edit_event_last);
  if (!last.next()) return;
  last_id_ = last.integer(0);
  last_hash_ = last.text(1);
}

bool EditWriter::apply(const Edit& edit) {
  const std::string state = state_of(transaction_, edit.kind, edit.subject);
  if (!holds(state, edit.before_json)) return false;
  if (!may_become(transaction_, edit.kind, edit.subject, edit.after_json)) return false;
  put_state(transaction_, edit.kind, edit.subject, edited(state, edit.after_json));
  append(edit);
  return true;
}

void EditWriter::append(const Edit& edit) {
  if (!batch_) batch_ = own_batch(transaction_, options_.source);
  EditEvent event{last_id_ + 1,
                  transaction_.now_ms(),
                  transaction_.who(),
                  edit,
                  options_.reason,
                  options_.source,
                  *batch_,
                  last_hash_,
                  ""};
  std::string sha256;
  if (is_of_image(edit.kind)) sha256 = image(transaction_, edit.subject)->sha256;
  event.hash = hash_of(event, sha256);
  Query(transaction_.connection(), sql::edit_event_insert, event.id, event.at_ms, event.who, name_of(edit.kind),
        edit.subject, edit.before_json, edit.after_json, event.reason, name_of(event.source), event.batch,
        event.previous_hash, event.hash)
      .run();
  last_id_ = event.id;
  last_hash_ = event.hash;
}

}  // namespace db
