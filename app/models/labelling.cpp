#include "app/models/labelling.h"

#include <stdexcept>
#include <utility>

#include "app/core/number_text.h"

namespace app {
namespace {

constexpr const char* kOneLabel = "one label";  // the topic of what was done to a single image

std::string counted_images(std::size_t images) {
  return grouped(static_cast<std::int64_t>(images)) + (images == 1 ? " image" : " images");
}

std::string unseen_words(std::size_t images, const std::string& first) {
  const std::string whose = images == 1 ? "The file of " + first + " holds another picture than was imported"
                                        : "The files of " + counted_images(images) + ", the first " + first +
                                              ", hold other pictures than were imported";
  return whose +
         ": what is seen is not what would be labelled. To label what is seen, put the file back, or import it "
         "again with the source's content.";
}

}  // namespace

Labelling::Labelling(Workspace& workspace, Models& models, Inbox& inbox, Messages& messages, Changed changed)
    : workspace_(workspace), models_(models), inbox_(inbox), messages_(messages), changed_(std::move(changed)) {}

std::string Labelling::name_of(std::size_t images, std::optional<ClassId> to) const {
  if (!to) return "Remove the label of " + counted_images(images);
  return "Label " + counted_images(images) + " as " + class_name(to);
}

LabelDone Labelling::answered_by(const std::string& what, std::function<void(const LabelOutcome&)> answer) {
  return [this, what, answer = std::move(answer)](const LabelOutcome& outcome) {
    inbox_.post(what, [answer, outcome] { answer(outcome); });
  };
}

std::string Labelling::class_name(std::optional<ClassId> id) const {
  const ClassList& list = models_.gallery.table().class_list();
  const int index = id ? list.index_of(*id) : -1;
  return index < 0 ? "unlabelled" : list.classes[static_cast<std::size_t>(index)].name;
}

// "ISIC_0024306.jpg: nv → mel"
std::string Labelling::described(const db::LabelMove& move) const {
  const auto row = models_.gallery.table().row_of(move.image);
  return (row ? std::string(models_.gallery.table().name(*row)) : "an image") + ": " + class_name(move.from) + " → " +
         class_name(move.to);
}

// As it is marked, or as it was found when it was opened.
bool Labelling::file_changed(Row row) const {
  const ImageTable& table = models_.gallery.table();
  return table.content_changed(row) || (models_.image.changed && models_.image.image == table.id(row));
}

std::optional<Question> Labelling::question_before(const RelabelImages& wanted) const {
  const ImageTable& table = models_.gallery.table();
  const auto& classes = table.class_list().classes;
  const int to = wanted.to ? table.class_list().index_of(*wanted.to) : -1;
  std::vector<std::size_t> lost(classes.size() + 1);  // unlabelled first
  std::vector<Row> other_pictures;
  std::size_t changed = 0;
  for (const Row row : wanted.rows) {
    if (table.class_index(row) == to) continue;
    ++changed;
    ++lost[static_cast<std::size_t>(table.class_index(row) + 1)];
    if (file_changed(row)) other_pictures.push_back(row);
  }
  if (changed <= kManyImages && other_pictures.empty()) return std::nullopt;
  std::string from;
  for (std::size_t i = 0; i < lost.size(); ++i) {
    if (lost[i] == 0) continue;
    from += (from.empty() ? "" : ", ") + grouped(static_cast<std::int64_t>(lost[i])) + " " +
            (i == 0 ? "unlabelled" : classes[i - 1].name);
  }
  const std::string name = name_of(changed, wanted.to);
  RelabelImages confirmed = wanted;
  confirmed.confirmed = true;
  std::string detail;
  if (!other_pictures.empty())
    detail = unseen_words(other_pictures.size(), std::string(table.name(other_pictures.front()))) + "\n";
  if (changed > kManyImages) detail += "So far they are: " + from + ".\n";
  return Question{name + "?", detail + "Undo takes it back as one step.", name, std::move(confirmed)};
}

void Labelling::decide(const std::vector<Row>& rows, std::optional<ClassId> to, const Manner& manner) {
  if (rows.empty()) return;
  Gallery& gallery = models_.gallery;
  const ClassList& list = gallery.table().class_list();
  const int class_index = to ? list.index_of(*to) : -1;
  if (to && (class_index < 0 || list.classes[static_cast<std::size_t>(class_index)].retired))
    throw std::runtime_error("the class is not given any more; nothing was labelled");
  RelabelRequest request{.to = to, .class_name = to ? class_name(to) : ""};
  for (const Row row : rows) request.images.push_back(gallery.table().id(row));
  request.model_visible = models_.predictions_seen();
  request.seconds_spent = manner.seconds_spent;
  const std::optional<Row> next = gallery.next_of_focus();
  const Ticket ticket = ++last_;
  changed_(gallery.decide(ticket, rows, class_index));
  if (manner.advance && rows.size() == 1) {
    gallery.advance_to(next);
    ++models_.reveals;
  }
  submit_relabel(workspace_, request,
                 answered_by(name_of(rows.size(), to), [this, ticket, rows](const LabelOutcome& outcome) {
                   outcome.failure ? not_saved(ticket, rows, outcome) : saved(ticket, rows, outcome);
                 }));
}

void Labelling::saved(Ticket ticket, const std::vector<Row>& rows, const LabelOutcome& outcome) {
  changed_(models_.gallery.saved(ticket));
  say_saved(rows, outcome);
}

// A row of single labels leaves one message, of the last of them; each offers to take back its own decision.
void Labelling::say_saved(const std::vector<Row>& rows, const LabelOutcome& outcome) {
  const db::ChangeSet& changes = outcome.changes;
  if (rows.size() == 1 && changes.labels.empty()) {
    const ImageTable& table = models_.gallery.table();
    const int index = table.class_index(rows.front());
    const std::string is = index < 0 ? "unlabelled" : table.class_list().classes[static_cast<std::size_t>(index)].name;
    return messages_.show(
        {MessageKind::Info, std::string(table.name(rows.front())) + " is " + is + " already", "", 0, "", kOneLabel});
  }
  if (changes.batches.empty()) return;
  const std::int64_t batch = changes.batches.back();
  if (rows.size() == 1)
    return messages_.show({MessageKind::Success, described(changes.labels.front()), "", batch, "", kOneLabel});
  messages_.show({MessageKind::Success, outcome.name,
                  grouped(static_cast<std::int64_t>(changes.labels.size())) + " changed", batch});
}

// The rows go back, and the cursor stops at the first image that was not saved, also when more was decided since.
void Labelling::not_saved(Ticket ticket, const std::vector<Row>& rows, const LabelOutcome& outcome) {
  changed_(models_.gallery.failed(ticket));
  if (ticket > stopped_until_) {
    stopped_until_ = last_;
    models_.gallery.select(std::vector<Row>{rows.front()}, rows.front());
    ++models_.reveals;
  }
  messages_.show(MessageKind::Error, "Not saved: " + outcome.name, outcome.failure->text);
}

void Labelling::undo() {
  submit_undo(workspace_, answered_by("Undo", [this](const LabelOutcome& outcome) { reversed("Undo", outcome); }));
}

void Labelling::redo() {
  submit_redo(workspace_, answered_by("Redo", [this](const LabelOutcome& outcome) { reversed("Redo", outcome); }));
}

void Labelling::undo_batch(db::BatchId batch) {
  submit_undo_of(workspace_, batch,
                 answered_by("Undo", [this](const LabelOutcome& outcome) { reversed("Undo", outcome); }));
}

void Labelling::reversed(const std::string& verb, const LabelOutcome& outcome) {
  if (outcome.failure) return messages_.show(MessageKind::Error, verb + " was not saved", outcome.failure->text);
  if (!outcome.reversal) {
    const std::string whose =
        outcome.of_others ? "The last decision is of " + outcome.of_others->who + ": " + outcome.of_others->name : "";
    return messages_.show(MessageKind::Info, verb == "Undo" ? "Nothing to undo" : "Nothing to redo", whose);
  }
  show_moves(outcome.changes);
  messages_.withdraw_undo(outcome.reversal->reversed);
  models_.reversed_batch = outcome.reversal->reversed;
  if (outcome.changes.kept_apart || !outcome.changes.images_edited.empty()) ++models_.set_reversals;
  const std::size_t skipped = outcome.reversal->skipped.size();
  messages_.show(MessageKind::Info, outcome.name,
                 reversed_words(verb, outcome) +
                     (skipped == 0 ? "" : "; " + counted_images(skipped) + " decided otherwise since and left") +
                     (outcome.reversal->kept == 0 ? "" : "; what is in use since was left"));
}

std::string Labelling::reversed_words(const std::string& verb, const LabelOutcome& outcome) const {
  const db::ChangeSet& changes = outcome.changes;
  std::string words;
  if (changes.labels.size() == 1)
    words = described(changes.labels.front());
  else if (!changes.labels.empty() || !changes.images_edited.empty())
    words = counted_images(changes.images().size()) + " changed";
  else if (!changes.classes.empty() || !changes.targets.empty())
    words = "The list of classes or targets changed";
  if (const std::size_t pairs = outcome.reversal->pairs; pairs > 0)
    words += (words.empty() ? "" : "; ") + counted(static_cast<std::int64_t>(pairs), "pair", "pairs") +
             (verb == "Redo" ? " kept apart again" : " to decide on again");
  return words.empty() ? "Nothing changed" : words;
}

void Labelling::show_moves(const db::ChangeSet& changes) {
  TableNews news;
  news.label_revision = changes.label_revision;
  std::vector<Row> rows;
  for (const db::LabelMove& move : changes.labels) {
    news.labels.push_back({move.image, move.to.value_or(0), move.relabelled});
    if (const auto row = models_.gallery.table().row_of(move.image)) rows.push_back(*row);
  }
  changed_(models_.gallery.apply(news));
  if (rows.empty()) return;
  models_.gallery.select(rows, rows.front());
  ++models_.reveals;
}

}  // namespace app
