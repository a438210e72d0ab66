// nevus source WS: the data sets that the images came with; nevus source WS NAME …: gives images one.
#include <algorithm>
#include <map>
#include <stdexcept>

#include "app/cli/find_image.h"
#include "app/cli/find_source.h"
#include "app/cli/verb.h"
#include "app/core/number_text.h"
#include "app/core/types.h"
#include "app/intake/spelling.h"
#include "app/workspace/workspace.h"
#include "db/edits.h"
#include "db/images.h"

namespace app::cli {
namespace {

struct Options {
  std::string workspace, name, of, reason;
  std::vector<std::string> images;
  bool unrecorded = false, plan = false;
};

std::string images_text(std::size_t count) {
  return grouped(static_cast<std::int64_t>(count)) + (count == 1 ? " image" : " images");
}

struct Counts {
  std::int64_t images = 0, labelled = 0;
};

std::map<std::string, Counts> counts_of(const std::vector<db::Image>& images) {
  std::map<std::string, Counts> counts;
  for (const db::Image& image : images) {
    Counts& of_source = counts[image.source];
    ++of_source.images;
    if (image.label) ++of_source.labelled;
  }
  return counts;
}

Outcome list(const Options& options) {
  const Workspace workspace(options.workspace, Workspace::Open::ToRead);
  const auto counts = counts_of(db::images(workspace.reader()));
  Outcome outcome;
  outcome.json["sources"] = Json::array();
  outcome.json["not_recorded"] = 0;
  for (const auto& [name, count] : counts) {
    if (name.empty()) {
      outcome.json["not_recorded"] = count.images;
      continue;
    }
    outcome.json["sources"].push_back({{"name", name}, {"images", count.images}, {"labelled", count.labelled}});
    outcome.text += (outcome.text.empty() ? "" : "\n") + name + "  " + grouped(count.images) + ", " +
                    grouped(count.labelled) + " labelled";
  }
  if (const auto unknown = counts.find(""); unknown != counts.end())
    outcome.text += (outcome.text.empty() ? "" : "\n") + ("no source recorded: " + grouped(unknown->second.images)) +
                    " images; give them one with `nevus source WORKSPACE NAME --unrecorded`";
  if (counts.empty()) outcome.text = "The workspace has no images";
  return outcome;
}

std::vector<db::Image> chosen(const db::Readable& from, const Options& options) {
  std::vector<ImageId> named;
  for (const std::string& said : options.images) named.push_back(find_image(from, said).id);
  const std::vector<db::Image> all = db::images(from);
  if (!options.of.empty()) require_source(all, options.of);
  std::vector<db::Image> images;
  for (const db::Image& image : all)
    if ((options.unrecorded && image.source.empty()) || (!options.of.empty() && image.source == options.of) ||
        std::ranges::find(named, image.id) != named.end())
      images.push_back(image);
  return images;
}

// Of the image as it stands now: whatever was decided of it since it was chosen stays.
std::size_t set_source(db::Transaction& transaction, const db::Image& seen, const Options& options) {
  auto image = db::image(transaction, seen.id);
  if (!image || image->source != seen.source) return 0;
  image->source = options.name;
  return db::set_metadata(transaction, *image, {.source = db::LabelSource::User, .reason = options.reason});
}

Outcome give(Options options) {
  options.name = source_name(options.name, "giving images a source");
  if (holds_controls(options.name))
    throw std::runtime_error("giving images a source: a name holds no control characters or line breaks");
  if (options.images.empty() && options.of.empty() && !options.unrecorded)
    throw std::runtime_error("giving images a source: say which with IMAGE, --of SOURCE or --unrecorded");
  Workspace workspace(options.workspace, options.plan ? Workspace::Open::ToRead : Workspace::Open::MustExist);
  const std::vector<db::Image> images = chosen(workspace.reader(), options);
  const std::string name = "Give " + images_text(images.size()) + " the source " + options.name;
  Outcome outcome;
  outcome.json = {{"name", name}, {"chosen", images.size()}};
  if (options.plan) {
    outcome.text = name + "\nA plan: nothing was changed";
    return outcome;
  }
  std::size_t changed = 0;
  workspace.writer().transact_and_wait(name, [&](db::Transaction& transaction) {
    for (const db::Image& seen : images) changed += set_source(transaction, seen, options);
  });
  outcome.json["changed"] = changed;
  if (changed == 0)
    outcome.text =
        "Nothing changed: " + (images.empty() ? "no image is without a source"
                                              : images_text(images.size()) + (images.size() == 1 ? " has" : " have") +
                                                    " the source " + options.name + " already");
  else
    outcome.text = name + " (" + grouped(static_cast<std::int64_t>(changed)) + " changed); `nevus undo` takes it back";
  return outcome;
}

}  // namespace

void add_source(CommandLine& line) {
  auto options = std::make_shared<Options>();
  Verb verb = line.verb("source", "The data sets that images came with, or give images one");
  verb.option("WORKSPACE", options->workspace, "Folder of the workspace").required();
  const Option name = verb.option("NAME", options->name, "The source that images are given; without one it lists them");
  verb.option("IMAGE", options->images, "Numbers, paths, content hashes or file names").needs(name);
  verb.flag("--unrecorded", options->unrecorded, "Every image without a source").needs(name);
  verb.option("--of", options->of, "Every image of this source: renames it").needs(name);
  verb.option("--reason", options->reason, "Kept in the log").needs(name);
  verb.flag("--plan", options->plan, "Say how many; change nothing").needs(name);
  verb.runs([options, name] { return name.given() ? give(*options) : list(*options); });
}

}  // namespace app::cli
