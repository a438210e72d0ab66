#include "app/stress/stress_result.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <set>
#include <sstream>
#include <stdexcept>

#include "app/core/disclaimer.h"
#include "app/core/joined.h"
#include "app/core/number_text.h"
#include "app/workspace/evaluation_json.h"
#include "ml/model/atomic_file.h"

namespace app {
namespace fs = std::filesystem;
namespace {

constexpr const char* kFormat = "nevus-stress-1";
constexpr std::array<const char*, 3> kKinds = {"clean", "corruption", "attack"};

fs::path file_in(const fs::path& run_folder, const std::string& split) {
  return run_folder / ("robustness-" + split + ".json");
}

std::optional<double> number_or_none(const Json& value) {
  return value.is_number() ? std::optional(value.get<double>()) : std::nullopt;
}

Json cell_json(const StressCell& cell) {
  Json json{{"kind", kKinds[static_cast<std::size_t>(cell.kind)]},
            {"name", cell.name},
            {"strength", cell.strength},
            {"amount", cell.kind == StressKind::Clean ? Json() : Json(cell.amount)},
            {"views", cell.views},
            {"n", cell.n}};
  for (const MetricInfo& metric : metric_table()) json[metric.key] = cell.metrics[metric.id];
  json["auc_95"] = {Json(cell.auc_low), Json(cell.auc_high)};
  json["sensitivity"] = cell.sensitivity;
  return json;
}

StressCell cell_from(const Json& json) {
  StressCell cell;
  const auto kind = std::ranges::find(kKinds, json.at("kind").get<std::string>());
  if (kind == kKinds.end()) throw std::runtime_error("a cell is of a kind that this version does not know");
  cell.kind = static_cast<StressKind>(kind - kKinds.begin());
  cell.name = json.at("name").get<std::string>();
  cell.strength = json.at("strength").get<int>();
  cell.amount = number_or_none(json.at("amount")).value_or(0);
  cell.views = json.at("views").get<int>();
  cell.n = json.at("n").get<int>();
  cell.metrics = metrics_from_json(json);
  cell.auc_low = number_or_none(json.at("auc_95").at(0));
  cell.auc_high = number_or_none(json.at("auc_95").at(1));
  for (const Json& value : json.at("sensitivity")) cell.sensitivity.push_back(number_or_none(value));
  return cell;
}

}  // namespace

Metric stress_metric(const StressResult& result) {
  return result.groups.size() == 2 ? Metric::Auc : Metric::BalancedAccuracy;
}

std::vector<std::string> names_of(const StressResult& result, const std::vector<StressKind>& kinds) {
  std::vector<std::string> names;
  for (const StressCell& cell : result.cells)
    if (std::ranges::count(kinds, cell.kind) > 0 && std::ranges::count(names, cell.name) == 0)
      names.push_back(cell.name);
  return names;
}

const StressCell* clean_of(const StressResult& result, const StressCell& cell) {
  const auto found = std::ranges::find_if(result.cells, [&](const StressCell& other) {
    return other.kind == StressKind::Clean && other.views == cell.views;
  });
  return found == result.cells.end() ? nullptr : &*found;
}

std::optional<MeanDrop> mean_corruption_drop(const StressResult& result) {
  MeanDrop mean;
  std::set<std::string> names;
  for (const StressCell& cell : result.cells) {
    if (cell.kind != StressKind::Corruption) continue;
    const StressCell* clean = clean_of(result, cell);
    const Metric metric = stress_metric(result);
    if (clean == nullptr || !clean->metrics[metric] || !cell.metrics[metric]) continue;
    mean.drop += *clean->metrics[metric] - *cell.metrics[metric];
    ++mean.cells;
    names.insert(cell.name);
  }
  if (mean.cells == 0) return std::nullopt;
  mean.drop /= mean.cells;
  mean.corruptions = static_cast<int>(names.size());
  return mean;
}

Json stress_json(const StressResult& result) {
  Json json{{"format", kFormat},
            {"disclaimer", kDisclaimer},
            {"model", result.model},
            {"run", Json(result.run)},
            {"weights_hash", result.weights_hash},
            {"target", result.target},
            {"split", result.split},
            {"epoch", result.epoch},
            {"label_revision", result.label_revision},
            {"threshold", result.groups.size() == 2 ? Json(result.threshold) : Json()},
            {"calibration", result.calibration},
            {"seed", result.seed},
            {"of", result.of},
            {"drawn", result.drawn},
            {"groups", result.groups},
            {"metric", Json(metric_table()[static_cast<std::size_t>(stress_metric(result))].key)},
            {"complete", result.complete},
            {"seconds", result.seconds},
            {"made_at_ms", result.made_at_ms},
            {"notes", result.notes},
            {"unreadable", result.unreadable}};
  const auto mean = mean_corruption_drop(result);
  json["mean_corruption_drop"] =
      mean ? Json{{"drop", mean->drop}, {"cells", mean->cells}, {"corruptions", mean->corruptions}} : Json();
  json["cells"] = Json::array();
  for (const StressCell& cell : result.cells) json["cells"].push_back(cell_json(cell));
  return json;
}

StressResult stress_from_json(const Json& json) {
  if (!json.is_object() || json.value("format", "") != kFormat)
    throw std::runtime_error("it is not of the form " + std::string(kFormat) + "; measure again with `nevus stress`");
  StressResult result;
  result.model = json.at("model").get<std::string>();
  if (!json.at("run").is_null()) result.run = json.at("run").get<RunId>();
  result.weights_hash = json.at("weights_hash").get<std::string>();
  result.target = json.at("target").get<std::string>();
  result.split = json.at("split").get<std::string>();
  result.epoch = json.at("epoch").get<int>();
  result.label_revision = json.at("label_revision").get<std::int64_t>();
  result.threshold = number_or_none(json.at("threshold")).value_or(0.5);
  result.calibration = json.value("calibration", "");
  result.seed = json.at("seed").get<std::uint64_t>();
  result.of = json.at("of").get<int>();
  result.drawn = json.at("drawn").get<std::string>();
  result.groups = json.at("groups").get<std::vector<std::string>>();
  result.complete = json.at("complete").get<bool>();
  result.seconds = json.at("seconds").get<double>();
  result.made_at_ms = json.at("made_at_ms").get<std::int64_t>();
  result.notes = json.at("notes").get<std::vector<std::string>>();
  result.unreadable = json.at("unreadable").get<std::vector<std::string>>();
  for (const Json& cell : json.at("cells")) result.cells.push_back(cell_from(cell));
  return result;
}

std::string why_not_kept(const Workspace& workspace, const StressResult& result) {
  std::optional<StressResult> before;
  try {
    before = kept_stress(workspace.run_folder(result.run.value()), result.split);
  } catch (const std::exception&) {
    return "";  // what is damaged is replaced
  }
  if (!before || before->epoch != result.epoch) return "";
  if (before->complete && !result.complete) return "what is kept there is whole, and this is not";
  std::vector<std::string> lacking;
  for (const StressCell& cell : before->cells)
    if (std::ranges::count(result.cells, cell.name, &StressCell::name) == 0 &&
        std::ranges::count(lacking, cell.name) == 0)
      lacking.push_back(cell.name);
  if (!lacking.empty()) return "what is kept there also has " + joined(lacking);
  const int there = before->cells.empty() ? 0 : before->cells.front().n, here = result.cells.front().n;
  if (here < there) return "what is kept there is of " + grouped(there) + " images, this of " + grouped(here);
  return "";
}

bool keep_stress(const Workspace& workspace, const StressResult& result) {
  if (!result.run)
    throw std::runtime_error("keeping what was measured: " + result.model + " is no run of the workspace");
  const fs::path folder = workspace.run_folder(*result.run);
  if (!result.cells.empty() && !why_not_kept(workspace, result).empty()) return false;
  fs::create_directories(folder);
  const std::string text = stress_json(result).dump(1) + "\n";
  const std::array<std::string_view, 1> parts = {text};
  ml::write_file_atomically(file_in(folder, result.split), parts);
  return true;
}

std::optional<StressResult> kept_stress(const fs::path& run_folder, const std::string& split) {
  const fs::path file = file_in(run_folder, split);
  std::ifstream in(file, std::ios::binary);
  if (!in) return std::nullopt;
  std::ostringstream text;
  text << in.rdbuf();
  try {
    return stress_from_json(Json::parse(text.str()));
  } catch (const std::exception& error) {
    throw std::runtime_error("reading what was measured on corrupted pictures: " + std::string(error.what()) + ": " +
                             file.string());
  }
}

}  // namespace app
