// nevus explain WS|MODEL IMAGE -o OUT.png
#include <iomanip>
#include <optional>
#include <sstream>

#include "app/cli/calibration_option.h"
#include "app/cli/predict_source.h"
#include "app/cli/verb.h"
#include "app/core/disclaimer.h"
#include "app/core/joined.h"
#include "app/workspace/content_check.h"
#include "app/workspace/explanation.h"
#include "app/workspace/model_threshold.h"
#include "app/workspace/output_file.h"
#include "app/workspace/run_calibration.h"
#include "engine/image/image_io.h"

namespace app::cli {
namespace {

struct Options {
  std::string source, image, output, run, group;
  bool uncalibrated = false;
  HeatPicture style;
};

int group_index(const ml::Model& model, const std::string& name) {
  if (name.empty()) return -1;
  const auto& groups = model.spec.classes;
  const auto found = std::find(groups.begin(), groups.end(), name);
  if (found != groups.end()) return static_cast<int>(found - groups.begin());
  throw std::runtime_error("explaining: the model has no class \"" + name + "\"; it has: " + joined(groups));
}

std::string title_of(const std::filesystem::path& file, const std::string& group, float probability,
                     const std::string& model) {
  std::ostringstream title;
  title << file.filename().string() << " · Grad-CAM, evidence for " << group << " · probability " << std::fixed
        << std::setprecision(3) << probability << " · " << model;
  return title.str();
}

std::vector<std::filesystem::path> files_read(const PredictSource& chosen, const std::filesystem::path& image) {
  std::vector<std::filesystem::path> files{image};
  if (!chosen.workspace) files.emplace_back(chosen.name);
  return files;
}

// The map is of one view, and of what the network gave.
std::string map_words(const Explanation& why, float plain_view, bool calibrated) {
  std::string text = "\nThe map is of the plain view: probability " + std::to_string(plain_view);
  if (calibrated) text += ", " + std::to_string(why.cam.probability) + " before calibration";
  return text;
}

Outcome explain(const Options& options) {
  PredictSource chosen = open_predict_source(options.source, options.run);
  const std::string calibration = take_calibration(chosen.model, options.uncalibrated, chosen.run());
  const ImageFiles::File meant = chosen.file_of(options.image);
  const std::filesystem::path& file = meant.path;
  std::optional<OutputFile> output;  // looked at before minutes are spent
  if (!options.output.empty()) {
    output.emplace(options.output, chosen.workspace.get(), files_read(chosen, file));
    require_ending(options.output, ".png", "explaining");
  }
  const std::vector<std::byte> bytes = engine::read_image_file(file);
  if (!meant.sha256.empty()) require_same_content(file, bytes, {meant.sha256, meant.bytes, meant.mtime_ms});
  const engine::Image image = engine::decode_image(bytes, file.string());
  ml::Predictor predictor(chosen.model);
  const int asked_group = group_index(chosen.model, options.group);
  const ml::KeptEvidence kept = evidence_of(predictor, "", image);
  const Explanation why = explain_evidence(predictor.head(), chosen.model, kept, image, asked_group);
  const std::string& group = chosen.model.spec.classes[static_cast<std::size_t>(why.group)];
  if (output) {
    const engine::Image picture =
        render_explanation(image, why, options.style, title_of(file, group, why.probability(), chosen.name));
    output->write(engine::encode_png(picture));
  }

  const float plain_view = why.plain_view[static_cast<std::size_t>(why.group)];
  Outcome outcome;
  outcome.json["image"] = file.string();
  outcome.json["model"] = chosen.name;
  outcome.json["group"] = group;
  outcome.json["probability"] = why.probability();
  for (std::size_t k = 0; k < why.probabilities.size(); ++k)
    outcome.json["probabilities"][chosen.model.spec.classes[k]] = why.probabilities[k];
  outcome.json["views"] = why.views;
  outcome.json["calibration"] = applied_json(applied_of(chosen.model));
  outcome.json["calibration"]["words"] = calibration;
  const DecidedAt at = decided_at(chosen.model, applied_of(chosen.model), {});
  outcome.json["threshold"] = at.two_groups ? Json(at.value) : Json();
  outcome.json["decided"] = decided_json(at);
  outcome.json["plain_view_probability"] = plain_view;
  outcome.json["plain_view_probability_before_calibration"] = why.cam.probability;  // what the map explains
  outcome.json["logit_before_calibration"] = why.cam.logit;
  outcome.json["state"] = std::string(ml::grad_cam_state_name(why.cam.state));
  outcome.json["side"] = why.cam.side;
  outcome.json["map"] = why.cam.raw;
  if (output) outcome.json["output"] = output->path().string();
  outcome.json["disclaimer"] = kDisclaimer;
  outcome.text = "Evidence for " + group + " (probability " + std::to_string(why.probability()) + ", " +
                 asked_words(why.views, calibration) + "; " + decided_words(at) + ") written to " + options.output +
                 map_words(why, plain_view, applied_of(chosen.model) != nullptr);
  if (const std::string message = heat_message(why.cam); !message.empty()) outcome.text += "\n" + message;
  return outcome;
}

}  // namespace

void add_explain(CommandLine& line) {
  auto options = std::make_shared<Options>();
  Verb verb = line.verb("explain", "Grad-CAM of an image as a picture, coloured as the window begins: by inferno");
  verb.option("SOURCE", options->source, "Workspace (its newest run) or model file").required();
  verb.option("IMAGE", options->image, "Image file, or image of the workspace").required();
  const Option output = verb.option("-o,--output", options->output, "PNG to write; --json needs none");
  verb.option("--run", options->run, "Run of the workspace: its name or number; the newest otherwise");
  verb.option("--group", options->group, "Evidence for this class; the predicted one otherwise");
  verb.option("--opacity", options->style.opacity, "Of the overlay").between(0.0, 1.0).shows_default();
  verb.option("--heat-threshold", options->style.threshold, "Heat below is not drawn")
      .between(0.0, 1.0)
      .shows_default();
  add_uncalibrated(verb, options->uncalibrated);
  verb.runs([options] { return explain(*options); },
            [output, &json = verb.json()] { return output.given() || json ? std::string() : "-o FILE, or --json"; });
}

}  // namespace app::cli
