#include "app/models/run_marks.h"

#include <algorithm>
#include <cstdio>
#include <string>
#include <utility>

namespace app {
namespace {

std::string rate_text(double rate) {
  char text[32];
  std::snprintf(text, sizeof text, "rate %.2g", rate);
  return text;
}

// In the words of what happened. Kinds that are not known stand as they are.
std::string mark_text(const db::RunEvent& event) {
  const auto json = Json::parse(event.json);
  if (const std::string said = json.value("text", ""); !said.empty()) return said;
  if (event.kind == "learning_rate") return rate_text(json.value("learning_rate", 0.0));
  if (event.kind == "pause") return "paused";
  if (event.kind == "resume") return "resumed";
  if (event.kind == "stop") return "stopped";
  if (event.kind == "epochs" && json.find("epochs") != nullptr)
    return std::to_string(json.value("epochs", 0)) + " epochs";
  return event.kind;
}

}  // namespace

RunMark run_mark(int epoch, std::int64_t step, std::string kind, std::string text, float steps_per_epoch) {
  const float within = steps_per_epoch > 0 ? static_cast<float>(step) / steps_per_epoch : 0;
  return {static_cast<float>(epoch - 1) + std::min(within, 1.0F), std::move(kind), std::move(text)};
}

std::vector<RunMark> run_marks(const std::vector<db::RunEvent>& events, float steps_per_epoch) {
  std::vector<RunMark> marks;
  for (const db::RunEvent& event : events)
    marks.push_back(run_mark(event.epoch, event.step, event.kind, mark_text(event), steps_per_epoch));
  std::ranges::stable_sort(marks, {}, &RunMark::at);
  return marks;
}

std::vector<BlockNorm> block_norms_from_json(const Json& metrics) {
  std::vector<BlockNorm> norms;
  const Json* rows = metrics.find("norms");
  if (rows == nullptr || !rows->is_array()) return norms;
  for (const Json& row : rows->elements()) {
    BlockNorm norm;
    norm.block = row.value("block", "");
    norm.gradient = row.value("gradient", norm.gradient);
    norm.update = row.value("update", norm.update);
    norms.push_back(std::move(norm));
  }
  return norms;
}

}  // namespace app
