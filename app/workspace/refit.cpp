#include "app/workspace/refit.h"

#include <algorithm>
#include <chrono>
#include <span>
#include <stdexcept>
#include <utility>

#include "app/workspace/dataset.h"
#include "app/workspace/left_out_sources.h"
#include "app/workspace/model_threshold.h"
#include "app/workspace/prediction.h"
#include "app/workspace/train_request.h"
#include "db/runs.h"
#include "ml/data/symmetry.h"
#include "ml/familiarity/referral.h"
#include "ml/features/feature_cache.h"
#include "ml/infer/head_predictor.h"
#include "ml/train/trainer.h"

namespace app {
namespace {

constexpr std::size_t kAffordable = 64;  // features that may be computed on the way: a few seconds
constexpr std::size_t kScoredAtOnce = 256;
constexpr std::size_t kNowhere = static_cast<std::size_t>(-1);

// Thrown out of the work when it is asked to stop.
struct Stopped {};

// The trainer computes what its cache lacks. More than a little of that is no refit: it is stopped, and why is kept.
class CacheWatch : public ml::TrainListener {
 public:
  CacheWatch(ml::TrainControl& control, std::size_t allowed) : control_(control), allowed_(allowed) {}

  void on_phase(const ml::PhaseReport& report) override {
    if (report.name != "extracting features" || looked_) return;
    looked_ = true;
    lacking_ = report.total - report.done;
    if (lacking_ > allowed_) control_.cancel();
  }
  std::size_t lacking() const { return lacking_ > allowed_ ? lacking_ : 0; }

 private:
  ml::TrainControl& control_;
  std::size_t allowed_;
  std::size_t lacking_ = 0;
  bool looked_ = false;
};

// The last phase of the run, shortened, on the head alone. The rate falls to nothing, so that the end is not where the
// last batch happened to push; validation takes no part.
ml::TrainConfig refit_config(const ml::TrainPlan& plan) {
  ml::TrainConfig config = plan.phases.back();
  if (config.depth != ml::Depth::Head) config = ml::of_head_alone(config);
  config.epochs = kRefitEpochs;
  config.schedule = ml::RateSchedule::Cosine;
  config.warmup_epochs = 0;
  config.patience = 0;
  config.threads = 1;  // steps so short gain nothing from a second, which the interface needs
  return config;
}

std::string lacking_text(std::size_t lacking, const std::string& run) {
  return std::to_string(lacking) + " features of " + run +
         "'s own network are not cached, and computing them takes about " +
         std::to_string(std::max<std::size_t>(1, lacking / 25)) + " s on this processor";
}

}  // namespace

// What stays the same from one label to the next.
class Refitter::Known {
 public:
  Known(const Workspace& workspace, const db::Reader& from, const RefitRequest& request)
      : workspace_(workspace), run_(require_run(from, request.run)), ids_(request.ids) {
    const TrainRequest begun = request_from_json(run_.config_json);
    ml::TrainPlan plan = plan_from(begun, begun.threads);
    data_ = load_run_data(from, run_, run_.label_revision);
    ml::adapt(plan, data_.groups.size());
    config_ = refit_config(plan);
    const auto best = db::best_checkpoint(from, run_.id);
    if (!best) throw std::runtime_error(run_.name + " has kept no model");
    from_epoch_ = best->epoch;
    model_ = ml::load_model(workspace.folder() / best->path);
    ml::erase_referral(model_);  // what it refers was chosen for the head that it had
    erase_threshold(model_);     // and so was where it decides
    model_.calibration.reset();  // the run's is applied to its scores
    source_.emplace(data_.images, data_.stamps);
    cache_.emplace(workspace.features_folder(), ml::feature_space(model_, ml::Depth::Head, config_.frozen_precision));
    index_of_row_.assign(ids_.size(), kNowhere);
    for (std::size_t index = 0; index < data_.images.size(); ++index) {
      const auto at = std::ranges::lower_bound(ids_, data_.images[index].id);
      const bool known = at != ids_.end() && *at == data_.images[index].id;
      row_of_index_.push_back(known ? static_cast<std::size_t>(at - ids_.begin()) : kNowhere);
      if (known) index_of_row_[row_of_index_.back()] = index;
    }
  }

  bool is_of(const RefitRequest& request) const {
    return run_.id == request.run && ids_.size() == request.ids.size() && request.scores->best_epoch == from_epoch_;
  }

  std::optional<Refit> refit(const RefitRequest& request, const std::stop_token& stop) {
    const std::vector<int> groups = groups_now(request);
    Refit refit = compared(request, groups);
    if (!refit.problem.empty()) return refit;
    try {
      if (!untouched_ || untouched_of_ != refit.stored) prepare(request, refit, stop);
      if (!refit.problem.empty() || refit.unchanged()) return refit;
      refit.untouched = refit.refitted = refit.stored;
      if (refit.learnt_changed > 0) learn(request, groups, refit, stop);
      if (refit.problem.empty()) add_scores(request, refit);
    } catch (const Stopped&) {
      return std::nullopt;
    }
    return refit;
  }

 private:
  static db::Run require_run(const db::Reader& from, RunId id) {
    auto run = db::run(from, id);
    if (!run) throw std::runtime_error("the workspace has no run " + std::to_string(id));
    return std::move(*run);
  }

  // Of each image of the run; one that the table does not hold keeps its label.
  std::vector<int> groups_now(const RefitRequest& request) const {
    std::vector<int> groups = data_.group;
    for (std::size_t index = 0; index < groups.size(); ++index) {
      if (row_of_index_[index] == kNowhere) continue;
      const auto group = request.group_of_class.find(request.labels[row_of_index_[index]]);
      groups[index] = group == request.group_of_class.end() ? -1 : group->second;
    }
    return groups;
  }

  Refit compared(const RefitRequest& request, const std::vector<int>& groups) const {
    Refit refit;
    refit.from_epoch = from_epoch_;
    refit.label_revision = run_.label_revision;
    const auto epoch = request.scores->epochs.find(from_epoch_);
    if (epoch != request.scores->epochs.end())
      refit.stored = epoch->second.by_split[static_cast<std::size_t>(Split::Val)];
    if (!refit.stored) {
      refit.problem = run_.name + " has kept no predictions of validation for its best epoch";
      return refit;
    }
    for (const Row row : refit.stored->rows) {
      const std::size_t index = index_of_row_[row];
      refit.truth_before.push_back(static_cast<std::int16_t>(index == kNowhere ? -1 : data_.group[index]));
      refit.truth_now.push_back(static_cast<std::int16_t>(index == kNowhere ? -1 : groups[index]));
      if (refit.truth_before.back() != refit.truth_now.back()) ++refit.judged_changed;
    }
    for (std::size_t index = 0; index < groups.size(); ++index)
      if (data_.images[index].split == db::Split::Train && groups[index] != data_.group[index]) ++refit.learnt_changed;
    return refit;
  }

  // Once for a run: that its features are there, and what refitting does without a changed label.
  void prepare(const RefitRequest& request, Refit& refit, const std::stop_token& stop) {
    fill_cache(request, refit, stop);
    if (!refit.problem.empty()) return;
    const auto model = trained(data_.group, request, refit, stop);
    if (!model) return;
    untouched_of_ = refit.stored;
    untouched_ = scored(*model, *request.scores, *refit.stored, nullptr);
  }

  void learn(const RefitRequest& request, const std::vector<int>& groups, Refit& refit, const std::stop_token& stop) {
    const auto began = std::chrono::steady_clock::now();
    refit.model = trained(groups, request, refit, stop);
    if (!refit.model) return;
    refit.untouched = untouched_;
    refit.refitted = scored(*refit.model, *request.scores, *refit.stored, nullptr);
    refit.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
  }

  // Null with the reason, or thrown when it was stopped.
  std::shared_ptr<const ml::Model> trained(const std::vector<int>& groups, const RefitRequest& request, Refit& refit,
                                           const std::stop_token& stop) {
    ml::Dataset dataset{
        .source = &*source_, .labels = groups, .weights = {}, .train = {}, .val = {}, .sources = source_numbers(data_)};
    for (std::size_t index = 0; index < groups.size(); ++index)
      if (data_.images[index].split == db::Split::Train && groups[index] >= 0) dataset.train.push_back(index);
    ml::TrainControl control(stop);
    CacheWatch watch(control, request.may_extract ? kNowhere : kAffordable);
    ml::TrainResult result = ml::train(model_, dataset, &*cache_, config_, control, watch);
    if (result.end == ml::TrainEnd::Finished) return std::make_shared<const ml::Model>(std::move(result.model));
    if (watch.lacking() == 0) throw Stopped();
    refit.lacking = watch.lacking();
    refit.problem = lacking_text(watch.lacking(), run_.name);
    return nullptr;
  }

  std::vector<ml::FeatureKey> keys_of(std::size_t index) const {
    std::vector<ml::FeatureKey> keys;
    for (int view = 0; view < model_.views; ++view) keys.push_back({source_->key(index), ml::symmetry_name(view)});
    return keys;
  }

  // The features of validation: the trainer of a tail does not keep them.
  void fill_cache(const RefitRequest& request, Refit& refit, const std::stop_token& stop) {
    std::vector<std::size_t> lacking;
    for (const Row row : refit.stored->rows) {
      const std::size_t index = index_of_row_[row];
      if (index == kNowhere) continue;
      const std::vector<std::uint8_t> found = cache_->find_many(keys_of(index));
      if (std::ranges::find(found, 0) != found.end()) lacking.push_back(index);
    }
    if (lacking.empty()) return;
    if (lacking.size() > kAffordable && !request.may_extract) {
      refit.lacking = lacking.size();
      refit.problem = lacking_text(lacking.size(), run_.name);
      return;
    }
    cache_.reset();  // so that what is computed now is found
    const PredictedSet set = predict_images(model_, *source_, lacking, workspace_.features_folder(),
                                            {.precision = config_.frozen_precision, .stop = stop});
    cache_.emplace(workspace_.features_folder(), ml::feature_space(model_, ml::Depth::Head, config_.frozen_precision));
    if (stop.stop_requested()) throw Stopped();
  }

  // What the model says of the rows, through the cache. A row that is not in it keeps the stored score, and is counted.
  std::shared_ptr<const ScoreSet> scored(const ml::Model& model, const RunScores& run, const ScoreSet& stored,
                                         std::size_t* kept) const {
    ml::HeadPredictor head(model, config_.threads);
    const auto views = static_cast<std::size_t>(kept == nullptr ? model.views : 1), length = head.feature_length(),
               groups = static_cast<std::size_t>(stored.groups);
    std::vector<float> shown = stored.probabilities, given = stored.given;
    std::vector<float> features, answers;
    for (std::size_t first = 0; first < stored.size(); first += kScoredAtOnce) {
      const std::size_t count = std::min(kScoredAtOnce, stored.size() - first);
      std::vector<ml::FeatureKey> keys;
      for (std::size_t i = 0; i < count; ++i) {
        const std::size_t index = index_of_row_[stored.rows[first + i]];
        for (std::size_t view = 0; view < views; ++view)
          keys.push_back({index == kNowhere ? "" : source_->key(index), ml::symmetry_name(static_cast<int>(view))});
      }
      features.assign(keys.size() * length, 0.F);
      answers.assign(keys.size() * groups, 0.F);
      const std::vector<std::uint8_t> found = cache_->read_many(keys, features);
      head.probabilities(features, keys.size(), answers);
      for (std::size_t i = 0; i < count; ++i) {
        const auto have = std::span(found).subspan(i * views, views);
        if (std::ranges::find(have, 0) != have.end()) {
          if (kept != nullptr) ++*kept;
          continue;
        }
        const std::span row = std::span(shown).subspan((first + i) * groups, groups);
        for (std::size_t group = 0; group < groups; ++group) {
          float sum = 0;
          for (std::size_t view = 0; view < views; ++view) sum += answers[(i * views + view) * groups + group];
          row[group] = sum / static_cast<float>(views);
        }
        if (!given.empty()) std::ranges::copy(row, given.begin() + static_cast<std::ptrdiff_t>((first + i) * groups));
        // As the stored ones were; the run's calibration stays until the refit is adopted.
        if (run.calibration) ml::apply(*run.calibration, row, stored.groups);
      }
    }
    return make_score_set(stored.groups, stored.rows, std::move(shown), std::move(given), stored.views);
  }

  // The run's epochs, and behind them the refit.
  void add_scores(const RefitRequest& request, Refit& refit) const {
    auto scores = std::make_shared<RunScores>(*request.scores);
    const auto& best = request.scores->epochs.at(from_epoch_).by_split;
    scores->refit_epoch = scores->epochs.rbegin()->first + 1;
    auto& sets = scores->epochs[scores->refit_epoch].by_split;
    for (const Split split : {Split::None, Split::Train, Split::Test}) {
      const auto at = static_cast<std::size_t>(split);
      sets[at] =
          best[at] && refit.model ? scored(*refit.model, *request.scores, *best[at], &refit.kept_scores) : best[at];
    }
    sets[static_cast<std::size_t>(Split::Val)] = refit.refitted;
    refit.scores = std::move(scores);
  }

  const Workspace& workspace_;
  db::Run run_;
  std::vector<ImageId> ids_;
  TargetData data_;  // with the labels that the run knew
  ml::TrainConfig config_;
  int from_epoch_ = 0;
  ml::Model model_;
  std::optional<ImageFiles> source_;
  std::optional<ml::FeatureCache> cache_;
  std::vector<std::size_t> row_of_index_, index_of_row_;
  std::shared_ptr<const ScoreSet> untouched_, untouched_of_;
};

Refitter::Refitter(const Workspace& workspace) : workspace_(workspace) {}
Refitter::~Refitter() = default;

std::optional<Refit> Refitter::refit(const db::Reader& from, const RefitRequest& request, std::stop_token stop) {
  try {
    if (!known_ || !known_->is_of(request)) known_ = std::make_unique<Known>(workspace_, from, request);
    return known_->refit(request, stop);
  } catch (const std::exception& error) {
    known_.reset();
    Refit refit;
    refit.problem = error.what();
    return refit;
  }
}

}  // namespace app
