// How a network is to learn: how deep, with which BatchNorm statistics, in which micro-batches.
// Threads: any thread; a plain value.
#pragma once

#include "ml/arch/trainable.h"

namespace ml {

// Of the backbone's BatchNorms. The head's always use the statistics of the batch while training.
enum class BatchStatistics {
  Stored,  // the running statistics, which stay as they are; gamma and beta learn
  Batch,   // of the batch, and the running statistics follow
};

struct NetworkConfig {
  Depth depth = Depth::Head;
  BatchStatistics batch_statistics = BatchStatistics::Stored;
  // With stored statistics samples are independent, so a batch is run in micro-batches of this size whose gradients
  // are summed.
  int micro_batch = 8;
  // Gradient checkpointing: less memory, the same gradients. With stored statistics the activations of half the
  // micro-batches are kept and those of the others computed again in backward; with those of the batch, what is cheap
  // to compute again is not kept.
  bool recompute = false;
};

}  // namespace ml
