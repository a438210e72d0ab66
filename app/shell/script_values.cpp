// What `wait until` and `expect` of a script can ask the workbench for.
#include <cmath>
#include <functional>
#include <map>

#include "app/models/library_filter.h"
#include "app/shell/workbench.h"

namespace app {
namespace {

std::string page_name(Page page) {
  switch (page) {
    case Page::Library: return "library";
    case Page::Train: return "train";
    case Page::Inspect: return "inspect";
  }
  return "";
}

std::string state_name(RunState state) {
  switch (state) {
    case RunState::None: return "none";
    case RunState::Preparing: return "preparing";
    case RunState::Running: return "running";
    case RunState::Paused: return "paused";
    case RunState::Finished: return "finished";
    case RunState::Stopped: return "stopped";
    case RunState::Failed: return "failed";
  }
  return "";
}

std::string heat_name(HeatState state) {
  switch (state) {
    case HeatState::None: return "none";
    case HeatState::Computing: return "computing";
    case HeatState::Ready: return "ready";
    case HeatState::NoEvidence: return "no evidence";
    case HeatState::Saturated: return "saturated";
    case HeatState::Failed: return "failed";
  }
  return "";
}

std::string text(float value) { return std::isnan(value) ? "none" : std::to_string(value); }
std::string text(bool value) { return value ? "1" : "0"; }

using Value = std::function<std::string(const WorkbenchView&)>;

const std::map<std::string, Value>& values() {
  static const std::map<std::string, Value> table = {
      {"page", [](const WorkbenchView& v) { return page_name(v.shell.page); }},
      {"images", [](const WorkbenchView& v) { return std::to_string(v.catalog.images); }},
      {"shown", [](const WorkbenchView& v) { return std::to_string(v.library.shown.size()); }},
      {"selected", [](const WorkbenchView& v) { return std::to_string(v.library.selected_count); }},
      {"relabelled", [](const WorkbenchView& v) { return std::to_string(v.catalog.relabelled); }},
      {"revision", [](const WorkbenchView& v) { return std::to_string(v.catalog.label_revision); }},
      {"undo", [](const WorkbenchView& v) { return v.catalog.undo_name; }},
      {"predictions", [](const WorkbenchView& v) { return v.library.prediction_source; }},
      {"focus.position", [](const WorkbenchView& v) { return std::to_string(focus_position(v.library)); }},
      {"jobs", [](const WorkbenchView& v) { return std::to_string(v.shell.jobs.size()); }},
      {"toasts", [](const WorkbenchView& v) { return std::to_string(v.shell.toasts.size()); }},
      {"palette", [](const WorkbenchView& v) { return text(v.shell.palette_open); }},
      {"inspect.state",
       [](const WorkbenchView& v) {
         return std::string(v.inspect.state == LoadState::Ready    ? "ready"
                            : v.inspect.state == LoadState::Failed ? "failed"
                                                                   : "loading");
       }},
      {"inspect.file", [](const WorkbenchView& v) { return v.inspect.file_name; }},
      {"heat.state", [](const WorkbenchView& v) { return heat_name(v.inspect.heat.state); }},
      {"views.state",
       [](const WorkbenchView& v) {
         return std::string(!v.shell.views.open          ? "closed"
                            : v.shell.views.working      ? "working"
                            : v.shell.views.texture != 0 ? "ready"
                                                         : "failed");
       }},
      {"run.state", [](const WorkbenchView& v) { return state_name(v.train.state); }},
      {"run.live", [](const WorkbenchView& v) { return text(v.train.live); }},
      {"run.epoch", [](const WorkbenchView& v) { return std::to_string(v.train.epoch); }},
      {"run.epochs_done", [](const WorkbenchView& v) { return std::to_string(v.train.epochs_done.size()); }},
      {"run.message", [](const WorkbenchView& v) { return v.train.message; }},
      {"eval.auc", [](const WorkbenchView& v) { return text(v.train.evaluation.auc); }},
      {"eval.n", [](const WorkbenchView& v) { return std::to_string(v.train.evaluation.n); }},
      {"eval.threshold", [](const WorkbenchView& v) { return text(v.train.evaluation.threshold); }},
  };
  return table;
}

}  // namespace

std::optional<std::string> Workbench::script_value(const std::string& key) {
  if (key == "thumbnails.missing") return std::to_string(thumbnails_.missing());
  const auto found = values().find(key);
  if (found == values().end()) return std::nullopt;
  return found->second(view_);
}

}  // namespace app
