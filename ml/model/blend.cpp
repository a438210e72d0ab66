#include "ml/model/blend.h"

#include <string>

#include <nlohmann/json.hpp>

#include "ml/model/companions.h"

namespace ml {

namespace {

void require_alike(const Model& from, const Model& to) {
  const auto refuse = [](const std::string& what) {
    throw ModelError("cannot blend two models: " + what + "; both must come from the same recipe");
  };
  ModelSpec a = from.spec, b = to.spec;
  a.tail_block = b.tail_block;  // where learning began changes no tensor
  if (a != b) refuse("their networks differ, " + from.spec.to_json() + " and " + to.spec.to_json());
  if (from.target != to.target)
    refuse("one was trained for the target \"" + from.target + "\", the other for \"" + to.target + "\"");
  require_same_contract(from.contract, to.contract);
}

// No run made it: both of its parts are told, with what each says of itself.
std::string made_of(const Model& from, const Model& to, double share) {
  const auto said_by = [](const Model& model) {
    auto json = nlohmann::json::parse(model.trained_on, nullptr, false);
    return json.is_discarded() ? nlohmann::json() : json;
  };
  const nlohmann::json blend{{"share", share}, {"from", said_by(from)}, {"to", said_by(to)}};
  return nlohmann::json{{"blend", blend}}.dump();
}

}  // namespace

Model blend(const Model& from, const Model& to, double share) {
  if (!(share >= 0 && share <= 1)) throw ModelError("cannot blend two models: the share must lie in 0 .. 1");
  require_alike(from, to);
  Model between;
  between.spec = to.spec;
  between.contract = to.contract;
  between.target = to.target;
  between.views = to.views;
  between.trained_on = made_of(from, to, share);
  for (const auto& [name, after] : to.weights.tensors()) {
    if (is_companion(name)) continue;  // made for either's outputs, not for what lies between them
    Tensor tensor = from.weights.at(name);
    for (std::size_t i = 0; i < tensor.values.size(); ++i) {
      const auto before = static_cast<double>(tensor.values[i]);
      tensor.values[i] = static_cast<float>(before + share * (static_cast<double>(after.values[i]) - before));
    }
    between.weights.set(name, std::move(tensor));
  }
  return between;
}

}  // namespace ml
