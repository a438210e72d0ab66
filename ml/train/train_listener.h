// What a running training tells. Called in the trainer's thread; an implementation must be quick and must
// not throw.
#pragma once

#include <cstddef>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

#include "ml/model/model.h"
#include "ml/train/block_norms.h"
#include "ml/train/checkpoint.h"
#include "ml/train/train_change.h"

namespace ml {

struct PhaseReport {
  std::string_view name;  // "reading kept features", "extracting features", "training", "evaluating"
  std::size_t done = 0;
  std::size_t total = 0;
  double images_per_second = 0;  // of this stage, so far; 0: not known yet
  double seconds_left = -1;      // of this stage, at that speed; negative: not known yet
};

struct StepReport {
  int epoch = 0;          // from 0
  std::size_t step = 0;   // of this epoch, from 0
  std::size_t steps = 0;  // per epoch
  float loss = 0;         // of this batch, L2 included
  float learning_rate = 0;
  double images_per_second = 0;
  double seconds_left = -1;  // until the last epoch ends, at the speed so far, evaluations included; negative: unknown
};

struct EpochReport {
  int epoch = 0;
  double train_loss = 0;      // mean over the epoch's batches, L2 included
  double train_accuracy = 0;  // of the training passes (dropout on), unweighted
  double val_loss = 0;        // unweighted, without L2; NaN without validation images
  double val_accuracy = 0;
  double val_auc = 0;    // two classes; NaN when it is not defined
  double criterion = 0;  // what chooses the best epoch; NaN when it is not defined
  float learning_rate = 0;
  double seconds = 0;
  bool best_so_far = false;
  std::vector<BlockNorm> norms;              // of the blocks that learn
  std::span<const float> val_probabilities;  // (val images, classes); NaN rows for skipped ones; valid during the call
};

class TrainListener {
 public:
  virtual ~TrainListener() = default;
  virtual void on_phase(const PhaseReport&) {}
  virtual void on_step(const StepReport&) {}
  virtual void on_epoch(const EpochReport&) {}
  // After each epoch: the state from which the run can go on. Making it costs a copy of the weights: ask
  // for it only to keep it.
  virtual void on_checkpoint(int epoch, const std::function<TrainCheckpoint()>& take) {
    static_cast<void>(epoch), static_cast<void>(take);
  }
  // After an epoch that is the best so far: the model as it would be kept.
  virtual void on_best(int epoch, const std::function<Model()>& take) {
    static_cast<void>(epoch), static_cast<void>(take);
  }
  // After each epoch: the model as it was judged.
  virtual void on_model(int epoch, const std::function<Model()>& take) {
    static_cast<void>(epoch), static_cast<void>(take);
  }
  // The run ends where an epoch has ended: the state from which more epochs can follow, and the model as the last one
  // was judged.
  virtual void on_end(int epoch, const std::function<TrainCheckpoint()>& take, const std::function<Model()>& model) {
    static_cast<void>(epoch), static_cast<void>(take), static_cast<void>(model);
  }
  // What was asked for through TrainControl has taken effect, or was refused.
  virtual void on_change(const ChangeReport&) {}
};

}  // namespace ml
