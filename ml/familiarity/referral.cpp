#include "ml/familiarity/referral.h"

#include <cmath>
#include <limits>
#include <stdexcept>

#include "ml/familiarity/quantiles.h"
#include "ml/model/companions.h"

namespace ml {

namespace {

constexpr const char* kDoubtKey = "nevus.referral.doubt";

std::string name_of(const char* part) { return std::string(kCompanion) + "referral." + part; }

// What has just this doubt is still answered.
float not_below(double value) {
  const auto near = static_cast<float>(value);
  return static_cast<double>(near) < value ? std::nextafter(near, std::numeric_limits<float>::infinity()) : near;
}

}  // namespace

double Referral::most_doubt(double share) const {
  if (validation.empty()) throw std::runtime_error("referring to a person: no doubt of validation images is kept");
  if (!(share > 0 && share <= 1))
    throw std::runtime_error("referring to a person: the share that is answered is above 0 and at most 1, not " +
                             std::to_string(share));
  constexpr double kFloat = 1e-6;  // a coverage travels as a float
  if (limit && std::abs(share - coverage) < kFloat) return *limit;
  const double last = static_cast<double>(validation.size() - 1);
  return static_cast<double>(validation[static_cast<std::size_t>(std::ceil((share - kFloat) * last))]);
}

void put_referral(Model& model, const Referral& referral) {
  model.weights.set(name_of("validation"),
                    {{static_cast<std::int64_t>(referral.validation.size())}, referral.validation});
  std::vector<float> chosen = {static_cast<float>(referral.coverage), static_cast<float>(referral.threshold)};
  if (referral.limit) chosen.push_back(not_below(*referral.limit));
  model.weights.set(name_of("chosen"), {{static_cast<std::int64_t>(chosen.size())}, chosen});
  model.weights.metadata()[kDoubtKey] = referral.doubt;
}

std::optional<Referral> referral_of(const Model& model) {
  const auto doubt = model.weights.metadata().find(kDoubtKey);
  if (!model.weights.contains(name_of("chosen")) || doubt == model.weights.metadata().end()) return std::nullopt;
  Referral referral{doubt->second, model.weights.at(name_of("validation")).values};
  const std::vector<float>& chosen = model.weights.at(name_of("chosen")).values;
  if (chosen.size() < 2 || chosen.size() > 3 || referral.validation.size() != kQuantiles ||
      !(chosen[0] > 0 && chosen[0] <= 1))
    throw std::runtime_error(
        "reading where a model refers to a person: the parts in its file do not fit together; choose it again with "
        "`nevus refer`");
  referral.coverage = static_cast<double>(chosen[0]);
  referral.threshold = static_cast<double>(chosen[1]);
  if (chosen.size() == 3) referral.limit = static_cast<double>(chosen[2]);
  return referral;
}

void erase_referral(Model& model) {
  for (const char* part : {"validation", "chosen"}) model.weights.erase(name_of(part));
  model.weights.metadata().erase(kDoubtKey);
}

}  // namespace ml
