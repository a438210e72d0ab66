// nevus relabel WS IMAGE CLASS; nevus relabel WS --undo|--redo
#include "app/cli/find_image.h"
#include "app/cli/verb.h"
#include "app/workspace/labeling.h"
#include "db/classes.h"

namespace app::cli {
namespace {

struct Options {
  std::string workspace, image, label, reason;
  bool undo = false, redo = false;
};

std::optional<ClassId> class_from(const db::Readable& from, const std::string& name) {
  if (name == "unlabelled") return std::nullopt;
  if (const auto known = db::class_named(from, name)) return known->id;
  std::string names;
  for (const db::Class& known : db::classes(from)) names += (names.empty() ? "" : ", ") + known.name;
  throw std::runtime_error("labelling: there is no class \"" + name + "\"; the workspace has: " + names +
                           ", unlabelled");
}

Outcome outcome_of(const std::optional<LabelChange>& change, const std::string& nothing) {
  Outcome outcome;
  outcome.text = change ? change->name + " (" + std::to_string(change->images.size()) + " changed, revision " +
                              std::to_string(change->label_revision) + ")"
                        : nothing;
  outcome.json["changed"] = change ? change->images.size() : 0;
  outcome.json["name"] = change ? change->name : "";
  outcome.json["label_revision"] = change ? nlohmann::ordered_json(change->label_revision) : nullptr;
  return outcome;
}

Outcome relabel_image(const Options& options) {
  Workspace workspace(options.workspace, Workspace::Open::MustExist);
  if (options.undo) return outcome_of(undo_label(workspace), "Nothing to undo");
  if (options.redo) return outcome_of(redo_label(workspace), "Nothing to redo");
  RelabelRequest request;
  request.images = {find_image(workspace.reader(), options.image).id};
  request.to = class_from(workspace.reader(), options.label);
  request.class_name = options.label;
  request.reason = options.reason;
  return outcome_of(relabel(workspace, request), "");
}

}  // namespace

void add_relabel(CLI::App& app, Context& context) {
  auto options = std::make_shared<Options>();
  CLI::App* verb = app.add_subcommand("relabel", "Change the label of an image, or take the last change back");
  verb->add_option("WORKSPACE", options->workspace, "Folder of the workspace")->required();
  CLI::Option* image = verb->add_option("IMAGE", options->image, "Number, path, content hash or file name");
  CLI::Option* label = verb->add_option("CLASS", options->label, "Class name, or unlabelled")->needs(image);
  image->needs(label);
  verb->add_option("--reason", options->reason, "Kept in the log");
  CLI::Option* undo = verb->add_flag("--undo", options->undo, "Reverse the last labelling")->excludes(image);
  CLI::Option* redo =
      verb->add_flag("--redo", options->redo, "Apply the undone labelling again")->excludes(image)->excludes(undo);
  verb->callback([=, &context] {
    if (image->count() + undo->count() + redo->count() == 0)
      throw CLI::RequiredError("IMAGE and CLASS, --undo or --redo");
    context.action = [options] { return relabel_image(*options); };
  });
}

}  // namespace app::cli
