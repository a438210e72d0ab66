#include "ml/familiarity/referral.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include "ml/familiarity/quantiles.h"
#include "ml/model/companions.h"

namespace ml {

namespace {

constexpr const char* kDoubtKey = "nevus.referral.doubt";

std::string name_of(const char* part) { return std::string(kCompanion) + "referral." + part; }

}  // namespace

double Referral::most_doubt(double share) const {
  if (validation.empty()) throw std::runtime_error("referring to a person: no doubt of validation images is kept");
  if (!(share > 0 && share <= 1))
    throw std::runtime_error("referring to a person: the share that is answered is above 0 and at most 1, not " +
                             std::to_string(share));
  const double at = share * static_cast<double>(validation.size() - 1);
  return static_cast<double>(validation[static_cast<std::size_t>(std::ceil(at - 1e-9))]);
}

void put_referral(Model& model, const Referral& referral) {
  model.weights.set(name_of("validation"),
                    {{static_cast<std::int64_t>(referral.validation.size())}, referral.validation});
  model.weights.set(name_of("chosen"),
                    {{2}, {static_cast<float>(referral.coverage), static_cast<float>(referral.threshold)}});
  model.weights.metadata()[kDoubtKey] = referral.doubt;
}

std::optional<Referral> referral_of(const Model& model) {
  const auto doubt = model.weights.metadata().find(kDoubtKey);
  if (!model.weights.contains(name_of("chosen")) || doubt == model.weights.metadata().end()) return std::nullopt;
  Referral referral{doubt->second, model.weights.at(name_of("validation")).values};
  const std::vector<float>& chosen = model.weights.at(name_of("chosen")).values;
  if (chosen.size() != 2 || referral.validation.size() != kQuantiles || !(chosen[0] > 0 && chosen[0] <= 1))
    throw std::runtime_error(
        "reading where a model refers to a person: the parts in its file do not fit together; choose it again with "
        "`nevus refer`");
  referral.coverage = static_cast<double>(chosen[0]);
  referral.threshold = static_cast<double>(chosen[1]);
  return referral;
}

void erase_referral(Model& model) {
  for (const char* part : {"validation", "chosen"}) model.weights.erase(name_of(part));
  model.weights.metadata().erase(kDoubtKey);
}

}  // namespace ml
