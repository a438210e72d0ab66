#include "app/workspace/labeling.h"

#include "db/classes.h"
#include "db/labels.h"

namespace app {
namespace {

std::string class_name(const db::Readable& from, std::optional<ClassId> id) {
  if (!id) return "unlabelled";
  for (const db::Class& known : db::classes(from)) {
    if (known.id == *id) return known.name;
  }
  throw std::runtime_error("labelling: the workspace has no class with number " + std::to_string(*id));
}

std::string batch_name(std::size_t images, const std::string& to) {
  return "Label " + std::to_string(images) + (images == 1 ? " image as " : " images as ") + to;
}

using Reverse = std::optional<db::Reversal> (*)(db::Transaction&);

std::optional<LabelChange> reverse(Workspace& workspace, const std::string& verb, Reverse apply) {
  std::optional<db::Reversal> reversal;
  const db::ChangeSet changes =
      workspace.writer().transact_and_wait(verb, [&](db::Transaction& transaction) { reversal = apply(transaction); });
  if (!reversal) return std::nullopt;
  return LabelChange{verb + ": " + reversal->name, changes.images(), changes.label_revision};
}

}  // namespace

LabelChange relabel(Workspace& workspace, const RelabelRequest& request) {
  std::vector<db::LabelChange> changes;
  for (const ImageId image : request.images) {
    const double seconds_each = request.seconds_spent / static_cast<double>(request.images.size());
    changes.push_back({image, request.to, seconds_each});
  }
  const auto reader = workspace.make_reader();
  const std::string name = batch_name(changes.size(), class_name(*reader, request.to));
  const db::LabelOrigin origin{db::LabelSource::User, request.reason, request.model_visible};
  const db::ChangeSet done = workspace.writer().transact_and_wait(
      name, [&](db::Transaction& transaction) { db::set_labels(transaction, changes, origin); });
  return {name, done.images(), done.label_revision};
}

std::optional<LabelChange> undo_label(Workspace& workspace) { return reverse(workspace, "Undo", db::undo); }

std::optional<LabelChange> redo_label(Workspace& workspace) { return reverse(workspace, "Redo", db::redo); }

}  // namespace app
