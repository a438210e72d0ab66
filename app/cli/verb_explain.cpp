// nevus explain WS|MODEL IMAGE -o OUT.png
#include <iomanip>
#include <sstream>

#include "app/cli/predict_source.h"
#include "app/cli/verb.h"
#include "app/workspace/explanation.h"
#include "engine/image/image_io.h"

namespace app::cli {
namespace {

struct Options {
  std::string source, image, output, run, group;
  HeatPicture style;
};

int group_index(const ml::Model& model, const std::string& name) {
  if (name.empty()) return -1;
  const auto& groups = model.spec.classes;
  const auto found = std::find(groups.begin(), groups.end(), name);
  if (found != groups.end()) return static_cast<int>(found - groups.begin());
  std::string known;
  for (const std::string& group : groups) known += (known.empty() ? "" : ", ") + group;
  throw std::runtime_error("explaining: the model has no class \"" + name + "\"; it has: " + known);
}

Outcome explain(const Options& options) {
  const PredictSource chosen = open_predict_source(options.source, options.run);
  const std::filesystem::path file = chosen.path_of(options.image);
  const engine::Image image = engine::load_image(file);
  ml::Predictor predictor(chosen.model);
  const int asked_group = group_index(chosen.model, options.group);
  const ml::KeptEvidence kept = evidence_of(predictor, "", image);
  const Explanation why = explain_evidence(predictor.head(), predictor.contract(), kept, image, asked_group);
  const std::string& group = chosen.model.spec.classes[static_cast<std::size_t>(why.group)];
  std::ostringstream title;
  title << file.filename().string() << " · Grad-CAM, evidence for " << group << " · probability " << std::fixed
        << std::setprecision(3) << why.cam.probability << " · " << chosen.name;
  engine::save_png(render_explanation(image, why, options.style, title.str()), options.output);

  Outcome outcome;
  outcome.json["image"] = file.string();
  outcome.json["model"] = chosen.name;
  outcome.json["group"] = group;
  outcome.json["probability"] = why.cam.probability;
  outcome.json["logit"] = why.cam.logit;
  outcome.json["state"] = std::string(ml::grad_cam_state_name(why.cam.state));
  outcome.json["side"] = why.cam.side;
  outcome.json["map"] = why.cam.raw;
  outcome.json["output"] = options.output;
  outcome.json["disclaimer"] = "Research and teaching tool. Not a medical device.";
  outcome.text = "Evidence for " + group + " (probability " + std::to_string(why.cam.probability) + ") written to " +
                 options.output;
  if (const std::string message = heat_message(why.cam); !message.empty()) outcome.text += "\n" + message;
  return outcome;
}

}  // namespace

void add_explain(CLI::App& app, Context& context) {
  auto options = std::make_shared<Options>();
  CLI::App* verb = app.add_subcommand("explain", "Grad-CAM of an image as a picture");
  verb->add_option("SOURCE", options->source, "Workspace (its newest run) or model file")->required();
  verb->add_option("IMAGE", options->image, "Image file, or image of the workspace")->required();
  verb->add_option("-o,--output", options->output, "PNG to write")->required();
  verb->add_option("--run", options->run, "Run of the workspace, run:N; the newest otherwise");
  verb->add_option("--group", options->group, "Evidence for this class; the predicted one otherwise");
  verb->add_option("--opacity", options->style.opacity, "Of the overlay")
      ->check(CLI::Range(0.0, 1.0))
      ->capture_default_str();
  verb->add_option("--heat-threshold", options->style.threshold, "Heat below is not drawn")
      ->check(CLI::Range(0.0, 1.0))
      ->capture_default_str();
  verb->callback([options, &context] { context.action = [options] { return explain(*options); }; });
}

}  // namespace app::cli
