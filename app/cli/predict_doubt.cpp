#include "app/cli/predict_doubt.h"

#include <stdexcept>

#include "app/cli/calibration_option.h"
#include "app/workspace/model_familiarity.h"

namespace app::cli {

PredictDoubt::PredictDoubt(const ml::Model& model, std::optional<double> coverage, double decides_at)
    : familiarity_(ml::familiarity_of(model)),
      referral_(ml::referral_of(model)),
      head_(model),
      asker_(head_, familiarity_ ? &*familiarity_ : nullptr, referral_ ? referral_->threshold : 0.5) {
  if (coverage && *coverage < 1 && !referral_)
    throw std::runtime_error(
        "referring a share of the images: the model has not kept what doubt its validation images gave; choose it with "
        "`nevus refer WORKSPACE RUN --coverage 0.8 --keep`");
  coverage_ = coverage.value_or(referral_ ? referral_->coverage : 1);
  if (referral_ && coverage_ < 1)
    why_not_ =
        why_not_referred(threshold_of_referral(*referral_, applied_of(model), model.spec.classes.size()), decides_at);
}

std::string PredictDoubt::before(std::span<const float> answered, std::span<const float> pooled, Json& image) {
  std::string words;
  image["familiarity"] = Json();
  image["refer"] = Json();
  if (familiarity_) {
    const ml::FamiliarityJudgement judgement = familiarity_->judge(pooled.first(familiarity_->dimension));
    image["familiarity"] = familiarity_json(judgement, *familiarity_);
    if (judgement.unlike) words += "  " + familiarity_words(judgement, *familiarity_) + ";";
    unlike_ += judgement.unlike.value_or(false) ? 1U : 0U;
  }
  const auto said =
      referral_ && why_not_.empty() ? referred(*referral_, coverage_, asker_, answered, pooled) : std::nullopt;
  if (!said) return words;
  image["refer"] = said->refer;
  image["refer_by"] = {{"doubt", referral_->doubt},
                       {"value", said->doubt},
                       {"most_doubt", said->most_doubt},
                       {"coverage", said->coverage}};
  referred_ += said->refer ? 1U : 0U;
  return said->refer ? words + "  " + referred_words(*said) + ";" : words;
}

std::string PredictDoubt::remarks(std::size_t images, Json& all) const {
  all["why_not_referred"] = why_not_.empty() ? Json() : Json(why_not_);
  std::string text;
  if (!familiarity_) {
    text += "note: " + no_familiarity_words() + "\n";
  } else if (!familiarity_->threshold()) {
    text += "note: whether an image is like the training images cannot be said, with only " +
            std::to_string(familiarity_->validation_images) + " validation images\n";
  } else if (images > 1) {
    text += std::to_string(unlike_) + " of " + std::to_string(images) + " images are unlike the training images\n";
  }
  if (!why_not_.empty())
    text += "note: " + why_not_ + "\n";
  else if (referral_ && coverage_ < 1 && images > 1)
    text += std::to_string(referred_) + " of " + std::to_string(images) + " are referred to a person\n";
  return text;
}

}  // namespace app::cli
