// nevus predict WS|MODEL IMAGE…
#include <cstdio>
#include <numeric>
#include <span>

#include "app/cli/calibration_option.h"
#include "app/cli/predict_doubt.h"
#include "app/cli/predict_inputs.h"
#include "app/cli/predict_source.h"
#include "app/cli/predict_table.h"
#include "app/cli/questions_option.h"
#include "app/cli/terminal_progress.h"
#include "app/cli/verb.h"
#include "app/core/disclaimer.h"
#include "app/core/number_text.h"
#include "app/workspace/content_check.h"
#include "app/workspace/dataset.h"
#include "app/workspace/model_threshold.h"
#include "app/workspace/output_file.h"
#include "app/workspace/prediction.h"
#include "app/workspace/run_calibration.h"
#include "ml/model/atomic_file.h"

namespace app::cli {
namespace {

struct Options {
  std::string source;
  std::vector<std::string> images;
  std::string run, output;
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

// Whether there was any: what was asked for is not all there then.
bool add_failures(const PredictedSet& set, const PredictInputs& inputs, Outcome& outcome) {
  std::vector<PredictInputs::Failure> failures = inputs.failures;
  for (const Unreadable& failure : set.unreadable) failures.push_back({inputs.names[failure.index], failure.reason});
  outcome.json["failures"] = Json::array();
  for (const auto& [image, reason] : failures) {
    outcome.json["failures"].push_back({{"image", image}, {"reason", reason}});
    outcome.text += "failed: " + reason + "\n";
  }
  return !failures.empty();
}

// Looked at before minutes are spent.
std::optional<OutputFile> table_file(const Options& options, const PredictSource& chosen, const PredictInputs& inputs) {
  if (options.output.empty()) return std::nullopt;
  require_ending(options.output, ".csv", "predicting");
  std::vector<std::filesystem::path> read;
  for (const ImageFiles::File& file : inputs.files) read.push_back(file.path);
  if (!chosen.workspace) read.emplace_back(chosen.name);
  return OutputFile(options.output, chosen.workspace.get(), read);
}

// Beside the table, as beside every export; a device has no beside.
void write_notice(const OutputFile& table, const std::string& what, const Workspace* workspace) {
  if (ml::is_written_through(table.path())) return;
  OutputFile(table.path().string() + ".NOTICE.txt", workspace).write(std::string(kDisclaimer) + "\n\n" + what + "\n");
}

// Where nothing could be predicted there is none. `how` they were asked and decided.
void write_table(const OutputFile& output, const std::vector<std::string>& groups, const std::string& how,
                 const Workspace* workspace, Outcome& outcome) {
  const std::size_t images = outcome.json.at("predictions").size();
  outcome.json["file"] = images > 0 ? Json(output.path().string()) : Json();
  if (images == 0) return;
  output.write(predictions_table(outcome.json, groups));
  const std::string predictions = "Predictions of " + counted(static_cast<std::int64_t>(images), "image", "images");
  write_notice(output, predictions + " by " + outcome.json.at("model").get<std::string>() + ": " + how, workspace);
  outcome.text += predictions + " in " + output.path().string() + "\n";
}

// What an older model's contract leaves undone.
void add_decoding(const std::vector<ImageFiles::File>& files, Outcome& outcome) {
  std::size_t turned = 0;
  for (const ImageFiles::File& file : files) turned += decoding_of(file.path).empty() ? 0U : 1U;
  const std::string note = decoding_note(turned, files.size());
  if (!note.empty()) outcome.text += note + "\n";
  outcome.json["decoding"] = note;
}

// Gives its line.
std::string add_image(const PredictedSet& set, std::size_t i, const std::string& image,
                      const std::vector<std::string>& groups, double decides_at, PredictDoubt& doubt,
                      Json& predictions) {
  const std::span<const float> row = std::span(set.probabilities).subspan(i * groups.size(), groups.size());
  const std::span<const float> given =
      set.given.empty() ? row : std::span(set.given).subspan(i * groups.size(), groups.size());
  const auto group = static_cast<std::size_t>(decide_group(row, decides_at, given));
  Json probabilities;
  for (std::size_t k = 0; k < groups.size(); ++k) probabilities[groups[k]] = row[k];
  predictions.push_back({{"image", image}, {"predicted", groups[group]}, {"probabilities", probabilities}});
  const double deviation = set.answers ? set.answers->deviation[i * groups.size() + group] : 0;
  if (set.answers) {
    predictions.back()["doubt"] = doubt_of_row(*set.answers, i);
    predictions.back()["doubt"]["deviation"] = deviation;
  }
  const std::size_t pooled = set.features.size() / set.indices.size();
  const std::string before =
      doubt.before(given, std::span(set.features).subspan(i * pooled, pooled), predictions.back());
  char text[64];
  std::snprintf(text, sizeof text, "  %s %.3f", groups[group].c_str(), static_cast<double>(row[group]));
  return image + before + text +
         (set.answers ? spread_text(*set.answers, i, deviation, groups[group], set.calibration.has_value()) : "");
}

Outcome predict(const Options& options) {
  PredictSource chosen = open_predict_source(options.source, options.run);
  const std::string calibration = take_calibration(chosen.model, options.uncalibrated, chosen.run());
  const ml::FittedCalibration* applied = applied_of(chosen.model);
  const DecidedAt at = decided_at(chosen.model, applied, options.threshold);
  const std::vector<std::string>& groups = chosen.model.spec.classes;
  const PredictInputs inputs = predict_inputs(chosen, options.images);
  const auto table = table_file(options, chosen, inputs);
  std::vector<std::size_t> all(inputs.files.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  const PredictedSet set = predict_images(chosen.model, ImageFiles(inputs.files), all, {},
                                          {.questions = options.questions,
                                           .precision = options.precision,
                                           .keep_features = true,
                                           .progress = terminal_progress()});
  PredictDoubt doubt(chosen.model, options.refer_coverage, at.value);
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
    const std::string line =
        add_image(set, i, inputs.names[set.indices[i]], groups, at.value, doubt, outcome.json["predictions"]);
    if (!table) outcome.text += line + "\n";
  }
  outcome.text += doubt.remarks(set.indices.size(), outcome.json);
  const bool failed = add_failures(set, inputs, outcome);
  outcome.json["notes"] = inputs.notes;
  for (const std::string& note : inputs.notes) outcome.text += "note: " + note + "\n";
  if (chosen.model.contract.decoding == ml::Decoding::AsStored) add_decoding(inputs.files, outcome);
  const std::string how =
      asked_words(set.questions.views, calibration, set.questions.dropout_passes) + "; " + decided_words(at);
  if (table) write_table(*table, groups, how, chosen.workspace.get(), outcome);
  outcome.json["disclaimer"] = kDisclaimer;
  outcome.text += how + "\n" + kDisclaimer;
  outcome.exit_code = failed ? 1 : 0;
  return outcome;
}

}  // namespace

void add_predict(CommandLine& line) {
  auto options = std::make_shared<Options>();
  Verb verb = line.verb("predict", "Probabilities of images; 1 where one could not be read");
  verb.option("SOURCE", options->source, "Workspace (its newest run) or model file").required();
  verb.option("IMAGE", options->images, "Image files, folders of them, or images of the workspace").required();
  verb.option("-o,--out,--output", options->output,
              "Table of the predictions, .csv: image and answer as `nevus sealed reveal` takes them, the probability "
              "of each group, what is referred and what is unlike");
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
