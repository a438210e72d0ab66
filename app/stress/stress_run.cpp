#include "app/stress/stress_run.h"

#include <algorithm>
#include <chrono>
#include <functional>
#include <numeric>
#include <stdexcept>
#include <unordered_map>
#include <utility>

#include "app/core/joined.h"
#include "app/core/number_text.h"
#include "app/stress/attack.h"
#include "app/stress/corruption.h"
#include "app/stress/network_view.h"
#include "app/workspace/dataset.h"
#include "app/workspace/model_store.h"
#include "app/workspace/prediction.h"
#include "app/workspace/run_calibration.h"
#include "db/writer.h"
#include "ml/random/counter_rng.h"
#include "ml/random/hash.h"

namespace app {
namespace {

constexpr std::size_t kBatch = 16;
constexpr std::string_view kRunPrefix = "run:";

// The pictures that are asked about: as the network sees them, with what is known of each.
struct Drawn {
  std::vector<ml::Pixels> views;
  std::vector<std::string> keys;
  std::vector<int> labels, lesions;
};

// Views made one by one while they are asked for.
class Views : public ml::SampleSource {
 public:
  using Make = std::function<ml::Pixels(std::size_t)>;
  Views(const Drawn& drawn, Make make) : drawn_(drawn), make_(std::move(make)) {}

  std::size_t size() const override { return drawn_.views.size(); }
  ml::Pixels pixels(std::size_t index) const override { return make_(index); }
  std::string key(std::size_t index) const override { return drawn_.keys[index]; }

 private:
  const Drawn& drawn_;
  Make make_;
};

// Rows of the outcome: whole lesions in an order drawn by the seed, as long as they fit.
std::vector<std::size_t> draw_rows(const EvaluateOutcome& judged, int limit, std::uint64_t seed) {
  const std::size_t n = judged.images.size();
  std::vector<std::size_t> rows(n);
  std::iota(rows.begin(), rows.end(), std::size_t{0});
  if (limit <= 0 || n <= static_cast<std::size_t>(limit)) return rows;
  std::unordered_map<int, std::vector<std::size_t>> of_lesion;
  std::vector<int> lesions;  // in the order of the images, so that the draw is the same everywhere
  for (const std::size_t row : rows) {
    const int lesion = judged.scored.lesions[row];
    if (!of_lesion.contains(lesion)) lesions.push_back(lesion);
    of_lesion[lesion].push_back(row);
  }
  std::vector<std::uint32_t> order(lesions.size());
  std::iota(order.begin(), order.end(), 0U);
  ml::CounterRng rng(seed, {ml::stable_hash("images of a stress test")});
  ml::shuffle(order, rng);
  rows.clear();
  for (const std::uint32_t place : order) {
    const auto& whole = of_lesion[lesions[place]];
    if (rows.size() + whole.size() <= static_cast<std::size_t>(limit))
      rows.insert(rows.end(), whole.begin(), whole.end());
  }
  std::ranges::sort(rows);
  return rows;
}

std::string drawn_text(int drawn, int of, std::uint64_t seed) {
  if (drawn == of) return "all " + grouped(of) + " images";
  return grouped(drawn) + " of " + grouped(of) + " images, whole patients and lesions drawn with seed " +
         std::to_string(seed);
}

class StressRun {
 public:
  StressRun(Workspace& workspace, const StressRequest& request, const OnProgress& progress, std::stop_token stop)
      : request_(request), listener_(progress), stop_(std::move(stop)) {
    choose_corruptions();
    judge(workspace);
  }

  StressResult measure() {
    const auto began = std::chrono::steady_clock::now();
    const int attacks = request_.attack ? static_cast<int>(attack_list().size()) : 0;
    const int cells =
        1 + (attacks > 0 && views_ > 1 ? 1 : 0) + kStrengths * (static_cast<int>(chosen_.size()) + attacks);
    Progress progress(listener_, "Asking about worse pictures", static_cast<long>(drawn_.views.size()) * cells);
    progress_ = &progress;
    measure_clean(views_, "clean");
    for (const CorruptionInfo* info : chosen_) measure_corruption(*info);
    if (request_.attack) measure_attacks();
    progress_ = nullptr;
    result_.complete = static_cast<int>(result_.cells.size()) == cells;
    result_.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
    result_.made_at_ms = db::system_clock_ms();
    return std::move(result_);
  }

 private:
  void choose_corruptions() {
    for (const CorruptionInfo& info : corruption_list())
      if (request_.names.empty() || std::ranges::count(request_.names, info.name) > 0) chosen_.push_back(&info);
    std::vector<std::string> known;
    for (const CorruptionInfo& info : corruption_list()) known.emplace_back(info.name);
    for (const std::string& name : request_.names)
      if (!corruption_named(name))
        throw std::runtime_error("asking about worse pictures: there is no corruption \"" + name + "\"; there are " +
                                 joined(known));
  }

  // Who is asked, about which images, at which threshold: as `nevus eval` finds them, a look at test included.
  void judge(Workspace& workspace) {
    EvaluateRequest asked;
    asked.run = request_.run;
    asked.model = request_.model;
    asked.split = request_.split;
    asked.threshold = request_.threshold;
    asked.calibrated = request_.calibrated;
    asked.reason = "nevus stress";
    const EvaluateOutcome judged = evaluate_split(workspace, asked, {});
    const Provenance& from = judged.evaluation.from;
    model_ = find_model(&workspace, from.run);
    model_.contract = contract_of_views(model_.contract);
    views_ = request_.views > 0 ? request_.views : model_.views;
    require_valid({.views = views_});
    describe(judged);
    read_views(workspace, judged, draw_rows(judged, request_.limit, request_.seed));
  }

  void describe(const EvaluateOutcome& judged) {
    const Provenance& from = judged.evaluation.from;
    result_.model = from.run;
    if (from.run.starts_with(kRunPrefix)) result_.run = std::stoll(from.run.substr(kRunPrefix.size()));
    result_.weights_hash = ml::backbone_hash(model_);
    result_.target = from.target;
    result_.split = from.split;
    result_.epoch = from.epoch;
    result_.label_revision = from.label_revision;
    result_.threshold = judged.evaluation.threshold;
    result_.calibration = judged.calibration_words;
    result_.seed = request_.seed;
    result_.groups = judged.scored.groups;
    result_.of = static_cast<int>(judged.images.size());
    result_.notes = judged.notes;
    if (request_.threshold && result_.groups.size() != 2)
      result_.notes.push_back("the threshold is not used: of " + std::to_string(result_.groups.size()) +
                              " classes the most probable " + (judged.calibration ? "before calibration " : "") +
                              "is called");
    if (!from.leak.empty()) result_.notes.push_back("Leak: " + from.leak);
    if (model_.contract.colour_constancy != ml::ColourConstancy::None && request_.attack)
      result_.notes.push_back(
          "the attacks' gradient is taken as if colour constancy changed nothing, so a stronger one may exist");
  }

  void read_views(const Workspace& workspace, const EvaluateOutcome& judged, const std::vector<std::size_t>& rows) {
    const db::Reader& from = workspace.reader();
    const TargetData data = load_target_data(from, default_target(from));
    std::unordered_map<ImageId, std::size_t> place;
    for (std::size_t i = 0; i < data.images.size(); ++i) place[data.images[i].id] = i;
    const ImageFiles files(data.images, data.stamps);
    Progress progress(listener_, "Reading pictures", static_cast<long>(rows.size()));
    long done = 0;
    for (const std::size_t row : rows) {
      if (stop_.stop_requested()) break;
      try {
        const std::size_t index = place.at(judged.images[row]);
        drawn_.views.push_back(network_view(files.pixels(index).view(), model_.contract));
        drawn_.keys.push_back(files.key(index));
        drawn_.labels.push_back(judged.scored.labels[row]);
        drawn_.lesions.push_back(judged.scored.lesions[row]);
      } catch (const std::exception& error) {
        result_.unreadable.emplace_back(error.what());
      }
      progress.update(++done);
    }
    note_one_class(judged);
    result_.drawn = drawn_text(static_cast<int>(rows.size()), result_.of, request_.seed);
    if (drawn_.views.empty() && !stop_.stop_requested())
      throw std::runtime_error("asking about worse pictures: not one of the images could be read; the first: " +
                               (result_.unreadable.empty() ? "none was drawn" : result_.unreadable.front()));
  }

  // Of the whole split the evaluation says it.
  void note_one_class(const EvaluateOutcome& judged) {
    const auto one_of = [](const std::vector<int>& labels) {
      return !labels.empty() && std::ranges::count(labels, labels.front()) == std::ssize(labels);
    };
    if (one_of(drawn_.labels) && !one_of(judged.scored.labels))
      result_.notes.push_back("every image that was drawn is " +
                              result_.groups[static_cast<std::size_t>(drawn_.labels.front())] + ", so " +
                              undefined_of_one_group(result_.groups.size()));
  }

  void measure_clean(int views, const char* name) {
    add({.kind = StressKind::Clean, .name = name, .views = views}, [&](std::size_t i) { return drawn_.views[i]; });
  }

  void measure_corruption(const CorruptionInfo& info) {
    for (int strength = 1; strength <= kStrengths; ++strength) {
      add({.kind = StressKind::Corruption,
           .name = std::string(info.name),
           .strength = strength,
           .amount = info.amounts[static_cast<std::size_t>(strength - 1)],
           .views = views_},
          [&](std::size_t i) {
            const std::uint64_t own = ml::stable_hash(drawn_.keys[i], ml::stable_hash(info.name) + request_.seed);
            return corrupted(drawn_.views[i], info.id, strength, own);
          });
    }
  }

  void measure_attacks() {
    if (views_ > 1) measure_clean(1, "clean, plain view");
    Attacker attacker(model_, drawn_.views, drawn_.labels);
    for (const AttackInfo& info : attack_list()) {
      for (int strength = 1; strength <= kStrengths; ++strength) {
        const int amount = kAttackAmounts[static_cast<std::size_t>(strength - 1)];
        std::vector<ml::Pixels> changed;  // a batch, from `first` on
        std::size_t first = 0;
        add({.kind = StressKind::Attack,
             .name = std::string(info.name),
             .strength = strength,
             .amount = static_cast<double>(amount),
             .views = 1},
            [&](std::size_t i) {
              if (i % kBatch == 0) {
                first = i;
                changed = attacker.attack(first, std::min(kBatch, drawn_.views.size() - first), info.id, amount);
              }
              return changed[i - first];
            });
      }
    }
  }

  // Asks about every picture, and judges; nothing where it was stopped.
  void add(StressCell cell, const Views::Make& make) {
    if (stop_.stop_requested()) return;
    std::vector<std::size_t> all(drawn_.views.size());
    std::iota(all.begin(), all.end(), std::size_t{0});
    const long before = static_cast<long>(cells_done_ * all.size());
    const PredictedSet set =
        predict_images(model_, Views(drawn_, make), all, {},
                       {.questions = {.views = cell.views},
                        .calibrated = request_.calibrated,
                        .progress = [&](const ProgressReport& report) { progress_->update(before + report.done); },
                        .stop = stop_});
    if (!set.unreadable.empty())
      result_.notes.push_back(cell.name + " at strength " + std::to_string(cell.strength) +
                              " was not measured: " + set.unreadable.front().reason);
    if (set.indices.size() != all.size() || all.empty()) return;
    ++cells_done_;
    Scored scored{drawn_.labels, set.probabilities, drawn_.lesions, result_.groups};
    scored.before_calibration = set.given;
    const Evaluation judged = evaluate(scored, {}, {.threshold = result_.threshold});
    cell.n = judged.n;
    cell.metrics = judged.metrics;
    cell.auc_low = judged.auc_low;
    cell.auc_high = judged.auc_high;
    const std::size_t groups = result_.groups.size();
    for (std::size_t group = 0; group < groups; ++group) {
      const auto row = judged.confusion.begin() + static_cast<std::ptrdiff_t>(group * groups);
      const auto images = std::accumulate(row, row + static_cast<std::ptrdiff_t>(groups), std::int64_t{0});
      cell.sensitivity.push_back(images > 0
                                     ? std::optional(static_cast<double>(judged.confusion[group * groups + group]) /
                                                     static_cast<double>(images))
                                     : std::nullopt);
    }
    result_.cells.push_back(std::move(cell));
  }

  const StressRequest& request_;
  OnProgress listener_;
  std::stop_token stop_;
  std::vector<const CorruptionInfo*> chosen_;
  ml::Model model_;
  int views_ = 1;
  Drawn drawn_;
  StressResult result_;
  std::size_t cells_done_ = 0;
  Progress* progress_ = nullptr;
};

}  // namespace

StressResult run_stress(Workspace& workspace, const StressRequest& request, const OnProgress& progress,
                        const std::stop_token& stop) {
  return StressRun(workspace, request, progress, stop).measure();
}

}  // namespace app
