// How much doubt there is about the answer to one image, from what its network made of it: so many kinds, to be
// compared on images whose labels are known (risk_report.h), and the one that a model refers by
// (ml/familiarity/referral.h).
//
//   DoubtAsker asker(head, familiarity, threshold);
//   const double doubt = asker.doubt(Doubt::Probability, before_calibration(answered, calibration), pooled);
//
// Probabilities and threshold are here as the network gave them: one doubt is compared with another of the same scale,
// and what is referred does not change when calibration is switched.
//
// One thread at a time (the head's rule); what is passed in stays the caller's and must outlive it.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ml/familiarity/familiarity.h"
#include "ml/familiarity/referral.h"
#include "ml/infer/head_predictor.h"
#include "ml/metrics/fitted_calibration.h"

namespace app {

enum class Doubt { Probability, PlainView, Views, DropoutEntropy, DropoutInformation, Unfamiliarity };

struct DoubtInfo {
  Doubt id;
  std::string_view name;   // stable: in JSON and in a model's file
  std::string_view title;  // for people
};
std::span<const DoubtInfo> doubt_list();
const DoubtInfo& info_of(Doubt doubt);
std::optional<Doubt> doubt_named(std::string_view name);

// One image's probabilities without the calibration that they went through; absent: none.
std::vector<float> before_calibration(std::span<const float> answered,
                                      const std::optional<ml::FittedCalibration>& applied);

inline constexpr int kDoubtPasses = 30;  // with dropout on

// 1 less the probability of what is decided; of two groups with the threshold moved to one half, so that the doubt is
// greatest at it.
double doubt_of_probabilities(std::span<const float> probabilities, double threshold);

class DoubtAsker {
 public:
  // `familiarity` may be null: Unfamiliarity throws then.
  DoubtAsker(ml::HeadPredictor& head, const ml::Familiarity* familiarity, double threshold)
      : head_(head), familiarity_(familiarity), threshold_(threshold) {}

  // `answered`: the probabilities as the network answered, over all views; `pooled`: (views, features), the plain view
  // first.
  double doubt(Doubt kind, std::span<const float> answered, std::span<const float> pooled);

 private:
  double of_views(std::span<const float> pooled);
  double of_dropout(std::span<const float> pooled, bool information);

  ml::HeadPredictor& head_;
  const ml::Familiarity* familiarity_;
  double threshold_;
};

// What a model with a referral says of an image: absent where it answers every image.
struct Referred {
  double doubt = 0, most_doubt = 0;
  double coverage = 1;
  bool refer = false;
};
std::optional<Referred> referred(const ml::Referral& referral, double coverage, DoubtAsker& asker,
                                 std::span<const float> answered, std::span<const float> pooled);
// "refer: it has more doubt than the 80 % of images that are answered"
std::string referred_words(const Referred& referred);

// What is referred was chosen for one threshold: a doubt of probabilities is greatest there. Of the probabilities as
// `applied` shows them, null: as the network gave them; absent: the doubt knows no threshold.
std::optional<double> threshold_of_referral(const ml::Referral& referral, const ml::FittedCalibration* applied,
                                            std::size_t groups);
// Why nothing is referred where another threshold decides; empty: it is the same, or there is none.
std::string why_not_referred(std::optional<double> chosen_at, double decides_at);

}  // namespace app
