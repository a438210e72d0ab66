#include "app/models/labelling.h"

#include <memory>
#include <utility>

namespace app {
namespace {

std::string counted_images(std::size_t images) { return std::to_string(images) + (images == 1 ? " image" : " images"); }

}  // namespace

Labelling::Labelling(Workspace& workspace, Models& models, Inbox& inbox, Messages& messages, Changed changed)
    : workspace_(workspace), models_(models), inbox_(inbox), messages_(messages), changed_(std::move(changed)) {}

std::string Labelling::name_of(std::size_t images, int class_index) const {
  const auto& classes = models_.gallery.table().class_list().classes;
  if (class_index < 0) return "Remove the label of " + counted_images(images);
  return "Label " + counted_images(images) + " as " + classes[static_cast<std::size_t>(class_index)].name;
}

void Labelling::decide(const std::vector<Row>& rows, int class_index, const Manner& manner) {
  if (rows.empty()) return;
  Gallery& gallery = models_.gallery;
  const std::optional<Row> next = gallery.next_of_focus();
  const auto& classes = gallery.table().class_list().classes;
  const auto to = class_index < 0 ? std::nullopt : std::optional(classes[static_cast<std::size_t>(class_index)].id);
  std::vector<db::LabelChange> changes;
  for (const Row row : rows)
    changes.push_back({gallery.table().id(row), to, manner.seconds_spent / static_cast<double>(rows.size())});
  const db::LabelOrigin origin{db::LabelSource::User, "", models_.predictions_seen()};
  const Ticket ticket = ++last_;
  changed_(gallery.decide(ticket, rows, class_index));
  if (manner.advance && rows.size() == 1) {
    gallery.advance_to(next);
    ++models_.reveals;
  }
  ++waiting_;
  workspace_.writer().submit(
      name_of(rows.size(), class_index),
      [changes, origin](db::Transaction& transaction) { db::set_labels(transaction, changes, origin); },
      [this, ticket, rows](const db::Outcome& outcome) {
        inbox_.post(outcome.name, [this, ticket, rows, outcome] {
          --waiting_;
          outcome.saved() ? saved(ticket, rows, outcome) : not_saved(ticket, rows, outcome);
        });
      });
}

void Labelling::saved(Ticket ticket, const std::vector<Row>& rows, const db::Outcome& outcome) {
  changed_(models_.gallery.saved(ticket));
  if (rows.size() < 2 || outcome.changes.batches.empty()) return;
  messages_.show({MessageKind::Success, outcome.name, std::to_string(outcome.changes.labels.size()) + " changed",
                  outcome.changes.batches.back()});
}

// The rows go back, and the cursor stops at the first image that was not saved, also when more was decided since.
void Labelling::not_saved(Ticket ticket, const std::vector<Row>& rows, const db::Outcome& outcome) {
  changed_(models_.gallery.failed(ticket));
  if (ticket > stopped_until_) {
    stopped_until_ = last_;
    models_.gallery.select(std::vector<Row>{rows.front()}, rows.front());
    ++models_.reveals;
  }
  messages_.show(MessageKind::Error, "Not saved: " + outcome.name, outcome.failure->text);
}

void Labelling::reverse(const std::string& verb, Reverse apply) {
  auto done = std::make_shared<Reversed>();
  ++waiting_;
  workspace_.writer().submit(
      verb,
      [done, apply = std::move(apply)](db::Transaction& transaction) {
        done->mine = apply(transaction);
        if (!done->mine) done->others = db::newest_decision(transaction);
      },
      [this, verb, done](const db::Outcome& outcome) {
        inbox_.post(verb, [this, verb, done, outcome] {
          --waiting_;
          reversed(verb, *done, outcome);
        });
      });
}

void Labelling::reversed(const std::string& verb, const Reversed& done, const db::Outcome& outcome) {
  if (!outcome.saved()) return messages_.show(MessageKind::Error, verb + " was not saved", outcome.failure->text);
  if (!done.mine) {
    const std::string whose =
        verb == "Undo" && done.others ? "The last decision is of " + done.others->who + ": " + done.others->name : "";
    return messages_.show(MessageKind::Info, verb == "Undo" ? "Nothing to undo" : "Nothing to redo", whose);
  }
  show_moves(outcome.changes);
  messages_.withdraw_undo(done.mine->reversed);
  const std::size_t skipped = done.mine->skipped.size();
  messages_.show(MessageKind::Info, verb + ": " + done.mine->name,
                 counted_images(done.mine->changed) + " changed" +
                     (skipped == 0 ? "" : "; " + counted_images(skipped) + " decided otherwise since and left"));
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
