#include "ml/train/setting_info.h"

#include <array>

namespace ml {

namespace {

using enum SettingGroup;
using enum SettingKind;

constexpr std::array<std::string_view, 3> kCriteria = {"val_loss", "val_auc", "val_balanced_accuracy"};
constexpr std::array<std::string_view, 3> kSchedules = {"constant", "cosine", "plateau"};
constexpr std::array<std::string_view, 3> kFills = {"nearest", "reflect", "constant"};
constexpr std::array<std::string_view, 2> kAdamForms = {"keras", "pytorch"};
constexpr std::array<std::string_view, 4> kHeads = {"linear", "dense128", "dense128-64", "mlp"};
constexpr std::array<std::string_view, 2> kConstancies = {"none", "shades-of-grey"};
constexpr std::array<std::string_view, 2> kStatistics = {"stored", "batch"};
constexpr std::array<std::string_view, 2> kPrecisions = {"float32", "bfloat16"};

constexpr auto kInfos = std::to_array<SettingInfo>(
    {{"epochs", "Epochs", "", "How often every training image is seen, at most.", Length, Whole},
     {"patience", "Patience", "epochs", "Stop after so many epochs without a better one; 0 never stops early.", Length,
      Whole},
     {"criterion", "Best by", "", "What chooses the best epoch, stops early and lowers the rate on a plateau.", Length,
      Choice, kCriteria},
     {"batch", "Batch", "images", "Images per step of the optimiser.", Length, Whole},
     {"learning_rate", "Learning rate", "", "How far each step goes: about 1e-3 for a head, 1e-4 for a tail.", Rate,
      Number},
     {"schedule", "Schedule", "",
      "Constant; a cosine that falls to nothing at the last epoch; or lower on every plateau.", Rate, Choice,
      kSchedules},
     {"warmup_epochs", "Warm-up", "epochs", "Cosine: the rate first rises from nothing for so long.", Rate, Number},
     {"plateau_factor", "Plateau factor", "", "Plateau: the rate is multiplied by this.", Rate, Number},
     {"plateau_patience", "Plateau wait", "epochs", "Plateau: epochs without improvement before the rate falls.", Rate,
      Whole},
     {"min_learning_rate", "Lowest rate", "", "Plateau: the rate never falls below.", Rate, Number},
     {"rate_decay_by_depth", "Rate by depth", "", "Each block learns at this x the rate of the one after it; 1 alike.",
      Rate, Number},
     {"class_weights", "Weigh classes", "", "Rare classes count more: n / (classes x n of the class).", Balance,
      Switch},
     {"balanced_sampling", "Balanced draw", "", "Every class is shown equally often, rare images repeatedly.", Balance,
      Switch},
     {"balance_sources", "Balance sources", "",
      "Every source is shown equally often, and classes are weighed within it; one source only: no effect.", Balance,
      Switch},
     {"logit_adjustment", "Logit shift", "", "Adds the log of each class's share while learning; 1 is usual, 0 off.",
      Balance, Number},
     {"class_loss", "Learn classes", "",
      "Groups: their classes are learnt too, their loss counting this much; 1 is usual, 0 off.", Balance, Number},
     {"label_smoothing", "Smoothing", "", "Labels are taken for a little less than certain; 0.05 to 0.1, 0 off.",
      Balance, Number},
     {"focal_gamma", "Focal gamma", "", "Easy images count less (focal loss); 2 is usual, 0 is cross entropy.", Balance,
      Number},
     {"views_per_image", "Views", "", "Head: augmented views kept of each image, used in turn.", Views, Whole},
     {"fresh_views", "Fresh views", "", "Tail: new views every epoch in place of kept activations: slower, better.",
      Views, Switch},
     {"augment.rotation_deg", "Rotation", "deg", "Turned by up to this, either way; 180 is any direction.", Views,
      Number},
     {"augment.shift_fraction", "Shift", "of side", "Moved by up to this share of the side, each way.", Views, Number},
     {"augment.zoom_fraction", "Zoom", "", "Magnified by 1 - this to 1 + this.", Views, Number},
     {"augment.shear_deg", "Shear", "deg", "Slanted by up to this.", Views, Number},
     {"augment.flip_horizontal", "Flip left-right", "", "Mirrored half of the time.", Views, Switch},
     {"augment.flip_vertical", "Flip up-down", "", "Mirrored half of the time.", Views, Switch},
     {"augment.brightness", "Brightness", "", "Multiplied by 1 - this to 1 + this.", Views, Number},
     {"augment.contrast", "Contrast", "", "About the mean of the view, by 1 - this to 1 + this.", Views, Number},
     {"augment.saturation", "Saturation", "", "Colours paler or stronger, by 1 - this to 1 + this.", Views, Number},
     {"augment.hue_deg", "Hue", "deg", "Colours turned by up to this: another camera's.", Views, Number},
     {"augment.artefact_share", "Artefacts", "of views",
      "Hairs, a ruler, a marker's strokes, a dark rim: each over this share.", Views, Number},
     {"augment.edge_fill", "Beyond edges", "", "What is seen beyond the border of an image.", Views, Choice, kFills},
     {"mix.mixup_alpha", "MixUp", "alpha", "Images blended in pairs, share from Beta(a, a); 0 off.", Mixing, Number},
     {"mix.cutmix_alpha", "CutMix", "alpha", "A box of one image pasted into another; fresh images only; 0 off.",
      Mixing, Number},
     {"mix.style_alpha", "MixStyle", "alpha", "Tail and whole: another image's mean and contrast; 0.1 is usual, 0 off.",
      Mixing, Number},
     {"adam.weight_decay", "Weight decay", "", "Weights shrink by rate x this at each step (AdamW).", Optimiser,
      Number},
     {"clip_norm", "Clip norm", "", "Gradients longer than this are shortened to it; 0 never.", Optimiser, Number},
     {"average_decay", "Weight mean", "", "A running mean of the weights is judged and kept; 0.99 to 0.999, 0 off.",
      Optimiser, Number},
     {"adam.beta1", "Adam beta 1", "", "Memory of the mean gradient.", Optimiser, Number},
     {"adam.beta2", "Adam beta 2", "", "Memory of the mean squared gradient.", Optimiser, Number},
     {"adam.epsilon", "Adam epsilon", "", "Added to the root: bounds steps where gradients are tiny.", Optimiser,
      Number},
     {"adam.bias_correction", "Adam form", "", "Where epsilon stands, as in Keras or as in PyTorch.", Optimiser, Choice,
      kAdamForms},
     {"l2_sp", "Pull to start", "", "Each step draws the backbone back to its start by rate x this (L2-SP); 0 off.",
      Optimiser, Number},
     {"kept_share", "Share kept", "", "Kept: this share of what was learnt, the rest as the phase began; 1 is all.",
      Optimiser, Number},
     {"head", "Head", "", "The layers after the backbone.", Network, Choice, kHeads, true},
     {"tail_block",
      "Tail begins",
      "block",
      "The first block of the backbone that the tail trains.",
      Network,
      Whole,
      {},
      true},
     {"pooled_blocks",
      "Blocks read",
      "",
      "Blocks whose mean and deviation the head reads beside the last map: 13,16,17 or none.",
      Network,
      Number,
      {},
      true},
     {"input_px",
      "Input side",
      "px",
      "The side to which images are resampled; a multiple of 32.",
      Network,
      Whole,
      {},
      true},
     {"colour_constancy", "Colours", "", "Light of each image made neutral first, or left as it is.", Network, Choice,
      kConstancies, true},
     {"views",
      "Asked in views",
      "",
      "Turned and mirrored views whose answers are averaged: 1, 2, 4 or 8.",
      Network,
      Whole,
      {},
      true},
     {"batch_statistics", "BatchNorm", "", "Statistics as stored with the weights, or of each batch.", Network, Choice,
      kStatistics},
     {"frozen_precision", "Frozen layers", "", "Precision of the layers that do not learn.", Machine, Choice,
      kPrecisions},
     {"seed", "Seed", "", "Of all random numbers; equal seeds make equal runs.", Machine, Whole},
     {"threads", "Threads", "", "0 takes all processors.", Machine, Whole}});

}  // namespace

std::string_view title_of(SettingGroup group) {
  static constexpr std::array<std::string_view, 8> kTitles = {
      "Length", "Learning rate", "Classes and loss", "Augmentation", "Mixing", "Optimiser", "Network", "Machine"};
  return kTitles[static_cast<std::size_t>(group)];
}

std::span<const SettingInfo> setting_infos() { return kInfos; }

}  // namespace ml
