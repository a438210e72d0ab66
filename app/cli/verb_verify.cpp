// nevus verify REPORT.html WS
#include <fstream>
#include <iterator>
#include <optional>
#include <stdexcept>

#include "app/cli/terminal_progress.h"
#include "app/cli/verb.h"
#include "app/core/disclaimer.h"
#include "app/report/report_check.h"

namespace app::cli {
namespace {

struct Options {
  std::string report, workspace;
};

std::string text_of(const std::string& file) {
  std::ifstream in(file, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  if (!in.good() && text.empty())
    throw std::runtime_error("reading a report: the file cannot be read or is empty; check the name: " + file);
  return text;
}

Outcome verify(const Options& options) {
  const std::string page = text_of(options.report);
  std::optional<Workspace> workspace;
  if (!options.workspace.empty()) workspace.emplace(options.workspace, Workspace::Open::ToRead);
  const ReportCheck check = check_report(page, workspace ? &*workspace : nullptr, terminal_progress());
  Outcome outcome;
  outcome.json = to_json(check);
  outcome.json["disclaimer"] = kDisclaimer;
  outcome.text = describe(check) + kDisclaimer;
  outcome.exit_code = check.sound() ? 0 : 1;
  return outcome;
}

}  // namespace

void add_verify(CommandLine& line) {
  auto options = std::make_shared<Options>();
  Verb verb = line.verb("verify", "Whether a report says what the workspace says: every number is computed again");
  verb.option("REPORT", options->report, "Page that `nevus report` wrote").required().existing_file();
  verb.option("WORKSPACE", options->workspace, "Its workspace; without it the page is held against its own block only");
  verb.runs([options] { return verify(*options); });
}

}  // namespace app::cli
