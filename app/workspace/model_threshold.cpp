#include "app/workspace/model_threshold.h"

#include <cstdio>
#include <stdexcept>

#include "ml/model/companions.h"

namespace app {
namespace {

std::string key() { return std::string(ml::kCompanion) + "threshold"; }

std::string digits(double value, const char* format) {
  char text[32];
  std::snprintf(text, sizeof text, format, value);
  return text;
}

double on_scale_of(const ml::FittedCalibration* applied, double before_calibration) {
  return applied == nullptr ? before_calibration : ml::moved_threshold(*applied, before_calibration);
}

const char* name_of(DecidedAt::From from) {
  switch (from) {
    case DecidedAt::From::Asked: return "asked for";
    case DecidedAt::From::Kept: return "kept";
    case DecidedAt::From::Usual: break;
  }
  return "usual";
}

}  // namespace

void put_threshold(ml::Model& model, const KeptThreshold& threshold) {
  model.weights.metadata()[key()] =
      Json{{"before_calibration", threshold.before_calibration}, {"words", threshold.words}}.dump();
}

std::optional<KeptThreshold> threshold_of(const ml::Model& model) {
  const auto found = model.weights.metadata().find(key());
  if (found == model.weights.metadata().end() || model.spec.classes.size() != 2) return std::nullopt;
  try {
    const Json json = Json::parse(found->second);
    const KeptThreshold kept{json.at("before_calibration").get<double>(), json.at("words").get<std::string>()};
    if (!(kept.before_calibration >= 0 && kept.before_calibration <= 1))
      throw std::runtime_error("it is not from 0 to 1");
    return kept;
  } catch (const std::exception& error) {
    throw std::runtime_error("reading the threshold that a model's file keeps: " + std::string(error.what()) +
                             "; choose it again with `nevus threshold --keep`");
  }
}

void erase_threshold(ml::Model& model) { model.weights.metadata().erase(key()); }

DecidedAt decided_at(const ml::Model& model, const ml::FittedCalibration* applied, std::optional<double> asked_for) {
  const std::size_t groups = model.spec.classes.size();
  DecidedAt at{.calibrated = applied != nullptr, .two_groups = groups == 2};
  if (!at.two_groups) {
    if (asked_for)
      throw std::runtime_error("deciding: a threshold is for two classes; this model has " + std::to_string(groups) +
                               " and calls the most probable" + (applied != nullptr ? " before calibration" : ""));
    return at;
  }
  if (const auto kept = threshold_of(model)) {
    at.kept = on_scale_of(applied, kept->before_calibration);
    at.kept_words = kept->words;
  }
  at.from = asked_for ? DecidedAt::From::Asked : at.kept ? DecidedAt::From::Kept : DecidedAt::From::Usual;
  at.value = asked_for            ? *asked_for
             : at.kept            ? *at.kept
             : applied != nullptr ? ml::moved_threshold(*applied, 0.5)
                                  : 0.5;
  return at;
}

std::string decided_words(const DecidedAt& at) {
  if (!at.two_groups)
    return at.calibrated ? "the most probable class before calibration is called" : "the most probable class is called";
  const std::string words = "positive at or above " + digits(at.value, "%.4g");
  const std::string how = at.kept_words.empty() ? "" : ": " + at.kept_words;
  switch (at.from) {
    case DecidedAt::From::Kept: return words + ", kept with the model" + how;
    case DecidedAt::From::Asked:
      return words + ", as asked for" +
             (at.kept ? ", in place of " + digits(*at.kept, "%.4g") + ", which is kept with the model" + how : "");
    case DecidedAt::From::Usual: break;
  }
  return words + (at.calibrated ? ", which is 0.5 before calibration" : "") + "; no threshold is kept with the model";
}

Json decided_json(const DecidedAt& at) {
  if (!at.two_groups) return {{"from", "most probable"}, {"kept", Json()}, {"words", decided_words(at)}};
  return {{"from", name_of(at.from)}, {"kept", Json(at.kept)}, {"words", decided_words(at)}};
}

}  // namespace app
