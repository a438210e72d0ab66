// nevus plot WS FIGURE
#include <algorithm>

#include "app/cli/calibration_option.h"
#include "app/cli/find_run.h"
#include "app/cli/terminal_progress.h"
#include "app/cli/verb.h"
#include "app/core/disclaimer.h"
#include "app/report/figure_files.h"
#include "app/report/figures.h"

namespace app::cli {
namespace {

struct Options {
  std::string workspace, figure, run;
  std::vector<std::string> outputs;
  FigureRequest request;
  double threshold = 0.5;
  bool list = false, uncalibrated = false;
};

Outcome list_figures() {
  Outcome outcome;
  outcome.json["figures"] = Json::array();
  for (const FigureInfo& info : figure_list()) {
    outcome.json["figures"].push_back({{"name", info.name}, {"title", info.title}, {"what", info.what}});
    std::string name(info.name);
    name.resize(std::max<std::size_t>(name.size(), 18), ' ');
    outcome.text += name + std::string(info.title) + ": " + std::string(info.what) + "\n";
  }
  outcome.text += "all               every one of them, each into a file of its own\n";
  outcome.text += "Sheets of training images: `nevus augment`.";
  return outcome;
}

std::vector<std::string> wanted(const std::string& figure) {
  if (figure != "all") return {std::string(figure_named(figure).name)};
  std::vector<std::string> names;
  for (const FigureInfo& info : figure_list()) names.emplace_back(info.name);
  return names;
}

// "curves.png" of all figures: "curves-roc.png", ...
std::filesystem::path place_of(const std::filesystem::path& named, const std::string& figure, bool one) {
  if (one) return named;
  return named.parent_path() / (named.stem().string() + "-" + figure + named.extension().string());
}

std::vector<std::string> missing_of(const Figure& figure) {
  std::vector<std::string> missing;
  for (const Panel& panel : figure.panels)
    if (!panel.missing.empty()) missing.push_back((panel.title.empty() ? "" : panel.title + ": ") + panel.missing);
  return missing;
}

Outcome plot(Options options) {
  if (options.list) return list_figures();
  const std::vector<std::string> names = wanted(options.figure);
  if (options.outputs.empty()) options.outputs.push_back(options.figure + ".png");
  for (const std::string& output : options.outputs) require_figure_ending(output);
  Workspace workspace(options.workspace, Workspace::Open::ToRead);
  const db::Reader& reader = workspace.reader();
  options.request.calibrated = !options.uncalibrated;
  options.request.run = options.run.empty() ? newest_run(reader) : find_run(reader, options.run).id;
  std::vector<std::vector<OutputFile>> files(names.size());
  for (std::size_t i = 0; i < names.size(); ++i)
    for (const std::string& output : options.outputs)
      files[i].emplace_back(place_of(output, names[i], names.size() == 1), &workspace);
  FigureSource source = read_figure_source(workspace, options.request, terminal_progress());
  if (std::ranges::count(names, "risk-coverage") > 0) measure_risk(workspace, source, terminal_progress());
  Outcome outcome;
  outcome.json["files"] = Json::array();
  outcome.json["missing"] = Json::array();
  for (std::size_t i = 0; i < names.size(); ++i) {
    const Figure figure = make_figure(names[i], source);
    for (const OutputFile& file : files[i]) {
      write_figure(file, figure);
      outcome.json["files"].push_back(file.path().string());
      outcome.text += file.path().string() + "\n";
    }
    for (const std::string& why : missing_of(figure)) {
      outcome.json["missing"].push_back(why);
      outcome.text += "  " + why + "\n";
    }
    outcome.json["caption"] = caption_text(figure.caption);
  }
  outcome.json["disclaimer"] = kDisclaimer;
  outcome.text += kDisclaimer;
  return outcome;
}

}  // namespace

void add_plot(CommandLine& line) {
  auto options = std::make_shared<Options>();
  Verb verb = line.verb("plot", "A figure of a run as PNG at 300 dpi, SVG or CSV");
  verb.option("WORKSPACE", options->workspace, "Folder of the workspace");
  verb.option("FIGURE", options->figure, "Its name, see --list; all: every one");
  const Option list = verb.flag("--list", options->list, "The figures there are");
  verb.option("--run", options->run, "Name or number of the run; the newest with a finished epoch otherwise");
  verb.option("--epoch", options->request.epoch, "Epoch of the run; the best otherwise").positive();
  verb.option("--split", options->request.split, "train, val or test; test counts as a look at it")
      .one_of({"train", "val", "test"})
      .shows_default();
  const Option threshold =
      verb.option("--threshold", options->threshold,
                  "Of two classes; the one chosen for the run otherwise, else 0.5 before calibration")
          .between(0.0, 1.0);
  add_uncalibrated(verb, options->uncalibrated);
  verb.option("-o,--out,--output", options->outputs,
              "File to write, by its ending .png, .svg or .csv; may be given several times")
      .one_value_each();
  verb.runs(
      [options, threshold] {
        if (threshold.given()) options->request.threshold = options->threshold;
        return plot(*options);
      },
      [options, list] {
        if (list.given() || (!options->workspace.empty() && !options->figure.empty())) return std::string();
        return std::string("WORKSPACE and FIGURE, or --list");
      });
}

}  // namespace app::cli
