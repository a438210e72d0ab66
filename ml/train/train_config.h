// What a training run is asked to do. A plain value, stored with the run.
// Threads: any thread.
#pragma once

#include <cstdint>

#include "ml/arch/trainable.h"
#include "ml/data/augment.h"
#include "ml/data/mix.h"
#include "ml/model/model.h"
#include "ml/network/network.h"
#include "ml/optim/adam.h"
#include "ml/runtime/precision.h"

namespace ml {

enum class RateSchedule { Constant, Cosine, Plateau };

// Decides which epoch is the best, when to stop, and when a plateau lowers the rate: one for all three.
enum class Criterion { ValLoss, ValAuc, ValBalancedAccuracy };

struct TrainConfig {
  Depth depth = Depth::Head;
  int epochs = 20;
  int batch = 32;
  float learning_rate = 1e-3F;
  RateSchedule schedule = RateSchedule::Constant;
  float warmup_epochs = 0.F;    // Cosine
  float plateau_factor = 0.5F;  // Plateau
  int plateau_patience = 5;
  float min_learning_rate = 1e-7F;
  AdamConfig adam;            // weight_decay is there; L2 is in the head's layers
  float clip_norm = 0.F;      // gradients longer than this are shortened to it; 0: never
  float average_decay = 0.F;  // weights are judged and kept as a running mean, w = d w + (1 - d) new; 0: as they are
  float label_smoothing = 0.F;
  float focal_gamma = 0.F;    // above 0: focal loss in place of cross entropy
  bool class_weights = true;  // n / (k * n_c)
  // Above 0: while learning, this many times the log of each class's share is added to its logit (Menon et al.
  // 2021, eq. 10). What is learnt then treats rare and frequent classes alike, and orders as well as unweighted
  // training does.
  float logit_adjustment = 0.F;
  // Above 0: the classes that make up the groups are learnt too, by outputs that are cut off again; the loss gains this
  // times theirs (class_outputs.h).
  float class_loss = 0.F;
  bool balanced_sampling = false;  // each epoch draws as many images of every class, with replacement
  MixConfig mix;                   // of images; of features where those are kept (manifold MixUp, Verma et al. 2019)
  BatchStatistics batch_statistics = BatchStatistics::Stored;
  Precision frozen_precision = Precision::Float32;  // of the layers that do not learn
  AugmentConfig augment;                            // training images only; all zero: none
  int views_per_image = 1;   // head: augmented views kept per image besides the plain one, used in turn
  bool fresh_views = false;  // tail: run the frozen part every step on new views instead of keeping its results
  Criterion criterion = Criterion::ValLoss;
  int patience = 10;  // epochs without improvement before stopping; 0: never stop early
  std::uint64_t seed = 1;
  int threads = 0;  // as in ThreadCount
  // Each block of the backbone learns at this many times the rate of the next one towards the head; 1: all alike.
  float rate_decay_by_depth = 1.F;
  // Above 0: each step draws the backbone back to where the phase began, by rate x this (Li et al. 2018, decoupled as
  // AdamW's decay).
  float l2_sp = 0.F;
  // Below 1: what is judged and kept is this share of what was learnt, the rest as the phase began (Wortsman et al.
  // 2022).
  float kept_share = 1.F;
  // Each epoch draws as often of every source, with replacement; within it classes are weighed or drawn as told above.
  bool balance_sources = false;
};

// The same for a head alone that learns from the plain features of a network which has learnt since: nothing of views,
// maps or shares, whose features were made by another network or which a head does not have.
TrainConfig of_head_alone(TrainConfig config);

// Throws when a number is out of range, naming it.
void require_valid(const TrainConfig& config);
// Throws when such a network cannot learn so, naming the ways out.
void require_fitting(const TrainConfig& config, const ModelSpec& spec);
// Whether a BatchNorm learns from its batch, which then needs two images.
bool uses_batch_statistics(const ModelSpec& spec, const TrainConfig& config);

}  // namespace ml
