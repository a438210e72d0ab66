// What a training run is asked to do. A plain value, stored with the run.
// Threads: any thread.
#pragma once

#include "ml/data/augment.h"
#include "ml/model/model.h"
#include "ml/network/network.h"
#include "ml/optim/adam.h"

#include <cstdint>

namespace ml {

enum class RateSchedule { kConstant, kCosine, kPlateau };

// Decides which epoch is the best, when to stop, and when a plateau lowers the rate: one for all three.
enum class Criterion { kValLoss, kValAuc };

struct TrainConfig {
    Depth depth = Depth::kHead;
    int epochs = 20;
    int batch = 32;
    float learning_rate = 1e-3F;
    RateSchedule schedule = RateSchedule::kConstant;
    float warmup_epochs = 0.F;     // kCosine
    float plateau_factor = 0.5F;   // kPlateau
    int plateau_patience = 5;
    float min_learning_rate = 1e-7F;
    AdamConfig adam;               // weight_decay is there; L2 is in the head's layers
    float label_smoothing = 0.F;
    bool class_weights = true;     // n / (k * n_c)
    BatchStatistics batch_statistics = BatchStatistics::kStored;
    AugmentConfig augment;         // training images only; all zero: none
    int views_per_image = 1;       // head: augmented views kept per image besides the plain one, used in turn
    bool fresh_views = false;      // tail: run the frozen part every step on new views instead of keeping its results
    Criterion criterion = Criterion::kValLoss;
    int patience = 10;             // epochs without improvement before stopping; 0: never stop early
    std::uint64_t seed = 1;
    int threads = 0;               // as in ThreadCount
};

// Throws when a number is out of range, naming it.
void require_valid(const TrainConfig& config);

}  // namespace ml
