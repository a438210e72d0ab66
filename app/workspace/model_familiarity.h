// Whether images are like those a model was trained on: what is learnt of its training images when a run ends (or
// later, for an older one), what it says of others, and that in words and as JSON.
//
//   const std::string note = add_familiarity(model, data, source, cache_folder);  // then save the model
//   const FamiliaritySurvey survey = survey_familiarity(model, source, cache_folder, stop);
//   for (const KnownFamiliarity& one : survey.images) ...
//
// Features are read from the cache; add_familiarity computes those that are not in it, the survey leaves them out and
// counts them. Any thread; the predictor's rule for add_familiarity.
#pragma once

#include <cstddef>
#include <filesystem>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "app/core/json.h"
#include "app/workspace/dataset.h"
#include "app/workspace/prediction.h"
#include "app/workspace/workspace.h"
#include "ml/familiarity/familiarity.h"

namespace app {

// Fits it to the labelled training images of `data` (by group, and by source where there are several), with the
// threshold from its validation images. Gives what was fitted and what could not be estimated, in words.
std::string add_familiarity(ml::Model& model, const TargetData& data, const ml::SampleSource& source,
                            const std::filesystem::path& cache_folder, const PredictOptions& options = {});
// For a run that has kept none, or to fit it anew: written into the model of its best epoch. Throws when another
// process trains it.
std::string add_familiarity_to_run(Workspace& workspace, RunId run, const OnProgress& progress);

struct KnownFamiliarity {
  std::size_t index = 0;  // of the source
  ml::FamiliarityJudgement judgement;
  std::optional<double> relative;  // 1 where it begins to be unlike
};
struct FamiliaritySurvey {
  std::string problem;  // why nothing is known; empty: it is
  std::vector<KnownFamiliarity> images;
  std::size_t without_features = 0;
  std::size_t unlike = 0;
  std::optional<double> threshold;
  std::int64_t validation_images = 0;
};
FamiliaritySurvey survey_familiarity(const ml::Model& model, const ml::SampleSource& source,
                                     const std::filesystem::path& cache_folder, const std::stop_token& stop = {});

// "unlike the training images: more so than 99.6 % of 1,209 validation images"
std::string familiarity_words(const ml::FamiliarityJudgement& judgement, const ml::Familiarity& known);
std::string no_familiarity_words();  // of a model that has kept none
Json familiarity_json(const ml::FamiliarityJudgement& judgement, const ml::Familiarity& known);
std::string survey_words(const FamiliaritySurvey& survey);
Json survey_json(const FamiliaritySurvey& survey);

}  // namespace app
