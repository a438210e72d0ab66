// nevus source WS: the data sets that the images came with; nevus source WS NAME …: gives images one.
#include <algorithm>
#include <map>
#include <stdexcept>

#include "app/cli/find_image.h"
#include "app/cli/find_source.h"
#include "app/cli/verb.h"
#include "app/core/joined.h"
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

// Removed images too: they may come back.
std::vector<db::Image> chosen(const db::Readable& from, const Options& options) {
  std::vector<ImageId> named;
  for (const std::string& said : options.images) named.push_back(find_image(from, said).id);
  std::vector<db::Image> all = db::images(from), removed = db::removed_images(from);
  all.insert(all.end(), removed.begin(), removed.end());
  if (!options.of.empty()) require_source(all, options.of);
  std::erase_if(all, [&](const db::Image& image) {
    return !(options.unrecorded && image.source.empty()) && !(!options.of.empty() && image.source == options.of) &&
           std::ranges::find(named, image.id) == named.end();
  });
  return all;
}

constexpr const char* kHasIt = "of this source already";

// What was changed, and the paths of what was not, by the reason.
struct Given {
  std::size_t changed = 0;
  std::map<std::string, std::vector<std::string>> left;
};

// Of the image as it stands now: whatever was decided of it since it was chosen stays.
void set_source(db::Transaction& transaction, const db::Image& seen, const Options& options, Given& given) {
  auto image = db::image(transaction, seen.id);
  if (!image || image->source != seen.source) return given.left["changed meanwhile"].push_back(seen.path);
  if (image->source == options.name) return given.left[kHasIt].push_back(seen.path);
  image->source = options.name;
  given.changed += db::set_metadata(transaction, *image, {.source = db::LabelSource::User, .reason = options.reason});
}

std::string left_text(const Given& given) {
  constexpr std::size_t kNamed = 4;
  std::string text;
  for (const auto& [why, paths] : given.left) {
    if (paths.empty()) continue;
    std::vector<std::string> shown = paths;
    if (shown.size() > kNamed) {
      shown.resize(kNamed);
      shown.push_back("and " + grouped(static_cast<std::int64_t>(paths.size() - kNamed)) + " more");
    }
    text += "\n  left, " + why + ": " + joined(shown);
  }
  return text;
}

Json left_json(const Given& given) {
  Json left = Json::array();
  for (const auto& [why, paths] : given.left)
    for (const std::string& path : paths) left.push_back({{"image", path}, {"why", why}});
  return left;
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
  const auto removed = static_cast<std::size_t>(std::ranges::count_if(images, &db::Image::removed));
  const std::string said =
      name + (removed == 0 ? "" : ", " + grouped(static_cast<std::int64_t>(removed)) + " of them removed from the set");
  Outcome outcome;
  outcome.json = {{"name", name}, {"chosen", images.size()}, {"removed", removed}};
  if (options.plan) {
    outcome.text = said + "\nA plan: nothing was changed";
    return outcome;
  }
  Given given;
  workspace.writer().transact_and_wait(name, [&](db::Transaction& transaction) {
    for (const db::Image& seen : images) set_source(transaction, seen, options, given);
  });
  outcome.json["changed"] = given.changed;
  outcome.json["left"] = left_json(given);
  if (images.empty())
    outcome.text = "Nothing changed: no image is without a source";
  else if (given.left[kHasIt].size() == images.size())
    outcome.text = "Nothing changed: " + images_text(images.size()) + (images.size() == 1 ? " has" : " have") +
                   " the source " + options.name + " already";
  else
    outcome.text = (given.changed == 0 ? "Nothing changed"
                                       : said + " (" + grouped(static_cast<std::int64_t>(given.changed)) +
                                             " changed); `nevus undo` takes it back") +
                   left_text(given);
  return outcome;
}

}  // namespace

void add_source(CommandLine& line) {
  auto options = std::make_shared<Options>();
  Verb verb = line.verb("source", "The data sets that images came with, or give images one");
  verb.option("WORKSPACE", options->workspace, "Folder of the workspace").required();
  const Option name = verb.option("NAME", options->name, "The source that images are given; without one it lists them");
  verb.option("IMAGE", options->images, "Numbers, paths, content hashes or file names").needs(name);
  verb.flag("--unrecorded", options->unrecorded, "Every image without a source, removed ones too").needs(name);
  verb.option("--of", options->of, "Every image of this source, removed ones too: renames it").needs(name);
  verb.option("--reason", options->reason, "Kept in the log").needs(name);
  verb.flag("--plan", options->plan, "Say how many; change nothing").needs(name);
  verb.runs([options, name] { return name.given() ? give(*options) : list(*options); });
}

}  // namespace app::cli
