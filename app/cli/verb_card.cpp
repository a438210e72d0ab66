// nevus card WS
#include "app/cli/find_run.h"
#include "app/cli/terminal_progress.h"
#include "app/cli/verb.h"
#include "app/core/disclaimer.h"
#include "app/report/model_card.h"
#include "app/workspace/output_file.h"

namespace app::cli {
namespace {

struct Options {
  std::string workspace, run, output;
  ReportRequest request;
  double threshold = 0.5;
};

// Without a file it is the text itself.
Outcome write_card(Options options) {
  const std::string ending = std::filesystem::path(options.output).extension().string();
  const bool page = ending == ".html";
  if (!options.output.empty() && !page && ending != ".md")
    throw std::runtime_error("writing a model card: its file ends in .md or .html: " + options.output);
  Workspace workspace(options.workspace, Workspace::Open::ToRead);
  const db::Reader& reader = workspace.reader();
  options.request.figures.run = options.run.empty() ? newest_run(reader) : find_run(reader, options.run).id;
  Outcome outcome;
  if (options.output.empty()) {
    outcome.json["card"] = make_card(workspace, options.request, terminal_progress());
    outcome.text = card_markdown(outcome.json["card"]);
  } else {
    const OutputFile output(options.output, &workspace);
    outcome.json["card"] = make_card(workspace, options.request, terminal_progress());
    output.write(page ? card_html(outcome.json["card"]) : card_markdown(outcome.json["card"]));
    outcome.json["file"] = output.path().string();
    outcome.text = output.path().string() + "\n" + kDisclaimer;
  }
  outcome.json["disclaimer"] = kDisclaimer;
  return outcome;
}

}  // namespace

void add_card(CommandLine& line) {
  auto options = std::make_shared<Options>();
  FigureRequest& request = options->request.figures;
  request.reason = "nevus card";
  Verb verb = line.verb("card", "The model card of a run (Mitchell et al. 2019), from the database");
  verb.option("WORKSPACE", options->workspace, "Folder of the workspace").required();
  verb.option("--run", options->run, "Name or number of the run; the newest with a finished epoch otherwise");
  verb.option("--epoch", request.epoch, "Epoch of the run; the best otherwise").positive();
  verb.option("--split", request.split, "train, val or test; test counts as a look at it")
      .one_of({"train", "val", "test"})
      .shows_default();
  const Option threshold =
      verb.option("--threshold", options->threshold, "Of two classes; the one kept with the run otherwise, else 0.5")
          .between(0.0, 1.0);
  verb.option("-o,--out,--output", options->output, "File to write, .md or .html; printed otherwise");
  verb.runs([options, threshold] {
    if (threshold.given()) options->request.figures.threshold = options->threshold;
    return write_card(*options);
  });
}

}  // namespace app::cli
