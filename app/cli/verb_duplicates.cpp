// nevus duplicates WS: what may be in the set twice, on three shelves.
#include <cstdio>
#include <filesystem>
#include <numeric>
#include <optional>

#include "app/cli/interrupt.h"
#include "app/cli/terminal_progress.h"
#include "app/cli/verb.h"
#include "app/workspace/duplicates.h"
#include "app/workspace/model_store.h"
#include "app/workspace/prediction.h"
#include "app/workspace/quality.h"
#include "db/images.h"

namespace app::cli {
namespace {

struct Options {
  std::string workspace;
  std::string model;
  std::size_t limit = 20;
};

// Of all images, computed where they are not cached.
FeatureTable features_of(Workspace& workspace, const std::string& name, std::stop_token stop) {
  const ml::Model model = find_model(&workspace, name);
  const ImageFiles source(db::images(workspace.reader()), db::file_stamps(workspace.reader()));
  std::vector<std::size_t> all(source.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  predict_images(model, source, all, workspace.features_folder(),
                 {.questions = {.views = 1}, .progress = terminal_progress(), .stop = std::move(stop)});
  return read_features(workspace.features_folder(), model, source);
}

Json pair_json(const DuplicatePair& pair, const db::Image& a, const db::Image& b) {
  Json json = {{"shelf", name_of(pair.shelf)},
               {"a", a.path},
               {"b", pair.copy_path.empty() ? b.path : pair.copy_path},
               {"alike", pair.alike},
               {"correlation", pair.correlation},
               {"orientation", pair.orientation}};
  if (pair.cosine >= -0.5) json["cosine"] = pair.cosine;
  if (pair.distance < 64) json["hash_distance"] = pair.distance;
  return json;
}

std::string pair_text(const DuplicatePair& pair, const db::Image& a, const db::Image& b) {
  const std::filesystem::path second = pair.copy_path.empty() ? b.path : pair.copy_path;
  char alike[96] = "";
  if (pair.alike) std::snprintf(alike, sizeof alike, "  looks the same (%.3f)", pair.correlation);
  std::string text =
      "  " + std::filesystem::path(a.path).filename().string() + "  " + second.filename().string() + alike;
  if (pair.orientation != 1) text += ", turned";
  if (pair.cosine >= -0.5) {
    std::snprintf(alike, sizeof alike, "  features %.3f", pair.cosine);
    text += alike;
  }
  if (a.split != b.split) text += "  in " + std::string(db::name_of(a.split)) + " and " + db::name_of(b.split);
  return text + "\n";
}

Outcome show_duplicates(const Options& options) {
  Workspace workspace(options.workspace, Workspace::Open::MustExist);
  const Interrupt interrupt;
  measure_lacking(workspace, {.progress = terminal_progress(), .stop = interrupt.token()});
  std::optional<FeatureTable> features;
  if (!options.model.empty()) features = features_of(workspace, options.model, interrupt.token());
  const DuplicateReport report = find_duplicates(
      workspace.reader(),
      {.features = features ? &*features : nullptr, .progress = terminal_progress(), .stop = interrupt.token()});
  Outcome outcome;
  outcome.json = {
      {"images", report.images},         {"not_measured", report.without_look}, {"with_features", report.with_features},
      {"kept_apart", report.kept_apart}, {"cancelled", report.cancelled},       {"pairs", Json::array()}};
  for (const Shelf shelf : {Shelf::SameBytes, Shelf::SameLesion, Shelf::LookAlike}) {
    outcome.json["counts"][name_of(shelf)] = report.count(shelf);
    outcome.text += std::string(name_of(shelf)) + ": " + std::to_string(report.count(shelf)) + "\n";
    std::size_t shown = 0;
    for (const DuplicatePair& pair : report.pairs) {
      if (pair.shelf != shelf) continue;
      const auto a = db::image(workspace.reader(), pair.a), b = db::image(workspace.reader(), pair.b);
      if (!a || !b) continue;
      outcome.json["pairs"].push_back(pair_json(pair, *a, *b));
      if (shown++ < options.limit) outcome.text += pair_text(pair, *a, *b);
    }
  }
  if (report.without_look > 0)
    outcome.text += std::to_string(report.without_look) + " of " + std::to_string(report.images) +
                    " images could not be compared: missing, changed or unreadable\n";
  if (!features) outcome.text += "Features were not compared; --model starter (or run:N) does";
  return outcome;
}

}  // namespace

void add_duplicates(CommandLine& line) {
  auto options = std::make_shared<Options>();
  Verb verb = line.verb("duplicates", "Find what is in the set twice: same bytes, same lesion, look-alike");
  verb.option("WORKSPACE", options->workspace, "Folder of the workspace").required();
  verb.option("--model", options->model, "Also compare features of this model: run:N, starter or a file");
  verb.option("--limit", options->limit, "Pairs to show of each shelf; --json gives all").shows_default();
  verb.runs([options] { return show_duplicates(*options); });
}

}  // namespace app::cli
