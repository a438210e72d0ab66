// nevus open WS [--headless --script F --size WxH]
#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "app/cli/verb.h"
#include "app/shell/open_workbench.h"
#include "app/workspace/recent_workspaces.h"

namespace app::cli {
namespace {

struct Options {
  std::string workspace, size = "1600x1000";
  OpenOptions open;
};

constexpr int kPatience_ms = 5000;  // then a workspace that another program writes to is only viewed

void read_size(const std::string& text, OpenOptions& open) {
  char rest = 0;
  if (std::sscanf(text.c_str(), "%dx%d%c", &open.width_px, &open.height_px, &rest) != 2 || open.width_px < 640 ||
      open.height_px < 480 || open.width_px > 8192 || open.height_px > 8192) {
    throw std::runtime_error("opening: the size is WIDTHxHEIGHT, between 640x480 and 8192x8192, not " + text);
  }
}

// A folder without a workspace, or none at all, is where one can be made.
SessionReport opened(const Options& options) {
  const std::filesystem::path folder =
      options.workspace.empty() ? usual_workspace_folder() : std::filesystem::path(options.workspace);
  std::error_code ignored;
  const bool is_there = std::filesystem::exists(folder / "nevus.db", ignored);
  if (!is_there || options.workspace.empty()) return open_first_run(folder, options.open);
  Workspace workspace(folder, Workspace::Open::ToRead);
  workspace.wait_for_turn(kPatience_ms);
  return open_workbench(workspace, options.open);
}

Outcome open(Options options) {
  read_size(options.size, options.open);
  const SessionReport report = opened(options);
  Outcome outcome;
  outcome.json["passed"] = report.passed;
  outcome.json["failure"] = report.failure;
  outcome.json["pictures"] = Json::array();
  for (const auto& shot : report.shots) outcome.json["pictures"].push_back(shot.string());
  outcome.json["validation"] = report.validation;
  outcome.json["summary"] = report.summary.string();
  if (!report.passed) outcome.text = "The script failed: " + report.failure;
  for (const std::string& message : report.validation) outcome.text += "\nvalidation: " + message;
  outcome.exit_code = report.passed && report.validation.empty() ? 0 : 1;
  return outcome;
}

}  // namespace

void add_open(CommandLine& line) {
  auto options = std::make_shared<Options>();
  Verb verb = line.verb("open", "Open the workbench");
  verb.option("WORKSPACE", options->workspace,
              "Folder of the workspace; asked for in the window where it is not given");
  verb.flag("--headless", options->open.headless, "Without a window; needs --script");
  const Option script = verb.option("--script", options->open.script, "Play this script, then end").existing_file();
  verb.option("--size", options->size, "WIDTHxHEIGHT").shows_default();
  verb.option("--output", options->open.output, "Folder for the script's pictures and the summary").shows_default();
  verb.option("--scale", options->open.scale,
              "Of the interface, 0.75 to 3; otherwise as it was last, or as the display asks")
      .between(0.75, 3.0);
  verb.option("--theme", options->open.theme, "Otherwise as it was last").one_of({"dark", "light"});
  verb.option("--replay", options->open.replay, "Play this session in the window, a line at a time; Escape ends it")
      .existing_file();
  verb.option("--record", options->open.record, "Write what is done in the window to this file, as a session to replay")
      .excludes(script);
  verb.flag("--validation", options->open.validation, "Vulkan validation layers; any message fails the session");
  verb.runs([options] { return open(*options); });
  line.without_verb([options]() -> Outcome {
    if (std::getenv("DISPLAY") == nullptr && std::getenv("WAYLAND_DISPLAY") == nullptr)
      return {"nevus: there is no display to open the window on; say what to do, `nevus --help` lists it", {}, 2};
    return open(*options);
  });
}

}  // namespace app::cli
