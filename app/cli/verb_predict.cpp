// nevus predict WS|MODEL IMAGE…
#include <cstdio>
#include <numeric>
#include <span>

#include "app/cli/calibration_option.h"
#include "app/cli/predict_doubt.h"
#include "app/cli/predict_source.h"
#include "app/cli/questions_option.h"
#include "app/cli/terminal_progress.h"
#include "app/cli/verb.h"
#include "app/core/disclaimer.h"
#include "app/workspace/content_check.h"
#include "app/workspace/dataset.h"
#include "app/workspace/model_threshold.h"
#include "app/workspace/prediction.h"
#include "app/workspace/run_calibration.h"

namespace app::cli {
namespace {

struct Options {
  std::string source;
  std::vector<std::string> images;
  std::string run;
  double threshold_typed = 0.5, coverage = 1;
  std::optional<double> threshold, refer_coverage;
  bool uncalibrated = false;
  Questions questions;
  ml::Precision precision = ml::Precision::Float32;
};

// Of the group that is decided for. The answers are as the network gave them: calibration is of their mean.
std::string spread_text(const ml::EnsembleSummary& answers, std::size_t row, double deviation, const std::string& group,
                        bool calibrated) {
  char numbers[96];
  std::snprintf(numbers, sizeof numbers, " ±%.3f over the answers%s, mutual information %.3f)", deviation,
                calibrated ? " before calibration" : "", answers.mutual_information[row]);
  return "  (" + group + numbers;
}

void add_failures(const PredictedSet& set, const std::vector<std::string>& images, Outcome& outcome) {
  outcome.json["failures"] = Json::array();
  for (const Unreadable& failure : set.unreadable) {
    outcome.json["failures"].push_back({{"image", images[failure.index]}, {"reason", failure.reason}});
    outcome.text += "failed: " + failure.reason + "\n";
  }
}

// What an older model's contract leaves undone.
void add_decoding(const std::vector<ImageFiles::File>& files, Outcome& outcome) {
  std::size_t turned = 0;
  for (const ImageFiles::File& file : files) turned += decoding_of(file.path).empty() ? 0U : 1U;
  const std::string note = decoding_note(turned, files.size());
  if (!note.empty()) outcome.text += note + "\n";
  outcome.json["decoding"] = note;
}

Outcome predict(const Options& options) {
  PredictSource chosen = open_predict_source(options.source, options.run);
  const std::string calibration = take_calibration(chosen.model, options.uncalibrated, chosen.run());
  const ml::FittedCalibration* applied = applied_of(chosen.model);
  const DecidedAt at = decided_at(chosen.model, applied, options.threshold);
  const std::vector<std::string>& groups = chosen.model.spec.classes;
  std::vector<ImageFiles::File> files;
  for (const std::string& image : options.images) files.push_back(chosen.file_of(image));
  std::vector<std::size_t> all(files.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  const PredictedSet set = predict_images(chosen.model, ImageFiles(files), all, {},
                                          {.questions = options.questions,
                                           .precision = options.precision,
                                           .keep_features = true,
                                           .progress = terminal_progress()});
  PredictDoubt doubt(chosen.model, options.refer_coverage, at.value);
  const std::size_t pooled = set.indices.empty() ? 0 : set.features.size() / set.indices.size();

  Outcome outcome;
  outcome.json["model"] = chosen.name;
  outcome.json["threshold"] = at.two_groups ? Json(at.value) : Json();
  outcome.json["decided"] = decided_json(at);
  outcome.json["views"] = set.questions.views;
  outcome.json["calibration"] = applied_json(applied);
  outcome.json["calibration"]["words"] = calibration;
  if (set.answers) outcome.json["questions"] = to_json(set.questions);
  outcome.json["predictions"] = Json::array();
  for (std::size_t i = 0; i < set.indices.size(); ++i) {
    const std::span<const float> row = std::span(set.probabilities).subspan(i * groups.size(), groups.size());
    const std::span<const float> given =
        set.given.empty() ? row : std::span(set.given).subspan(i * groups.size(), groups.size());
    const auto group = static_cast<std::size_t>(decide_group(row, at.value, given));
    Json probabilities;
    for (std::size_t k = 0; k < groups.size(); ++k) probabilities[groups[k]] = row[k];
    const std::string& image = options.images[set.indices[i]];
    outcome.json["predictions"].push_back(
        {{"image", image}, {"predicted", groups[group]}, {"probabilities", probabilities}});
    const double deviation = set.answers ? set.answers->deviation[i * groups.size() + group] : 0;
    if (set.answers) {
      outcome.json["predictions"].back()["doubt"] = doubt_of_row(*set.answers, i);
      outcome.json["predictions"].back()["doubt"]["deviation"] = deviation;
    }
    const std::string before =
        doubt.before(given, std::span(set.features).subspan(i * pooled, pooled), outcome.json["predictions"].back());
    char text[64];
    std::snprintf(text, sizeof text, "  %s %.3f", groups[group].c_str(), static_cast<double>(row[group]));
    const std::string spread =
        set.answers ? spread_text(*set.answers, i, deviation, groups[group], applied != nullptr) : "";
    outcome.text += image + before + text + spread + "\n";
  }
  outcome.text += doubt.remarks(set.indices.size(), outcome.json);
  add_failures(set, options.images, outcome);
  if (chosen.model.contract.decoding == ml::Decoding::AsStored) add_decoding(files, outcome);
  outcome.json["disclaimer"] = kDisclaimer;
  outcome.text +=
      asked_words(set.questions.views, calibration, set.questions.dropout_passes) + "; " + decided_words(at) + "\n";
  outcome.text += kDisclaimer;
  outcome.exit_code = set.indices.empty() ? 1 : 0;
  return outcome;
}

}  // namespace

void add_predict(CommandLine& line) {
  auto options = std::make_shared<Options>();
  Verb verb = line.verb("predict", "Probabilities of images");
  verb.option("SOURCE", options->source, "Workspace (its newest run) or model file").required();
  verb.option("IMAGE", options->images, "Image files, or images of the workspace").required();
  verb.option("--run", options->run, "Run of the workspace: its name or number; the newest otherwise");
  const Option threshold = verb.option("--threshold", options->threshold_typed,
                                       "Positive at or above; the one kept with the run or model otherwise, else 0.5 "
                                       "of the probability before calibration")
                               .between(0.0, 1.0);
  const Option refer = verb.option("--refer-coverage", options->coverage,
                                   "Answer this share of images like those of validation, refer the others to a "
                                   "person; as kept with the run otherwise")
                           .between(0.01, 1.0);
  add_uncalibrated(verb, options->uncalibrated);
  add_questions(verb, options->questions, options->precision);
  verb.runs([options, threshold, refer] {
    Options given = *options;
    if (threshold.given()) given.threshold = given.threshold_typed;
    if (refer.given()) given.refer_coverage = given.coverage;
    return predict(given);
  });
}

}  // namespace app::cli
