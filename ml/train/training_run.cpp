#include "ml/train/training_run.h"

#include <algorithm>
#include <cmath>
#include <utility>

#include "ml/arch/trainable.h"
#include "ml/kernels/flat_array.h"
#include "ml/train/batch_loss.h"
#include "ml/train/settings.h"

namespace ml {

namespace {

// The first tensor that is not finite any more, for the message.
std::string culprit(const Network& network, std::span<const float> parameters, std::span<const float> gradients) {
  for (const ParameterSlice& slice : network.slices())
    if (!all_finite(parameters.subspan(slice.offset, slice.size))) return "the tensor " + slice.name;
  for (const ParameterSlice& slice : network.slices())
    if (!all_finite(gradients.subspan(slice.offset, slice.size))) return "the gradient of " + slice.name;
  return "an activation";
}

// A run may go on with more epochs or more patience: they are no part of what it is. Nor is a setting that has its
// usual value and did not exist yet when `stored` was written.
std::string lasting_settings(const std::string& text, const std::string& stored) {
  const std::string usual = "; " + settings_text({}) + "; ", known = "; " + stored;
  std::string lasting;
  for (std::size_t first = 0; first < text.size();) {
    const std::size_t end = std::min(text.find("; ", first), text.size());
    const std::string setting = text.substr(first, end - first);
    const bool later = known.find("; " + setting.substr(0, setting.find('=') + 1)) == known.npos &&
                       usual.find("; " + setting + "; ") != usual.npos;
    if (!later && !setting.starts_with("epochs=") && !setting.starts_with("patience=")) lasting += setting + "; ";
    first = end + 2;
  }
  return lasting;
}

}  // namespace

TrainingRun::TrainingRun(Model model, TrainingData& data, ClassOutputs class_outputs, const TrainConfig& config,
                         TrainControl& control, TrainListener& listener)
    : model_(std::move(model)),
      data_(data),
      config_(config),
      control_(control),
      listener_(listener),
      classes_(static_cast<int>(model_.spec.classes.size())),
      class_outputs_(std::move(class_outputs)),
      network_(class_outputs_.widened(model_), {.depth = config.depth,
                                                .batch_statistics = config.batch_statistics,
                                                .recompute = config.depth == Depth::Whole}),
      update_(network_.slices(), network_.parameters(), config),
      steps_per_epoch_(data.steps_per_epoch()),
      rates_(config, static_cast<std::int64_t>(steps_per_epoch_)),
      norms_(network_.slices(), steps_per_epoch_),
      stopping_({.goal = goal_of(config.criterion), .patience = config.patience}),
      judged_(network_, config) {}

std::map<std::string, std::string> TrainingRun::identity() const {
  return {{"spec", model_.spec.to_json()},
          {"contract", model_.contract.to_json()},
          {"views", std::to_string(model_.views)},
          {"settings", settings_text(config_)},
          {"data", data_.fingerprint()}};
}

TrainCheckpoint TrainingRun::checkpoint() const {
  TrainCheckpoint now;
  now.identity = identity();
  now.epochs_done = result_.epochs_run;
  now.steps_done = step_;
  now.network = network_.snapshot();
  now.average = judged_.average();
  now.adam = update_.state();
  now.rates = rates_.state();
  now.stopping = stopping_.state();
  now.best_epoch = result_.best_epoch;
  now.best_criterion = result_.best_criterion;
  now.best_network = best_state_;
  now.best_val_probabilities = result_.val_probabilities;
  return now;
}

void TrainingRun::resume(const TrainCheckpoint& from) {
  TrainCheckpoint lasting{.identity = from.identity};
  std::map<std::string, std::string> own = identity();
  const std::string stored = lasting.identity["settings"];
  for (auto* of : {&lasting.identity, &own}) (*of)["settings"] = lasting_settings((*of)["settings"], stored);
  require_same_run(lasting, own);
  network_.restore(from.network);
  judged_.restore(from.average);
  update_.restore(from.adam);
  rates_.restore(from.rates);
  stopping_.restore(from.stopping);
  best_state_ = from.best_network;
  result_.best_epoch = from.best_epoch;
  result_.best_criterion = from.best_criterion;
  result_.val_probabilities = from.best_val_probabilities;
  result_.epochs_run = first_epoch_ = from.epochs_done;
  step_ = first_step_ = from.steps_done;
}

TrainResult TrainingRun::run() {
  began_ = Clock::now();
  for (epoch_ = first_epoch_; goes_on(epoch_); ++epoch_)
    if (!run_epoch(epoch_)) return finish();
  if (result_.epochs_run > first_epoch_) tell_end();
  return finish();
}

bool TrainingRun::run_epoch(int epoch) {
  const Clock::time_point began = Clock::now();
  const double paused_before = paused_s_;
  const std::unique_ptr<InputStream> inputs = data_.training_inputs(epoch);
  EpochSums sums;
  InputBatch batch;
  bool obeyed = true;
  Clock::time_point step_began = Clock::now();
  double paused_at_step = paused_s_;
  while (obeyed && inputs->next(batch)) {
    const float loss = train_step(batch, sums);
    report_step(loss, batch.images.size(), seconds_since(step_began) - (paused_s_ - paused_at_step), sums.steps - 1);
    step_began = Clock::now();
    paused_at_step = paused_s_;
    obeyed = obey(epoch, sums.steps);
  }
  data_.note_failures(inputs->failures());
  if (!obeyed) return false;
  if (sums.steps == 0) throw std::runtime_error("cannot train: not one training image could be read");
  finish_epoch(
      epoch, sums,
      began + std::chrono::duration_cast<Clock::duration>(std::chrono::duration<double>(paused_s_ - paused_before)));
  return true;
}

float TrainingRun::train_step(const InputBatch& batch, EpochSums& sums) {
  const std::size_t n = batch.images.size();
  all_logits_.resize(n * static_cast<std::size_t>(network_.outputs()));
  all_gradient_.resize(all_logits_.size());
  network_.forward(batch.inputs, n, all_logits_, TrainingPass{config_.seed, static_cast<std::uint32_t>(step_)});
  if (!all_finite(all_logits_)) diverge("the network's output");
  logits_ = class_outputs_.of_groups(all_logits_);
  gradient_.resize(logits_.size());
  const std::vector<int> labels = data_.labels_of(batch.images);
  const std::vector<float> weights = data_.weights_of(batch.images);
  const LossRule rule{config_.label_smoothing, config_.focal_gamma};
  adjust_logits();
  float loss = mixed_batch_loss(adjusted_, classes_, labels, weights, batch.mix, rule, gradient_);
  // Learnt by, but no part of the loss that is told, which stands beside that of validation.
  const float of_classes = class_outputs_.loss(all_logits_, data_.classes_of(batch.images), weights, batch.mix, rule,
                                               gradient_, all_gradient_);
  network_.backward(all_gradient_);
  loss += network_.add_regularisation();
  if (!std::isfinite(loss + of_classes)) diverge("the loss");
  if (!all_finite(network_.gradients())) diverge("a gradient");
  learn(sums.steps);
  sums.loss += static_cast<double>(loss) * static_cast<double>(n);
  sums.correct += mixed_correct(logits_, classes_, labels, batch.mix);
  sums.images += n;
  ++sums.steps;
  ++step_;
  return loss;
}

void TrainingRun::learn(std::size_t step) {
  const bool measured = norms_.wants(step);
  if (measured) norms_.before(network_.parameters(), network_.gradients());
  if (config_.clip_norm > 0.F) clip_gradients();
  update_.step(network_.parameters(), network_.gradients(), rates_.rate(step_));
  if (measured) norms_.after(network_.parameters());
  judged_.observe(network_.parameters(), step_);
  network_.parameters_changed();
}

void TrainingRun::adjust_logits() {
  adjusted_ = logits_;
  if (config_.logit_adjustment == 0.F) return;
  const std::vector<float>& shares = data_.log_class_shares();
  const auto outputs = static_cast<std::size_t>(model_.spec.outputs());
  for (std::size_t i = 0; i < adjusted_.size(); ++i) {
    const float offset = outputs == 1 ? shares[1] - shares[0] : shares[i % outputs];
    adjusted_[i] += config_.logit_adjustment * offset;
  }
}

// Pascanu et al. 2013: the direction stays, only the length of the whole gradient is bounded.
void TrainingRun::clip_gradients() {
  const std::span<float> gradients = network_.gradients();
  double squares = 0;
  for (const float value : gradients) squares += static_cast<double>(value) * static_cast<double>(value);
  const double norm = std::sqrt(squares);
  if (norm <= static_cast<double>(config_.clip_norm)) return;
  const auto factor = static_cast<float>(static_cast<double>(config_.clip_norm) / norm);
  for (float& value : gradients) value *= factor;
}

void TrainingRun::report_step(float loss, std::size_t images, double seconds, std::size_t step) {
  listener_.on_step({.epoch = epoch_,
                     .step = step,
                     .steps = steps_per_epoch_,
                     .loss = loss,
                     .learning_rate = rates_.rate(step_ - 1),
                     .images_per_second = static_cast<double>(images) / std::max(seconds, 1e-9),
                     .seconds_left = seconds_left()});
}

// Evaluations are counted in as soon as one was made.
double TrainingRun::seconds_left() const {
  const auto done = static_cast<double>(step_ - first_step_);
  const double total = static_cast<double>(config_.epochs - first_epoch_) * static_cast<double>(steps_per_epoch_);
  return (seconds_since(began_) - paused_s_) / done * (total - done);
}

Evaluation TrainingRun::validate() {
  const std::vector<std::size_t>& val = data_.val();
  const auto outputs = static_cast<std::size_t>(model_.spec.outputs());
  const auto views = static_cast<std::size_t>(model_.views);
  std::vector<float> logits(val.size() * views * outputs);
  std::vector<bool> read(val.size(), false);
  const std::unique_ptr<InputStream> inputs = data_.validation_inputs();
  InputBatch batch;
  std::size_t row = 0;  // of images and views
  const PhaseClock clock("evaluating", 0, val.size());
  while (inputs->next(batch)) {
    all_logits_.resize(batch.images.size() * static_cast<std::size_t>(network_.outputs()));
    network_.forward(batch.inputs, batch.images.size(), all_logits_, std::nullopt);
    const std::vector<float> part = class_outputs_.of_groups(all_logits_);
    for (std::size_t i = 0; i < batch.images.size(); ++i, ++row) {
      while (val[row / views] != batch.images[i]) ++row;  // images that could not be read are missing in the stream
      read[row / views] = true;
      std::copy_n(part.begin() + static_cast<std::ptrdiff_t>(i * outputs), outputs,
                  logits.begin() + static_cast<std::ptrdiff_t>(row * outputs));
    }
    constexpr double kWorthSaying_s = 0.3;
    if (clock.seconds() > kWorthSaying_s) listener_.on_phase(clock.at(row / views));
  }
  data_.note_failures(inputs->failures());
  if (!all_finite(logits)) diverge("the network's output on the validation images");
  return evaluate(mean_answer_logits(logits, classes_, model_.views), classes_, data_.labels_of(val), read);
}

double TrainingRun::criterion_of(const Evaluation& evaluation) const {
  switch (config_.criterion) {
    case Criterion::ValLoss: return evaluation.loss;
    case Criterion::ValAuc: return evaluation.auc;
    case Criterion::ValBalancedAccuracy: break;
  }
  return evaluation.balanced_accuracy;
}

// Without a usable criterion (no validation images, one class only) the newest epoch is kept.
bool TrainingRun::is_best(double criterion, bool improved) const {
  return improved || (std::isnan(criterion) && stopping_.best_epoch() < 0);
}

void TrainingRun::finish_epoch(int epoch, const EpochSums& sums, Clock::time_point began) {
  judged_.exchange(network_);
  Evaluation evaluation = validate();
  const double criterion = criterion_of(evaluation);
  const float rate = rates_.rate(step_ - 1);
  const bool best = is_best(criterion, stopping_.observe(criterion, evaluation.loss).improved);
  if (best) {
    best_state_ = network_.snapshot();
    result_.best_epoch = epoch;
    result_.best_criterion = criterion;
    result_.val_probabilities = evaluation.probabilities;
  }
  const auto images = static_cast<double>(sums.images);
  listener_.on_epoch({.epoch = epoch,
                      .train_loss = sums.loss / images,
                      .train_accuracy = sums.correct / images,
                      .val_loss = evaluation.loss,
                      .val_accuracy = evaluation.accuracy,
                      .val_auc = evaluation.auc,
                      .criterion = criterion,
                      .learning_rate = rate,
                      .seconds = seconds_since(began),
                      .best_so_far = best,
                      .norms = norms_.take(),
                      .val_probabilities = evaluation.probabilities});
  listener_.on_model(epoch, [this] { return learnt_model(); });
  judged_.exchange(network_);
  rates_.observe(criterion);
  result_.epochs_run = epoch + 1;
  listener_.on_checkpoint(epoch, [this] { return checkpoint(); });
  if (best) listener_.on_best(epoch, [this] { return best_model(); });
}

void TrainingRun::tell_end() {
  const auto judged = [this] {
    judged_.exchange(network_);
    Model model = learnt_model();
    judged_.exchange(network_);
    return model;
  };
  listener_.on_end(
      result_.epochs_run - 1, [this] { return checkpoint(); }, judged);
}

Model TrainingRun::learnt_model() const {
  Model model = class_outputs_.widened(model_);
  network_.write_to(model);
  class_outputs_.narrow(model);
  return model;
}

Model TrainingRun::best_model() const {
  Model model = class_outputs_.widened(model_);
  network_.write_snapshot(best_state_, model);
  class_outputs_.narrow(model);
  return model;
}

TrainResult TrainingRun::finish() {
  result_.model = best_state_.empty() ? std::move(model_) : best_model();
  result_.skipped = data_.skipped();
  return std::move(result_);
}

void TrainingRun::diverge(const std::string& what) {
  const std::string text = "training broke down: " + what + " is not a finite number any more, in epoch " +
                           std::to_string(epoch_ + 1) + " at step " +
                           std::to_string(static_cast<std::size_t>(step_) % steps_per_epoch_ + 1) + ", first seen in " +
                           culprit(network_, network_.parameters(), network_.gradients()) +
                           "; take a lower learning rate than " + std::to_string(rates_.rate(step_));
  std::shared_ptr<const TrainResult> best;
  if (!best_state_.empty()) best = std::make_shared<const TrainResult>(finish());
  throw TrainingDiverged(text, std::move(best));
}

}  // namespace ml
