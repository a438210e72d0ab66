// What was changed in a run while it trained, and what a run tells of it. A plain value; with its place it can be
// replayed: the same changes at the same places make the same weights.
// Threads: any thread.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "ml/arch/trainable.h"

namespace ml {

enum class ChangeKind {
  Pause,         // the run sleeps from here on
  Resume,        // it goes on
  Step,          // it goes on for one batch
  Epoch,         // it goes on to the end of the epoch
  LearningRate,  // from this batch on
  Epochs,        // of this call of train()
  Patience,
  Depth,  // takes effect where the epoch begins: the run ends there, and goes on at the other depth
  Stop,   // and keep the best
};
std::string_view name_of(ChangeKind kind);            // "learning_rate"
ChangeKind change_kind_named(std::string_view name);  // throws when there is none

struct TrainChange {
  ChangeKind kind = ChangeKind::Pause;
  int epoch = 0;         // from 0, of this call of train()
  std::size_t step = 0;  // before this batch of the epoch
  double value = 0;      // LearningRate, Epochs, Patience; Depth: its learning rate
  Depth depth = Depth::Head;
};

// A change that took effect, or was refused.
struct ChangeReport {
  TrainChange change;
  double before = 0;
  Depth depth_before = Depth::Head;
  bool replayed = false;  // it came from a log
  std::string refused;    // why it did not take effect; empty: it did
};

}  // namespace ml
