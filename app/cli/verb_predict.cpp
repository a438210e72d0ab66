// nevus predict WS|MODEL IMAGE…
#include <algorithm>
#include <cstdio>
#include <numeric>
#include <span>

#include "app/cli/predict_source.h"
#include "app/cli/questions_option.h"
#include "app/cli/terminal_progress.h"
#include "app/cli/verb.h"
#include "app/core/disclaimer.h"
#include "app/workspace/content_check.h"
#include "app/workspace/dataset.h"
#include "app/workspace/prediction.h"

namespace app::cli {
namespace {

struct Options {
  std::string source;
  std::vector<std::string> images;
  std::string run;
  double threshold = 0.5;
  Questions questions;
  ml::Precision precision = ml::Precision::Float32;
};

std::size_t predicted_group(std::span<const float> probabilities, double threshold) {
  if (probabilities.size() == 2) return probabilities[1] >= threshold ? 1 : 0;
  return static_cast<std::size_t>(std::max_element(probabilities.begin(), probabilities.end()) - probabilities.begin());
}

std::string spread_text(const ml::EnsembleSummary& answers, std::size_t row, const std::vector<std::string>& groups) {
  char text[160];
  std::snprintf(text, sizeof text, "  (%s ±%.3f over the answers, mutual information %.3f)", groups[1].c_str(),
                answers.positive_deviation[row], answers.mutual_information[row]);
  return text;
}

Outcome predict(const Options& options) {
  const PredictSource chosen = open_predict_source(options.source, options.run);
  const std::vector<std::string>& groups = chosen.model.spec.classes;
  std::vector<ImageFiles::File> files;
  for (const std::string& image : options.images) files.push_back(chosen.file_of(image));
  std::vector<std::size_t> all(files.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  const PredictedSet set =
      predict_images(chosen.model, ImageFiles(files), all, {},
                     {.questions = options.questions, .precision = options.precision, .progress = terminal_progress()});

  Outcome outcome;
  outcome.json["model"] = chosen.name;
  outcome.json["threshold"] = options.threshold;
  if (set.answers) outcome.json["questions"] = to_json(set.questions);
  outcome.json["predictions"] = Json::array();
  for (std::size_t i = 0; i < set.indices.size(); ++i) {
    const std::span<const float> row = std::span(set.probabilities).subspan(i * groups.size(), groups.size());
    const std::size_t group = predicted_group(row, options.threshold);
    Json probabilities;
    for (std::size_t k = 0; k < groups.size(); ++k) probabilities[groups[k]] = row[k];
    const std::string& image = options.images[set.indices[i]];
    outcome.json["predictions"].push_back(
        {{"image", image}, {"predicted", groups[group]}, {"probabilities", probabilities}});
    if (set.answers) outcome.json["predictions"].back()["doubt"] = doubt_of_row(*set.answers, i);
    char text[64];
    std::snprintf(text, sizeof text, "  %s %.3f", groups[group].c_str(), static_cast<double>(row[group]));
    outcome.text += image + text + (set.answers ? spread_text(*set.answers, i, groups) : "") + "\n";
  }
  outcome.json["failures"] = Json::array();
  for (const Unreadable& failure : set.unreadable) {
    outcome.json["failures"].push_back({{"image", options.images[failure.index]}, {"reason", failure.reason}});
    outcome.text += "failed: " + failure.reason + "\n";
  }
  if (chosen.model.contract.decoding == ml::Decoding::AsStored) {
    std::size_t turned = 0;
    for (const ImageFiles::File& file : files) turned += decoding_of(file.path).empty() ? 0U : 1U;
    const std::string note = decoding_note(turned, files.size());
    if (!note.empty()) outcome.text += note + "\n";
    outcome.json["decoding"] = note;
  }
  outcome.json["disclaimer"] = kDisclaimer;
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
  verb.option("--threshold", options->threshold, "Positive at or above").between(0.0, 1.0).shows_default();
  add_questions(verb, options->questions, options->precision);
  verb.runs([options] { return predict(*options); });
}

}  // namespace app::cli
