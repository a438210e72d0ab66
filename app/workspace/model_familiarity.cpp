#include "app/workspace/model_familiarity.h"

#include <algorithm>
#include <cstdio>
#include <map>
#include <set>
#include <span>
#include <stdexcept>

#include "app/core/number_text.h"
#include "app/workspace/run_lock.h"
#include "db/runs.h"
#include "ml/data/symmetry.h"
#include "ml/features/feature_cache.h"
#include "ml/model/companions.h"
#include "ml/model/model.h"
#include "ml/train/trainer.h"

namespace app {
namespace {

constexpr std::size_t kReadBatch = 256;
constexpr const char* kAttempt = "learning what a run was trained on";

std::string text_of(const char* format, double number) {
  char text[64];
  std::snprintf(text, sizeof text, format, number);
  return text;
}

// What images are told apart by: their group, and where there are several sources, which one they came with.
struct Kinds {
  std::vector<int> of;  // by image
  std::vector<std::string> names;
};

Kinds kinds_of(const TargetData& data, const std::vector<std::size_t>& train) {
  std::set<std::string> sources;
  for (const std::size_t index : train) sources.insert(data.images[index].source);
  std::map<std::pair<int, std::string>, int> numbers;
  Kinds kinds;
  for (const std::size_t index : train) {
    const std::string source = sources.size() > 1 ? data.images[index].source : "";
    const auto [found, added] = numbers.try_emplace({data.group[index], source}, static_cast<int>(numbers.size()));
    kinds.of.push_back(found->second);
    if (!added) continue;
    const std::string& group = data.groups[static_cast<std::size_t>(data.group[index])];
    kinds.names.push_back(sources.size() < 2 ? group : group + (source.empty() ? " of no source" : " of " + source));
  }
  return kinds;
}

std::string fitted_words(const ml::Familiarity& known, std::size_t unreadable) {
  std::string words = "What is like the training images was learnt from " + grouped(known.images) + " of them (" +
                      std::to_string(known.groups.size()) + (known.groups.size() == 1 ? " group" : " groups") + ")";
  if (known.threshold())
    words += "; above the score " + text_of("%.2f", *known.threshold()) + ", which " +
             text_of("%.0f", 100 * ml::kUnlikeShare) + " in 100 of " + grouped(known.validation_images) +
             " validation images exceed, an image is called unlike them";
  else
    words += "; from where on an image is unlike them cannot be estimated: " + grouped(known.validation_images) +
             " validation images are fewer than " + std::to_string(ml::kLeastValidation);
  if (unreadable > 0) words += "; " + grouped(static_cast<std::int64_t>(unreadable)) + " could not be read";
  return words;
}

void require_not_trained(const Workspace& workspace, RunId run) {
  const RunLock free(workspace.run_folder(run), kAttempt);
}

// It was learnt for minutes, without the lock: what others kept in the file meanwhile stays.
void put_in_file(const Workspace& workspace, RunId run, const std::filesystem::path& file, const ml::Model& learnt) {
  const RunLock lock(workspace.run_folder(run), kAttempt);
  ml::Model model = ml::load_model(file);
  if (!ml::same_network(learnt.weights, model.weights))
    throw std::runtime_error(std::string(kAttempt) +
                             ": the run was trained on meanwhile, and has learnt it by itself if it has ended; look "
                             "with `nevus card`: " +
                             file.string());
  ml::put_familiarity(model, ml::familiarity_of(learnt).value());
  ml::save_model(file, model);
}

}  // namespace

std::string add_familiarity(ml::Model& model, const TargetData& data, const ml::SampleSource& source,
                            const std::filesystem::path& cache_folder, const PredictOptions& options) {
  const std::vector<std::size_t> train = indices_of(data, db::Split::Train), val = indices_of(data, db::Split::Val);
  const EmbeddedSet learnt = embed_images(model, source, train, cache_folder, options);
  if (options.stop.stop_requested()) return "";
  const EmbeddedSet judged = embed_images(model, source, val, cache_folder, options);
  if (options.stop.stop_requested()) return "";
  const Kinds kinds = kinds_of(data, train);
  std::vector<int> kind_of_row;
  for (std::size_t row = 0, place = 0; row < learnt.indices.size(); ++row) {
    while (train[place] != learnt.indices[row]) ++place;  // what could not be read is missing
    kind_of_row.push_back(kinds.of[place]);
  }
  const ml::Familiarity known =
      ml::fit_familiarity({learnt.features, learnt.dimension, kind_of_row, kinds.names}, judged.features);
  ml::put_familiarity(model, known);
  return fitted_words(known, learnt.unreadable.size() + judged.unreadable.size());
}

std::string add_familiarity_to_run(Workspace& workspace, RunId id, const OnProgress& progress) {
  const auto reader = workspace.make_reader();
  const auto run = db::run(*reader, id);
  if (!run) throw std::runtime_error(std::string(kAttempt) + ": the workspace has no run " + std::to_string(id));
  const auto best = db::best_checkpoint(*reader, id);
  if (!best) throw std::runtime_error(std::string(kAttempt) + ": " + run->name + " has kept no model; train it first");
  const std::filesystem::path file = workspace.folder() / best->path;
  require_not_trained(workspace, id);
  ml::Model model = ml::load_model(file);
  const TargetData data = load_run_data(*reader, *run, run->label_revision);
  const std::string words = add_familiarity(model, data, ImageFiles(data.images, data.stamps),
                                            workspace.features_folder(), {.progress = progress});
  put_in_file(workspace, id, file, model);
  return words;
}

FamiliaritySurvey survey_familiarity(const ml::Model& model, const ml::SampleSource& source,
                                     const std::filesystem::path& cache_folder, const std::stop_token& stop) {
  FamiliaritySurvey survey;
  const auto known = ml::familiarity_of(model);
  std::error_code ignored;
  if (!known) survey.problem = no_familiarity_words();
  if (!known || !std::filesystem::exists(cache_folder, ignored)) {
    survey.without_features = source.size();
    return survey;
  }
  survey.threshold = known->threshold();
  survey.validation_images = known->validation_images;
  const ml::FeatureCache cache(cache_folder, ml::feature_space(model, ml::Depth::Head));
  const std::size_t length = cache.space().dimension;
  std::vector<float> rows(kReadBatch * length);
  for (std::size_t first = 0; first < source.size() && !stop.stop_requested(); first += kReadBatch) {
    std::vector<ml::FeatureKey> keys;
    for (std::size_t i = first; i < std::min(source.size(), first + kReadBatch); ++i)
      keys.push_back({source.key(i), ml::symmetry_name(0)});
    const std::vector<std::uint8_t> found = cache.read_many(keys, std::span(rows).first(keys.size() * length));
    for (std::size_t i = 0; i < keys.size(); ++i) {
      if (found[i] == 0) {
        ++survey.without_features;
        continue;
      }
      const ml::FamiliarityJudgement judgement = known->judge(std::span(rows).subspan(i * length, length));
      survey.unlike += judgement.unlike.value_or(false) ? 1U : 0U;
      survey.images.push_back({first + i, judgement, known->relative(judgement.score)});
    }
  }
  return survey;
}

std::string familiarity_words(const ml::FamiliarityJudgement& judgement, const ml::Familiarity& known) {
  const std::string of = " of " + grouped(known.validation_images) + " validation images";
  if (!judgement.unlike || !judgement.percentile)
    return "whether it is like the training images cannot be said: only " + grouped(known.validation_images) +
           " validation images (score " + text_of("%.2f", judgement.score) + ", a training image has about 1)";
  const bool most = *judgement.percentile > 99.95;
  const std::string more = "more so than " + (most ? "all" : text_of("%.1f", *judgement.percentile) + " %") + of;
  if (*judgement.unlike) return "unlike the training images: " + more;
  return "like the training images: " + text_of("%.0f", 100 - *judgement.percentile) + " %" + of +
         " are less like them";
}

std::string no_familiarity_words() {
  return "whether it is like the training images is not recorded: the model was made before that was kept; `nevus "
         "familiarity` adds it to a run";
}

Json familiarity_json(const ml::FamiliarityJudgement& judgement, const ml::Familiarity& known) {
  return {{"score", judgement.score},
          {"percentile", judgement.percentile ? Json(*judgement.percentile) : Json()},
          {"unlike", judgement.unlike ? Json(*judgement.unlike) : Json()},
          {"nearest", known.groups[judgement.nearest]},
          {"threshold", known.threshold() ? Json(*known.threshold()) : Json()},
          {"validation_images", known.validation_images}};
}

std::string survey_words(const FamiliaritySurvey& survey) {
  if (!survey.problem.empty()) return "Familiarity: " + survey.problem;
  const auto of = static_cast<std::int64_t>(survey.images.size());
  std::string words = "Familiarity: ";
  if (!survey.threshold)
    words += "which images are unlike the training images cannot be said, with only " +
             grouped(survey.validation_images) + " validation images";
  else
    words += grouped(static_cast<std::int64_t>(survey.unlike)) + " of " + grouped(of) +
             " images are unlike the training images (of validation images 1 in 100 is)";
  if (survey.without_features > 0)
    words += "; " + grouped(static_cast<std::int64_t>(survey.without_features)) + " have no kept features";
  return words;
}

Json survey_json(const FamiliaritySurvey& survey) {
  return {{"unlike", survey.threshold ? Json(survey.unlike) : Json()},
          {"of", survey.images.size()},
          {"without_features", survey.without_features},
          {"threshold", survey.threshold ? Json(*survey.threshold) : Json()},
          {"problem", survey.problem}};
}

}  // namespace app
