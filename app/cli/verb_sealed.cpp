// nevus sealed make WS --folder F --key K; nevus sealed reveal F --key K --answers A.csv
#include <cstdio>
#include <memory>

#include "app/cli/verb.h"
#include "app/core/disclaimer.h"
#include "app/export/sealed_set.h"

namespace app::cli {
namespace {

struct Options {
  std::string workspace, answers, who, folder, key;
  SealRequest request;
};

Outcome make(const Options& options) {
  SealRequest request = options.request;
  request.folder = options.folder;
  request.key_file = options.key;
  Workspace workspace(options.workspace, Workspace::Open::MustExist);
  const SealedSet set = seal_split(workspace, request);
  Outcome outcome;
  outcome.text = std::to_string(set.images) + " images of " + request.split + " without labels in " + options.folder +
                 "\nFingerprint of the sealed answers: " + set.fingerprint + "\nThe key is in " + options.key +
                 ": keep it back, whoever has it can read the answers\n" + kDisclaimer;
  outcome.json["images"] = set.images;
  outcome.json["groups"] = set.groups;
  outcome.json["fingerprint"] = set.fingerprint;
  outcome.json["folder"] = options.folder;
  outcome.json["key"] = options.key;
  return outcome;
}

std::string text_of(const char* name, const std::optional<Share>& share) {
  if (!share) return "";
  char text[120];
  std::snprintf(text, sizeof text, "\n%s %.3f [%.3f, %.3f]  %d of %d", name, share->value, share->low, share->high,
                share->hits, share->of);
  return text;
}

Json json_of(const std::optional<Share>& share) {
  if (!share) return {};
  return Json{{"value", share->value}, {"low", share->low}, {"high", share->high}, {"n", share->of}};
}

Outcome open_up(const Options& options) {
  const Revealed result = reveal(options.folder, options.key, options.answers, options.who);
  Outcome outcome;
  outcome.text =
      "Reveal " + std::to_string(result.reveal) + " of this set" +
      (result.reveal > 1 ? ": it has been looked at before, and what was chosen after that look is no test any more"
                         : "") +
      "\nFingerprint " + result.fingerprint + text_of("accuracy", result.score.accuracy) +
      text_of("sensitivity", result.score.sensitivity) + text_of("specificity", result.score.specificity);
  char numbers[80];
  if (result.score.kappa) {
    std::snprintf(numbers, sizeof numbers, "\nkappa %.3f", *result.score.kappa);
    outcome.text += numbers;
  }
  if (result.auc) {
    std::snprintf(numbers, sizeof numbers, "\nAUC %.4f", *result.auc);
    outcome.text += numbers;
  }
  if (result.probabilities > 0)
    outcome.text +=
        "\n" + std::to_string(result.probabilities) +
        " answers are probabilities, which are called at 0.5; hand in groups to decide at another threshold";
  if (result.missing > 0)
    outcome.text += "\n" + std::to_string(result.missing) + " images without an answer, not counted";
  outcome.text += std::string("\n") + kDisclaimer;
  outcome.json["reveal"] = result.reveal;
  outcome.json["fingerprint"] = result.fingerprint;
  outcome.json["groups"] = result.groups;
  outcome.json["confusion"] = result.score.confusion;
  outcome.json["accuracy"] = json_of(result.score.accuracy);
  outcome.json["sensitivity"] = json_of(result.score.sensitivity);
  outcome.json["specificity"] = json_of(result.score.specificity);
  outcome.json["kappa"] = result.score.kappa;
  outcome.json["auc"] = result.auc;
  outcome.json["missing"] = result.missing;
  outcome.json["threshold"] = result.probabilities > 0 ? Json(kCalledAt) : Json();
  outcome.json["disclaimer"] = kDisclaimer;
  return outcome;
}

}  // namespace

void add_sealed(CommandLine& line) {
  auto options = std::make_shared<Options>();
  Verb verb = line.verb("sealed", "Test sets that a class passes on: images without labels, answers encrypted");
  Verb making = verb.verb("make", "Write the images of a split and their sealed answers into a folder");
  making.option("WORKSPACE", options->workspace, "Folder of the workspace").required();
  making.option("--folder", options->folder, "Empty or new folder for the set").required();
  making.option("--key", options->key, "File that the key is written to; it stays with you").required();
  making.option("--split", options->request.split, "Whose images").one_of({"train", "val", "test"}).shows_default();
  making.option("--target", options->request.target, "Target; malignant where there is one");
  making.runs([options] { return make(*options); });
  Verb revealing = verb.verb("reveal", "Score answers against the sealed ones; each reveal is counted in the folder");
  revealing.option("FOLDER", options->folder, "Folder of the set").required();
  revealing.option("--key", options->key, "File with the key").required();
  revealing
      .option("--answers", options->answers,
              "CSV with image,answer: a group, or the probability of the last one, which is called at 0.5")
      .required();
  revealing.option("--who", options->who, "Whose answers these are").required();
  revealing.runs([options] { return open_up(*options); });
}

}  // namespace app::cli
