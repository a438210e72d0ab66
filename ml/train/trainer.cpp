#include "ml/train/trainer.h"

#include "ml/runtime/thread_count.h"
#include "ml/train/training_run.h"

namespace ml {

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
    result.skipped = training_data.skipped();
    result.model = std::move(initial);
    return result;
  }
  listener.on_phase({"training", 0, static_cast<std::size_t>(config.epochs)});
  TrainingRun run(initial, training_data, config, control, listener);
  if (from != nullptr) run.resume(*from);
  return run.run();
}

}  // namespace ml
