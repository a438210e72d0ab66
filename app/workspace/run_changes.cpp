#include "app/workspace/run_changes.h"

#include <algorithm>
#include <cstdio>
#include <utility>

#include "app/core/json.h"
#include "ml/arch/trainable.h"
#include "ml/train/trainer.h"

namespace app {
namespace {

using ml::ChangeKind;

constexpr const char* kContinued = "continued";

bool changes_weights(const std::string& kind) {
  return kind == "learning_rate" || kind == "epochs" || kind == "patience" || kind == "depth" || kind == "stop";
}

// Rates have been logged by themselves once.
double new_value(const Json& json) {
  return json.find("new") != nullptr ? json.at("new").get<double>() : json.at("learning_rate").get<double>();
}

// Of the run, where the trainer counts those of a phase.
double over_the_run(ChangeKind kind, double value, int first_epoch) {
  return kind == ChangeKind::Epochs ? value + first_epoch : value;
}

std::string shown(double value) {
  char text[32];
  std::snprintf(text, sizeof text, "%.4g", value);
  return text;
}

std::string text_of(const ml::ChangeReport& report, int first_epoch) {
  const ml::TrainChange& change = report.change;
  const auto from_to = [&](const std::string& what) {
    return what + " " + shown(over_the_run(change.kind, report.before, first_epoch)) + " -> " +
           shown(over_the_run(change.kind, change.value, first_epoch));
  };
  switch (change.kind) {
    case ChangeKind::Pause: return "paused";
    case ChangeKind::Resume: return "resumed";
    case ChangeKind::Step: return "one step";
    case ChangeKind::Epoch: return "one epoch";
    case ChangeKind::LearningRate: return from_to("learning rate");
    case ChangeKind::Epochs: return from_to("epochs");
    case ChangeKind::Patience: return from_to("patience");
    case ChangeKind::Depth:
      return "depth " + std::string(ml::depth_name(report.depth_before)) + " -> " +
             std::string(ml::depth_name(change.depth)) + ", rate " + shown(change.value);
    case ChangeKind::Stop: break;
  }
  return "stopped";
}

}  // namespace

RunChanges RunChanges::read(const db::Readable& from, db::RunId run) {
  RunChanges changes;
  for (const db::RunEvent& event : db::run_events(from, run)) changes.take(event);
  return changes;
}

void RunChanges::take(const db::RunEvent& event) {
  const auto json = Json::parse(event.json);
  const int phase = json.value("phase", 1), first_epoch = json.value("first_epoch", 0);
  const int epoch = event.epoch - 1 - first_epoch;
  if (event.kind == kContinued) {  // what ended it counts no more
    const bool other_epochs = json.value("other_epochs", false);
    std::erase_if(changes_, [&](const Logged& one) {
      const bool later = std::pair(one.phase, one.change.epoch) >= std::pair(phase, epoch);
      return one.change.kind == ChangeKind::Stop || (other_epochs && later && one.change.kind == ChangeKind::Epochs);
    });
    return;
  }
  if (!changes_weights(event.kind) || json.find("refused") != nullptr) return;
  ml::TrainChange change{
      .kind = ml::change_kind_named(event.kind), .epoch = epoch, .step = static_cast<std::size_t>(event.step)};
  if (change.kind == ChangeKind::Depth) {
    change.depth = ml::depth_from_name(json.at("new").get<std::string>());
    change.value = json.at("learning_rate").get<double>();
  } else if (change.kind != ChangeKind::Stop) {
    change.value = new_value(json) - (change.kind == ChangeKind::Epochs ? first_epoch : 0);
  }
  changes_.push_back({phase, change});
}

std::vector<ml::TrainChange> RunChanges::of_phase(int phase, int from_epoch) const {
  std::vector<ml::TrainChange> found;
  for (const Logged& logged : changes_)
    if (logged.phase == phase && logged.change.epoch >= from_epoch) found.push_back(logged.change);
  std::ranges::stable_sort(
      found, [](const auto& a, const auto& b) { return std::pair(a.epoch, a.step) < std::pair(b.epoch, b.step); });
  return found;
}

bool RunChanges::stopped() const {
  return std::ranges::any_of(changes_, [](const Logged& one) { return one.change.kind == ChangeKind::Stop; });
}

void RunChanges::apply_before(ml::TrainPlan& plan, RunPlace place) const {
  for (int phase = 1; phase <= place.phase && phase <= static_cast<int>(plan.phases.size()); ++phase) {
    for (const ml::TrainChange& change : of_phase(phase, 0)) {
      if (phase == place.phase && change.epoch >= place.epochs_done) break;
      const auto at = plan.phases.begin() + (phase - 1);
      if (change.kind == ChangeKind::Epochs) at->epochs = static_cast<int>(change.value);
      if (change.kind == ChangeKind::Patience) at->patience = static_cast<int>(change.value);
      if (change.kind != ChangeKind::Depth) continue;
      const ml::TrainConfig next = ml::at_depth(*at, change.epoch, change.depth, static_cast<float>(change.value));
      at->epochs = change.epoch;
      plan.phases.insert(at + 1, next);
    }
  }
}

db::RunEvent event_of(const ml::ChangeReport& report, db::RunId run, int phase, int first_epoch) {
  const ml::TrainChange& change = report.change;
  Json json = {{"text", text_of(report, first_epoch)}, {"phase", phase}, {"first_epoch", first_epoch}};
  if (change.kind == ChangeKind::Depth) {
    json["old"] = std::string(ml::depth_name(report.depth_before));
    json["new"] = std::string(ml::depth_name(change.depth));
    json["learning_rate"] = change.value;
  } else if (changes_weights(std::string(ml::name_of(change.kind))) && change.kind != ChangeKind::Stop) {
    const auto written = [&](double value) {
      const double shown_value = over_the_run(change.kind, value, first_epoch);
      return change.kind == ChangeKind::LearningRate ? Json(shown_value) : Json(static_cast<int>(shown_value));
    };
    json["old"] = written(report.before);
    json["new"] = written(change.value);
  }
  if (!report.refused.empty()) {
    json["refused"] = report.refused;
    json["text"] = json.at("text").get<std::string>() + " was refused: " + report.refused;
  }
  return {run, first_epoch + change.epoch + 1,        static_cast<std::int64_t>(change.step),
          0,   std::string(ml::name_of(change.kind)), json.dump()};
}

db::RunEvent continued_event(db::RunId run, RunPlace place, int first_epoch, bool other_epochs) {
  const Json json = {{"text", "went on after epoch " + std::to_string(first_epoch + place.epochs_done)},
                     {"phase", place.phase},
                     {"first_epoch", first_epoch},
                     {"other_epochs", other_epochs}};
  return {run, first_epoch + place.epochs_done + 1, 0, 0, kContinued, json.dump()};
}

void take_back_continued(db::Transaction& transaction, db::RunId run) {
  db::take_back_run_event(transaction, run, kContinued);
}

}  // namespace app
