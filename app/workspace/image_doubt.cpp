#include "app/workspace/image_doubt.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <stdexcept>

#include "ml/metrics/ensemble.h"

namespace app {
namespace {

constexpr std::array kDoubts = {
    DoubtInfo{Doubt::Probability, "probability", "probability as answered"},
    DoubtInfo{Doubt::PlainView, "plain_view", "probability of the plain view"},
    DoubtInfo{Doubt::Views, "views", "disagreement of the views"},
    DoubtInfo{Doubt::DropoutEntropy, "dropout_entropy", "dropout passes, all doubt"},
    DoubtInfo{Doubt::DropoutInformation, "dropout_information", "dropout passes, disagreement"},
    DoubtInfo{Doubt::Unfamiliarity, "unfamiliarity", "unlike the training images"},
};

constexpr std::uint64_t kSeed = 20160619;  // of the dropout masks: the same for every image, wherever it is asked about

bool is_of_probabilities(Doubt doubt) {
  return doubt == Doubt::Probability || doubt == Doubt::PlainView || doubt == Doubt::DropoutEntropy;
}

// To what calibration and a float leave of it.
bool is_same_threshold(double a, double b) {
  const double to_the_end = std::min({a, b, 1 - a, 1 - b});
  return std::abs(a - b) <= 1e-6 + 1e-3 * std::max(to_the_end, 0.0);
}

double logit(double probability) {
  constexpr double kLeast = 1e-9;
  const double p = std::clamp(probability, kLeast, 1 - kLeast);
  return std::log(p / (1 - p));
}

}  // namespace

std::span<const DoubtInfo> doubt_list() { return kDoubts; }

const DoubtInfo& info_of(Doubt doubt) { return *std::ranges::find(kDoubts, doubt, &DoubtInfo::id); }

std::optional<Doubt> doubt_named(std::string_view name) {
  const auto found = std::ranges::find(kDoubts, name, &DoubtInfo::name);
  return found == kDoubts.end() ? std::nullopt : std::optional(found->id);
}

std::vector<float> before_calibration(std::span<const float> answered,
                                      const std::optional<ml::FittedCalibration>& applied) {
  std::vector<float> given(answered.begin(), answered.end());
  if (applied) ml::apply(ml::inverse_of(*applied), given, static_cast<int>(given.size()));
  return given;
}

double doubt_of_probabilities(std::span<const float> probabilities, double threshold) {
  if (probabilities.size() != 2) return 1 - static_cast<double>(*std::ranges::max_element(probabilities));
  const double beside = std::abs(logit(static_cast<double>(probabilities[1])) - logit(threshold));
  return 1 / (1 + std::exp(beside));
}

double DoubtAsker::of_views(std::span<const float> pooled) {
  const std::size_t views = pooled.size() / head_.feature_length();
  if (views < 2) throw std::runtime_error("the model asks about one view only");
  std::vector<float> answers(views * static_cast<std::size_t>(head_.classes()));
  head_.probabilities(pooled, views, answers);
  return ml::summarise_members(answers, static_cast<int>(views), head_.classes()).mutual_information.front();
}

double DoubtAsker::of_dropout(std::span<const float> pooled, bool information) {
  std::vector<float> answers(kDoubtPasses * static_cast<std::size_t>(head_.classes()));
  head_.sampled_probabilities(pooled.first(head_.feature_length()), kDoubtPasses, kSeed, answers);
  const ml::EnsembleSummary summary = ml::summarise_members(answers, kDoubtPasses, head_.classes());
  return information ? summary.mutual_information.front() : doubt_of_probabilities(summary.mean, threshold_);
}

double DoubtAsker::doubt(Doubt kind, std::span<const float> answered, std::span<const float> pooled) {
  const std::span<const float> plain = pooled.first(head_.feature_length());
  switch (kind) {
    case Doubt::Probability: return doubt_of_probabilities(answered, threshold_);
    case Doubt::PlainView: {
      std::vector<float> once(static_cast<std::size_t>(head_.classes()));
      head_.probabilities(plain, 1, once);
      return doubt_of_probabilities(once, threshold_);
    }
    case Doubt::Views: return of_views(pooled);
    case Doubt::DropoutEntropy: return of_dropout(pooled, false);
    case Doubt::DropoutInformation: return of_dropout(pooled, true);
    case Doubt::Unfamiliarity: break;
  }
  if (familiarity_ == nullptr) throw std::runtime_error("the model has not kept what its training images are like");
  return familiarity_->score(plain);
}

std::optional<Referred> referred(const ml::Referral& referral, double coverage, DoubtAsker& asker,
                                 std::span<const float> answered, std::span<const float> pooled) {
  if (coverage >= 1) return std::nullopt;
  const auto kind = doubt_named(referral.doubt);
  if (!kind) throw std::runtime_error("referring to a person: no doubt is called \"" + referral.doubt + "\" here");
  Referred result{asker.doubt(*kind, answered, pooled), referral.most_doubt(coverage), coverage, false};
  result.refer = result.doubt > result.most_doubt;
  return result;
}

std::string referred_words(const Referred& referred) {
  char text[128];
  std::snprintf(text, sizeof text, "%s than the surest %.0f %% of validation images",
                referred.refer ? "refer to a person: it has more doubt" : "answered: it has no more doubt",
                100 * referred.coverage);
  return text;
}

std::optional<double> threshold_of_referral(const ml::Referral& referral, const ml::FittedCalibration* applied,
                                            std::size_t groups) {
  const auto kind = doubt_named(referral.doubt);
  if (groups != 2 || !kind || !is_of_probabilities(*kind)) return std::nullopt;
  return applied != nullptr ? ml::moved_threshold(*applied, referral.threshold) : referral.threshold;
}

std::string why_not_referred(std::optional<double> chosen_at, double decides_at) {
  if (!chosen_at || is_same_threshold(*chosen_at, decides_at)) return {};
  char text[192];
  std::snprintf(text, sizeof text,
                "nothing is referred to a person: that was chosen at the threshold %.4g, and %.4g decides; choose "
                "it again with `nevus refer`",
                *chosen_at, decides_at);
  return text;
}

}  // namespace app
