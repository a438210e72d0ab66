// nevus remove WS IMAGE…; nevus restore WS IMAGE…: out of the set and back into it. Rows and files stay.
#include <algorithm>
#include <filesystem>

#include <unistd.h>

#include "app/cli/find_image.h"
#include "app/cli/find_source.h"
#include "app/cli/verb.h"
#include "app/core/joined.h"
#include "app/core/number_text.h"
#include "app/core/types.h"
#include "app/workspace/workspace.h"
#include "db/classes.h"
#include "db/edits.h"

namespace app::cli {
namespace {

struct Options {
  std::string workspace, reason, label, split, source;
  std::vector<std::string> images;
  bool unlabelled = false, missing = false, plan = false, all = false;
};

// As it is now: what was last seen of it may be long ago.
bool can_be_opened(const std::string& path) {
  std::error_code unknown;
  return std::filesystem::is_regular_file(path, unknown) && ::access(path.c_str(), R_OK) == 0;
}

// Which images, by what is asked of them; everything given must hold.
class Wanted {
 public:
  Wanted(const db::Readable& from, const Options& options) : options_(options) {
    if (options.label.empty()) return;
    const auto known = db::class_named(from, options.label);
    if (known) label_ = known->id;
    if (label_) return;
    std::vector<std::string> names;
    for (const db::Class& other : db::classes(from)) names.push_back(other.name);
    throw std::runtime_error("choosing images: there is no class \"" + options.label +
                             "\"; the workspace has: " + joined(names));
  }

  static bool asked(const Options& options) {
    return !options.label.empty() || !options.split.empty() || !options.source.empty() || options.unlabelled ||
           options.missing || options.all;
  }

  bool operator()(const db::Image& image) const {
    return (!label_ || image.label == label_) && (!options_.unlabelled || !image.label) &&
           (options_.source.empty() || image.source == options_.source) &&
           (options_.split.empty() || options_.split == db::name_of(image.split) ||
            (options_.split == "none" && image.split == db::Split::None)) &&
           (!options_.missing || !can_be_opened(image.path));
  }

 private:
  const Options& options_;
  std::optional<ClassId> label_;
};

std::vector<db::Image> removed_or_not(const db::Readable& from) {
  std::vector<db::Image> all = db::images(from), removed = db::removed_images(from);
  all.insert(all.end(), removed.begin(), removed.end());
  return all;
}

std::vector<ImageId> chosen(const db::Readable& from, const Options& options, bool removed) {
  std::vector<ImageId> ids;
  for (const std::string& said : options.images) ids.push_back(find_image(from, said).id);
  if (!options.source.empty()) require_source(removed_or_not(from), options.source);
  if (Wanted::asked(options)) {
    const Wanted wanted(from, options);
    for (const db::Image& image : removed ? db::removed_images(from) : db::images(from))
      if (wanted(image)) ids.push_back(image.id);
  }
  std::ranges::sort(ids);
  ids.erase(std::unique(ids.begin(), ids.end()), ids.end());
  return ids;
}

Outcome change(const Options& options, bool restore) {
  Workspace workspace(options.workspace, options.plan ? Workspace::Open::ToRead : Workspace::Open::MustExist);
  const std::vector<ImageId> ids = chosen(workspace.reader(), options, restore);
  const std::string counted = grouped(static_cast<std::int64_t>(ids.size())) + (ids.size() == 1 ? " image" : " images");
  const std::string name = restore ? "Restore " + counted + " to the set" : "Remove " + counted + " from the set";
  Outcome outcome;
  outcome.json["name"] = name;
  outcome.json["chosen"] = ids.size();
  if (options.plan) {
    outcome.text = name + "\nA plan: nothing was changed";
    return outcome;
  }
  std::size_t changed = 0;
  workspace.writer().transact_and_wait(name, [&](db::Transaction& transaction) {
    const db::EditOptions how{.source = db::LabelSource::User, .reason = options.reason};
    changed = restore ? db::restore_to_set(transaction, ids, how) : db::remove_from_set(transaction, ids, how);
  });
  outcome.json["changed"] = changed;
  if (changed == 0)
    outcome.text = "Nothing changed: " + (ids.empty() ? "no image fits"
                                                      : counted + (ids.size() == 1 ? " is " : " are ") +
                                                            (restore ? "in the set already" : "removed already"));
  else
    outcome.text = name + " (" + grouped(static_cast<std::int64_t>(changed)) + " changed)" +
                   (restore ? "" : "; the files stay where they are, and undo or `nevus restore` takes it back");
  return outcome;
}

void add(CommandLine& line, const char* name, const char* help, bool restore) {
  auto options = std::make_shared<Options>();
  Verb verb = line.verb(name, help);
  verb.option("WORKSPACE", options->workspace, "Folder of the workspace").required();
  verb.option("IMAGE", options->images, "Numbers, paths, content hashes or file names");
  verb.option("--class", options->label, "Every image of this class");
  verb.flag("--unlabelled", options->unlabelled, "Every image without a label");
  verb.option("--split", options->split, "Every image of this split").one_of({"train", "val", "test", "none"});
  verb.option("--source", options->source, "Every image that came with this data set");
  verb.flag("--missing", options->missing, "Every image whose file is not there or cannot be opened");
  if (restore) verb.flag("--all", options->all, "Every removed image");
  verb.option("--reason", options->reason, "Kept in the log");
  verb.flag("--plan", options->plan, "Say how many; change nothing");
  verb.runs([options, restore] { return change(*options, restore); },
            [options] {
              return options->images.empty() && !Wanted::asked(*options)
                         ? std::string("IMAGE, --class, --unlabelled, --split, --source or --missing")
                         : std::string();
            });
}

}  // namespace

void add_remove(CommandLine& line) { add(line, "remove", "Take images out of the set; nothing is deleted", false); }

void add_restore(CommandLine& line) { add(line, "restore", "Take removed images back into the set", true); }

}  // namespace app::cli
