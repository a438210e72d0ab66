// nevus card WS|MODEL
#include <optional>
#include <utility>

#include "app/cli/calibration_option.h"
#include "app/cli/find_run.h"
#include "app/cli/report_options.h"
#include "app/cli/terminal_progress.h"
#include "app/cli/verb.h"
#include "app/core/disclaimer.h"
#include "app/core/joined.h"
#include "app/report/file_card.h"
#include "app/report/model_card.h"
#include "app/workspace/model_store.h"
#include "app/workspace/output_file.h"

namespace app::cli {
namespace {

struct Options : ReportOptions {
  std::string source;
  std::vector<std::string> of_run;  // options that were given and say something of a run
};

// Without a file it is the text itself.
Outcome written(const Json& card, const std::optional<OutputFile>& output, bool page) {
  Outcome outcome;
  outcome.json["card"] = card;
  if (output) {
    output->write(page ? card_html(card) : card_markdown(card));
    outcome.json["file"] = output->path().string();
    outcome.text = output->path().string() + "\n" + kDisclaimer;
  } else {
    outcome.text = card_markdown(card);
  }
  outcome.json["disclaimer"] = kDisclaimer;
  return outcome;
}

// A model by itself; a name that is neither is looked for as a workspace, which says what is missing.
bool is_model(const std::string& source) {
  std::error_code ignored;
  return std::filesystem::is_regular_file(source, ignored) ||
         ((source == "starter" || source == "imagenet") && !std::filesystem::exists(source, ignored));
}

bool is_page(const Options& options) { return std::filesystem::path(options.output).extension() == ".html"; }

Outcome card_of_file(const Options& options) {
  if (!options.of_run.empty())
    throw std::runtime_error("writing a model card: " + joined(options.of_run) +
                             " is for the run of a workspace, and this is a model's file: " + options.source);
  const std::string name = model_meant(nullptr, options.source);
  ml::Model model = find_model(nullptr, name);
  const std::filesystem::path file = std::filesystem::exists(name) ? name : "";
  std::optional<OutputFile> output;
  if (!options.output.empty())
    output.emplace(options.output, nullptr, file.empty() ? std::vector<std::filesystem::path>() : std::vector{file});
  const std::string calibration = take_calibration(model, options.uncalibrated);
  return written(make_file_card({.model = model, .name = options.source, .file = file, .calibration = calibration}),
                 output, is_page(options));
}

Outcome write_card(Options options) {
  if (!options.output.empty() && !is_page(options) && std::filesystem::path(options.output).extension() != ".md")
    throw std::runtime_error("writing a model card: its file ends in .md or .html: " + options.output);
  if (is_model(options.source)) return card_of_file(options);
  Workspace workspace(options.source, Workspace::Open::ToRead);
  const db::Reader& reader = workspace.reader();
  options.request.figures.run = options.run.empty() ? newest_run(reader) : find_run(reader, options.run).id;
  std::optional<OutputFile> output;
  if (!options.output.empty()) output.emplace(options.output, &workspace);
  return written(make_card(workspace, options.request, terminal_progress()), output, is_page(options));
}

}  // namespace

void add_card(CommandLine& line) {
  auto options = std::make_shared<Options>();
  options->request.figures.reason = "nevus card";
  Verb verb =
      line.verb("card", "The model card of a run, from the database, or of a model's file (Mitchell et al. 2019)");
  verb.option("SOURCE", options->source, "Workspace, or a model's file").required();
  const ReportHandles typed = add_report_options(verb, *options);
  verb.option("-o,--out,--output", options->output, "File to write, .md or .html; printed otherwise");
  verb.runs([options, typed] {
    for (const auto& [name, option] : {std::pair{"--run", typed.run},
                                       {"--epoch", typed.epoch},
                                       {"--split", typed.split},
                                       {"--threshold", typed.threshold}})
      if (option.given()) options->of_run.emplace_back(name);
    complete(*options, typed);
    return write_card(*options);
  });
}

}  // namespace app::cli
