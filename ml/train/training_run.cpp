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

double seconds_since(std::chrono::steady_clock::time_point began) {
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
}

// The first tensor that is not finite any more, for the message.
std::string culprit(const Network& network, std::span<const float> parameters, std::span<const float> gradients) {
  for (const ParameterSlice& slice : network.slices())
    if (!all_finite(parameters.subspan(slice.offset, slice.size))) return "the tensor " + slice.name;
  for (const ParameterSlice& slice : network.slices())
    if (!all_finite(gradients.subspan(slice.offset, slice.size))) return "the gradient of " + slice.name;
  return "an activation";
}

}  // namespace

TrainingRun::TrainingRun(Model model, TrainingData& data, const TrainConfig& config, TrainControl& control,
                         TrainListener& listener)
    : model_(std::move(model)),
      data_(data),
      config_(config),
      control_(control),
      listener_(listener),
      classes_(static_cast<int>(model_.spec.classes.size())),
      network_(model_, {.depth = config.depth,
                        .batch_statistics = config.batch_statistics,
                        .recompute = config.depth == Depth::Whole}),
      adam_(network_.parameters().size(), config.adam),
      steps_per_epoch_((data.train_count() + static_cast<std::size_t>(config.batch) - 1) /
                       static_cast<std::size_t>(config.batch)),
      rates_(config, static_cast<std::int64_t>(steps_per_epoch_)),
      stopping_({.goal = goal_of(config.criterion), .patience = config.patience}) {}

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
  now.average = average_;
  now.adam = adam_.state();
  now.rates = rates_.state();
  now.stopping = stopping_.state();
  now.best_epoch = result_.best_epoch;
  now.best_criterion = result_.best_criterion;
  now.best_network = best_state_;
  now.best_val_probabilities = result_.val_probabilities;
  return now;
}

void TrainingRun::resume(const TrainCheckpoint& from) {
  require_same_run(from, identity());
  network_.restore(from.network);
  average_ = from.average;
  adam_.restore(from.adam);
  rates_.restore(from.rates);
  stopping_.restore(from.stopping);
  best_state_ = from.best_network;
  result_.best_epoch = from.best_epoch;
  result_.best_criterion = from.best_criterion;
  result_.val_probabilities = from.best_val_probabilities;
  result_.epochs_run = first_epoch_ = from.epochs_done;
  step_ = from.steps_done;
  if (config_.patience > 0 && from.stopping.wait >= config_.patience && from.stopping.epoch > 0) {
    result_.end = TrainEnd::StoppedEarly;  // the checkpoint is of the epoch at which it stopped
    ends_ = true;
  }
}

TrainResult TrainingRun::run() {
  for (epoch_ = first_epoch_; epoch_ < config_.epochs && !ends_; ++epoch_)
    if (!run_epoch(epoch_)) break;
  return finish();
}

bool TrainingRun::obey(int epoch, std::size_t step) {
  const TrainControl::Order order = control_.at_batch_boundary();
  if (const std::optional<float> rate = control_.take_learning_rate()) {
    rates_.set_rate(*rate);
    listener_.on_learning_rate(epoch, step, *rate);
  }
  if (order == TrainControl::Order::GoOn) return true;
  result_.end = order == TrainControl::Order::Cancel ? TrainEnd::Cancelled : TrainEnd::Stopped;
  ends_ = true;
  return false;
}

bool TrainingRun::run_epoch(int epoch) {
  const Clock::time_point began = Clock::now();
  const std::unique_ptr<InputStream> inputs = data_.training_inputs(epoch);
  EpochSums sums;
  InputBatch batch;
  Clock::time_point step_began = Clock::now();
  while (obey(epoch, sums.steps) && inputs->next(batch)) {
    const float loss = train_step(batch, sums);
    report_step(loss, batch.images.size(), seconds_since(step_began), sums.steps - 1);
    step_began = Clock::now();
  }
  data_.note_failures(inputs->failures());
  if (ends_) return false;
  if (sums.steps == 0) throw std::runtime_error("cannot train: not one training image could be read");
  finish_epoch(epoch, sums, began);
  return true;
}

float TrainingRun::train_step(const InputBatch& batch, EpochSums& sums) {
  const std::size_t n = batch.images.size();
  logits_.resize(n * static_cast<std::size_t>(network_.outputs()));
  gradient_.resize(logits_.size());
  network_.forward(batch.inputs, n, logits_, TrainingPass{config_.seed, static_cast<std::uint32_t>(step_)});
  if (!all_finite(logits_)) diverge("the network's output");
  const std::vector<int> labels = data_.labels_of(batch.images);
  adjust_logits();
  float loss = mixed_batch_loss(adjusted_, classes_, labels, data_.weights_of(batch.images), batch.mix,
                                {config_.label_smoothing, config_.focal_gamma}, gradient_);
  network_.backward(gradient_);
  loss += network_.add_regularisation();
  if (!std::isfinite(loss)) diverge("the loss");
  if (!all_finite(network_.gradients())) diverge("a gradient");
  if (config_.clip_norm > 0.F) clip_gradients();
  adam_.step(network_.parameters(), network_.gradients(), rates_.rate(step_));
  if (config_.average_decay > 0.F) average_weights();
  network_.parameters_changed();
  sums.loss += static_cast<double>(loss) * static_cast<double>(n);
  sums.correct += count_correct(adjusted_, classes_, labels);
  sums.images += n;
  ++sums.steps;
  ++step_;
  return loss;
}

void TrainingRun::adjust_logits() {
  adjusted_ = logits_;
  if (config_.logit_adjustment == 0.F) return;
  const std::vector<float>& shares = data_.log_class_shares();
  const auto outputs = static_cast<std::size_t>(network_.outputs());
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

// The decay grows from small to its value, so that the first weights, which know nothing, are soon forgotten.
void TrainingRun::average_weights() {
  const std::span<const float> now = network_.parameters();
  if (average_.empty()) average_.assign(now.begin(), now.end());
  const auto steps = static_cast<float>(step_);
  const float decay = std::min(config_.average_decay, (1.F + steps) / (10.F + steps));
  for (std::size_t i = 0; i < now.size(); ++i) average_[i] += (1.F - decay) * (now[i] - average_[i]);
}

void TrainingRun::exchange_average() {
  if (average_.empty()) return;
  std::ranges::swap_ranges(average_, network_.parameters());
  network_.parameters_changed();
}

void TrainingRun::report_step(float loss, std::size_t images, double seconds, std::size_t step) {
  listener_.on_step({.epoch = epoch_,
                     .step = step,
                     .steps = steps_per_epoch_,
                     .loss = loss,
                     .learning_rate = rates_.rate(step_ - 1),
                     .images_per_second = static_cast<double>(images) / std::max(seconds, 1e-9)});
}

Evaluation TrainingRun::validate() {
  const std::vector<std::size_t>& val = data_.val();
  const auto outputs = static_cast<std::size_t>(network_.outputs());
  const auto views = static_cast<std::size_t>(model_.views);
  std::vector<float> logits(val.size() * views * outputs);
  std::vector<bool> read(val.size(), false);
  const std::unique_ptr<InputStream> inputs = data_.validation_inputs();
  InputBatch batch;
  std::size_t row = 0;  // of images and views
  while (inputs->next(batch)) {
    std::vector<float> part(batch.images.size() * outputs);
    network_.forward(batch.inputs, batch.images.size(), part, std::nullopt);
    for (std::size_t i = 0; i < batch.images.size(); ++i, ++row) {
      while (val[row / views] != batch.images[i]) ++row;  // images that could not be read are missing in the stream
      read[row / views] = true;
      std::copy_n(part.begin() + static_cast<std::ptrdiff_t>(i * outputs), outputs,
                  logits.begin() + static_cast<std::ptrdiff_t>(row * outputs));
    }
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
  exchange_average();  // the averaged weights are judged, and kept if they are the best
  Evaluation evaluation = validate();
  const double criterion = criterion_of(evaluation);
  const float rate = rates_.rate(step_ - 1);
  const EarlyStopping::Verdict verdict = stopping_.observe(criterion, evaluation.loss);
  const bool best = is_best(criterion, verdict.improved);
  if (best) {
    best_state_ = network_.snapshot();
    result_.best_epoch = epoch;
    result_.best_criterion = criterion;
    result_.val_probabilities = evaluation.probabilities;
  }
  exchange_average();
  rates_.observe(criterion);
  result_.epochs_run = epoch + 1;
  const auto images = static_cast<double>(sums.images);
  listener_.on_epoch({.epoch = epoch,
                      .train_loss = sums.loss / images,
                      .train_accuracy = static_cast<double>(sums.correct) / images,
                      .val_loss = evaluation.loss,
                      .val_accuracy = evaluation.accuracy,
                      .val_auc = evaluation.auc,
                      .criterion = criterion,
                      .learning_rate = rate,
                      .seconds = seconds_since(began),
                      .best_so_far = best,
                      .val_probabilities = evaluation.probabilities});
  listener_.on_checkpoint(epoch, [this] { return checkpoint(); });
  if (best) listener_.on_best(epoch, [this] { return best_model(); });
  if (config_.patience > 0 && verdict.stop && !std::isnan(criterion) && epoch + 1 < config_.epochs) {
    result_.end = TrainEnd::StoppedEarly;
    ends_ = true;
  }
}

Model TrainingRun::best_model() const {
  Model model = model_;
  network_.write_snapshot(best_state_, model);
  return model;
}

TrainResult TrainingRun::finish() {
  if (!best_state_.empty()) network_.write_snapshot(best_state_, model_);
  result_.model = std::move(model_);
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
