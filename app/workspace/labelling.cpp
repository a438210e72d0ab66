#include "app/workspace/labelling.h"

#include <future>
#include <memory>
#include <utility>

#include "db/classes.h"

namespace app {
namespace {

std::string batch_name(const RelabelRequest& request) {
  const std::size_t images = request.images.size();
  const std::string to = request.to ? request.class_name : "unlabelled";
  return "Label " + std::to_string(images) + (images == 1 ? " image as " : " images as ") + to;
}

std::vector<db::LabelChange> changes_of(const RelabelRequest& request) {
  std::vector<db::LabelChange> changes;
  const double seconds_each = request.seconds_spent / static_cast<double>(request.images.size());
  for (const ImageId image : request.images) changes.push_back({image, request.to, seconds_each});
  return changes;
}

void require_in_use(const db::Readable& from, const std::optional<ClassId>& to) {
  const auto known = to ? db::class_of(from, *to) : std::nullopt;
  if (known && known->retired) throw db::Error(db::ErrorKind::Refused, retired_words(known->name));
}

using Reverse = std::function<std::optional<db::Reversal>(db::Transaction&)>;

// What the work finds out and its end tells.
struct Found {
  std::optional<db::Reversal> reversal;
  std::optional<db::LabelBatch> of_others;
};

void submit_reversal(Workspace& workspace, const std::string& verb, Reverse apply, LabelDone done) {
  const auto found = std::make_shared<Found>();
  workspace.writer().submit(
      verb,
      [found, apply = std::move(apply)](db::Transaction& transaction) {
        found->reversal = apply(transaction);
        if (!found->reversal) found->of_others = db::newest_decision(transaction);
      },
      [found, verb, done = std::move(done)](const db::Outcome& outcome) {
        LabelOutcome result{verb, outcome.changes, outcome.failure, {}, {}};
        if (outcome.saved()) {
          result.reversal = found->reversal;
          result.of_others = found->of_others;
        }
        if (result.reversal) result.name += ": " + result.reversal->name;
        done(result);
      });
}

template <class Submit>
LabelOutcome wait_for(const Submit& submit) {
  std::promise<LabelOutcome> promise;
  submit([&promise](const LabelOutcome& outcome) { promise.set_value(outcome); });
  LabelOutcome outcome = promise.get_future().get();
  if (outcome.failure) throw db::Error(outcome.failure->kind, outcome.failure->text);
  return outcome;
}

LabelChange change_of(const LabelOutcome& outcome) {
  LabelChange change{outcome.name, outcome.changes.images(), outcome.changes.labels.size(), 0,
                     outcome.changes.label_revision};
  if (outcome.reversal) {
    change.changed = outcome.reversal->changed;
    change.kept = outcome.reversal->skipped.size() + outcome.reversal->kept;
  }
  return change;
}

std::optional<LabelChange> change_of_reversal(const LabelOutcome& outcome) {
  if (!outcome.reversal) return std::nullopt;
  return change_of(outcome);
}

}  // namespace

std::string retired_words(const std::string& class_name) {
  return "labelling: the class \"" + class_name + "\" is retired and takes no new labels; `nevus class WORKSPACE use " +
         class_name + "` takes it back into use";
}

void submit_relabel(Workspace& workspace, const RelabelRequest& request, LabelDone done) {
  const db::LabelOrigin origin{db::LabelSource::User, request.reason, request.model_visible};
  workspace.writer().submit(
      batch_name(request),
      [changes = changes_of(request), origin, to = request.to](db::Transaction& transaction) {
        require_in_use(transaction, to);
        db::set_labels(transaction, changes, origin);
      },
      [done = std::move(done)](const db::Outcome& outcome) {
        done({outcome.name, outcome.changes, outcome.failure, {}, {}});
      });
}

void submit_undo(Workspace& workspace, LabelDone done) {
  submit_reversal(
      workspace, "Undo", [](db::Transaction& t) { return db::undo(t); }, std::move(done));
}

void submit_redo(Workspace& workspace, LabelDone done) {
  submit_reversal(
      workspace, "Redo", [](db::Transaction& t) { return db::redo(t); }, std::move(done));
}

void submit_undo_of(Workspace& workspace, db::BatchId decision, LabelDone done) {
  submit_reversal(
      workspace, "Undo", [decision](db::Transaction& t) { return db::undo(t, decision); }, std::move(done));
}

LabelChange relabel(Workspace& workspace, const RelabelRequest& request) {
  return change_of(wait_for([&](LabelDone done) { submit_relabel(workspace, request, std::move(done)); }));
}

std::optional<LabelChange> undo_label(Workspace& workspace) {
  return change_of_reversal(wait_for([&](LabelDone done) { submit_undo(workspace, std::move(done)); }));
}

std::optional<LabelChange> redo_label(Workspace& workspace) {
  return change_of_reversal(wait_for([&](LabelDone done) { submit_redo(workspace, std::move(done)); }));
}

}  // namespace app
