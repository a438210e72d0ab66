// nevus relabel WS IMAGE CLASS; nevus relabel WS --undo|--redo
#include <span>
#include <stdexcept>

#include "app/cli/find_image.h"
#include "app/cli/verb.h"
#include "app/core/joined.h"
#include "app/workspace/content_check.h"
#include "app/workspace/labelling.h"
#include "db/classes.h"

namespace app::cli {
namespace {

struct Options {
  std::string workspace, image, label, reason;
  bool changed_file = false, undo = false, redo = false;
};

constexpr std::string_view kUnlabelled = "unlabelled", kClassPrefix = "class:";

std::optional<ClassId> class_from(const db::Readable& from, const std::string& name) {
  const bool said_class = name.starts_with(kClassPrefix);  // nothing but a class is meant
  const auto known = db::class_named(from, said_class ? name.substr(kClassPrefix.size()) : name);
  if (name == kUnlabelled && known)
    throw std::runtime_error(
        "labelling: \"unlabelled\" fits two things: taking the label away and the class of this name; "
        "write class:unlabelled for the class, or rename it first");
  if (name == kUnlabelled) return std::nullopt;
  if (known && known->retired) throw std::runtime_error(retired_words(known->name));
  if (known) return known->id;
  std::vector<std::string> names;
  for (const db::Class& each : db::classes(from))
    if (!each.retired) names.push_back(each.name);
  names.emplace_back(kUnlabelled);
  throw std::runtime_error("labelling: there is no class \"" + name + "\"; the workspace has: " + joined(names));
}

Outcome outcome_of(const std::optional<LabelChange>& change, const std::string& nothing) {
  Outcome outcome;
  outcome.text = change ? change->name + " (" + std::to_string(change->images.size()) + " changed, revision " +
                              std::to_string(change->label_revision) + ")"
                        : nothing;
  outcome.json["changed"] = change ? change->images.size() : 0;
  outcome.json["name"] = change ? change->name : "";
  outcome.json["label_revision"] = change ? Json(change->label_revision) : Json();
  return outcome;
}

// A decision is about what is seen, and the file shows another picture than the label is of.
void require_what_was_imported(const db::Image& image) {
  if (check_content(std::span(&image, 1), {}, {.every_hash = true}).changed.empty()) return;
  throw std::runtime_error(
      "labelling: the file holds another picture than was imported, and the label would be of the one that was; put "
      "the file back, import it again with --update content to label what it holds now, or say --changed-file to label "
      "it all the same: " +
      image.path);
}

Outcome relabel_image(const Options& options) {
  Workspace workspace(options.workspace, Workspace::Open::MustExist);
  if (options.undo) return outcome_of(undo_label(workspace), "Nothing to undo");
  if (options.redo) return outcome_of(redo_label(workspace), "Nothing to redo");
  const db::Image image = find_image(workspace.reader(), options.image);
  RelabelRequest request;
  request.images = {image.id};
  request.to = class_from(workspace.reader(), options.label);
  if (!options.changed_file && image.label != request.to) require_what_was_imported(image);
  request.class_name = options.label;
  request.reason = options.reason;
  const LabelChange change = relabel(workspace, request);
  Outcome outcome = outcome_of(change, "");
  if (change.images.empty())
    outcome.text =
        "Nothing changed: the image is " + (request.to ? "labelled " : std::string()) + options.label + " already";
  return outcome;
}

}  // namespace

void add_relabel(CommandLine& line) {
  auto options = std::make_shared<Options>();
  Verb verb = line.verb("relabel", "Change the label of an image, or take the last change back");
  verb.option("WORKSPACE", options->workspace, "Folder of the workspace").required();
  const Option image = verb.option("IMAGE", options->image, "Number, path, content hash or file name");
  const Option label = verb.option("CLASS", options->label, "Class name, or unlabelled").needs(image);
  image.needs(label);
  verb.option("--reason", options->reason, "Kept in the log");
  verb.flag("--changed-file", options->changed_file,
            "Label the image though its file holds another picture than was imported");
  const Option undo =
      verb.flag("--undo", options->undo, "Take the last decision back, whatever it was, as `nevus undo` does")
          .excludes(image);
  const Option redo =
      verb.flag("--redo", options->redo, "Make it again, as `nevus redo` does").excludes(image).excludes(undo);
  verb.runs([options] { return relabel_image(*options); },
            [=] {
              const bool said = image.given() || undo.given() || redo.given();
              return said ? std::string() : "IMAGE and CLASS, --undo or --redo";
            });
}

}  // namespace app::cli
