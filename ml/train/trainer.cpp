#include "ml/train/trainer.h"

#include <algorithm>

#include "ml/runtime/thread_count.h"
#include "ml/train/training_run.h"

namespace ml {

TrainConfig at_depth(const TrainConfig& config, int epochs_done, Depth depth, float learning_rate) {
  TrainConfig next = config;
  next.depth = depth;
  next.learning_rate = learning_rate;
  next.epochs = config.epochs - epochs_done;
  if (next.epochs < 1) throw std::runtime_error("cannot train at another depth: no epoch is left; raise their number");
  next.warmup_epochs = std::min(config.warmup_epochs, static_cast<float>(next.epochs));
  require_valid(next);
  return next;
}

TrainResult train(Model initial, const Dataset& data, FeatureCache* cache, const TrainConfig& config,
                  TrainControl& control, TrainListener& listener, const TrainCheckpoint* from) {
  require_valid(config);
  require_valid(initial.spec);
  require_trainable(initial, data, config);
  const ThreadCount threads(config.threads);
  TrainingData training_data(initial, data, config);
  if (!training_data.prepare(cache, control, listener)) {
    TrainResult result;
    result.end = control.order() == TrainControl::Order::Cancel ? TrainEnd::Cancelled : TrainEnd::Stopped;
    const int epoch = from != nullptr ? from->epochs_done : 0;
    if (epoch < config.epochs) listener.on_change({.change = {.kind = ChangeKind::Stop, .epoch = epoch, .step = 0}});
    result.skipped = training_data.skipped();
    result.model = std::move(initial);
    return result;
  }
  listener.on_phase({"training", 0, static_cast<std::size_t>(config.epochs)});
  ClassOutputs class_outputs(initial.spec, data, config);
  TrainingRun run(initial, training_data, std::move(class_outputs), config, control, listener);
  if (from != nullptr) run.resume(*from);
  return run.run();
}

}  // namespace ml
