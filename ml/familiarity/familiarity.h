// How unlike a model's training images an image is, from its pooled features: the squared Mahalanobis distance to the
// nearest of the training images' groups (a class of a source), on features of length 1, with one covariance for all
// groups. Of the covariance the widest 64 directions are kept; along all others the variance is taken as equal (Tipping
// and Bishop 1999), so that a model carries 0.3 MB. Divided by its expectation: about 1 for a training image.
//
//   Familiarity known = fit_familiarity({features, dimension, groups, names}, validation_features);
//   put_familiarity(model, known);  save_model(file, model);
//   if (const auto known = familiarity_of(model)) known->judge(pooled).unlike
//
// `unlike` and percentile come from validation images: kUnlikeShare of them are called unlike. With fewer than
// kLeastValidation of them neither is estimated, and both are absent; the score is there.
//
// Threads: any thread; a plain value once it is made. Throws std::runtime_error on sizes that do not fit and on
// features that are not finite, saying of which row.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "ml/model/model.h"

namespace ml {

inline constexpr std::size_t kFamiliarityAxes = 64;
inline constexpr std::size_t kLeastValidation = 100;
inline constexpr double kUnlikeShare = 0.01;

struct FamiliarityJudgement {
  double score = 0;
  std::optional<double> percentile = {};  // so many of 100 validation images are less unlike
  std::optional<bool> unlike = {};
  std::size_t nearest = 0;  // of the groups
};

struct Familiarity {
  std::size_t dimension = 0;
  std::vector<std::string> groups;  // "malignant", or "malignant of ham224"
  std::vector<float> means;         // (groups, dimension)
  std::vector<float> axes;          // (count, dimension), orthonormal
  std::vector<float> variances;     // along each
  float rest_variance = 0;          // along every other direction
  std::vector<float> validation;    // score at the shares 0, 1/1000, ... 1 of the validation images; or empty
  std::int64_t images = 0, validation_images = 0;  // it was made of

  double score(std::span<const float> features, std::size_t* nearest = nullptr) const;
  FamiliarityJudgement judge(std::span<const float> features) const;
  std::optional<double> threshold() const;  // unlike above it
  std::optional<double> percentile(double score) const;
  // 1 at the threshold; absent where there is none.
  std::optional<double> relative(double score) const;
};

struct FamiliarityRows {
  std::span<const float> features;  // (n, dimension)
  std::size_t dimension = 0;
  std::span<const int> group;  // of each
  std::vector<std::string> names;
};
// Of more than 10,000 training images as many are taken, evenly spread. A group of less than 20 images counts as one
// with all others of that kind.
Familiarity fit_familiarity(const FamiliarityRows& train, std::span<const float> validation_features);

// In the model's file; a model of earlier versions has none. Throws when what is there does not fit together.
void put_familiarity(Model& model, const Familiarity& familiarity);
std::optional<Familiarity> familiarity_of(const Model& model);

}  // namespace ml
