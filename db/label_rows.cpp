#include "db/label_rows.h"

namespace db {

const char* name_of(LabelSource source) {
  switch (source) {
    case LabelSource::Import: return "import";
    case LabelSource::Undo: return "undo";
    case LabelSource::Redo: return "redo";
    case LabelSource::Rule: return "rule";
    case LabelSource::User: break;
  }
  return "user";
}

LabelSource label_source_named(const std::string& name) {
  for (const LabelSource source : {LabelSource::Import, LabelSource::Undo, LabelSource::Redo, LabelSource::Rule})
    if (name == name_of(source)) return source;
  return LabelSource::User;
}

LabelEvent read_label_event(const Query& row) {
  LabelEvent event;
  event.id = row.integer(0);
  event.at_ms = row.integer(1);
  event.who = row.text(2);
  event.image = row.integer(3);
  event.from = row.optional_integer(4);
  event.to = row.optional_integer(5);
  event.reason = row.text(6);
  event.source = label_source_named(row.text(7));
  event.seconds_spent = row.optional_real(8);
  event.model_visible = row.boolean(9);
  event.batch = row.integer(10);
  event.branch = row.text(11);
  event.previous_hash = row.text(12);
  event.hash = row.text(13);
  return event;
}

LabelBatch read_label_batch(const Query& row) {
  LabelBatch batch;
  batch.id = row.integer(0);
  batch.at_ms = row.integer(1);
  batch.who = row.text(2);
  batch.name = row.text(3);
  batch.source = label_source_named(row.text(4));
  batch.undoes = row.optional_integer(5);
  batch.session = row.text(6);
  batch.events = row.integer(7);
  return batch;
}

}  // namespace db
