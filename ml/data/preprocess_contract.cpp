#include "ml/data/preprocess_contract.h"

#include <cmath>
#include <stdexcept>
#include <utility>
#include <vector>

#include <nlohmann/json.hpp>

#include "ml/random/hash.h"

namespace ml {

namespace {

using nlohmann::json;

constexpr int kLargestSide_px = 4096;

std::string_view name_of(Resampling) { return "bilinear-antialiased"; }
std::string_view name_of(ColourSpace) { return "srgb"; }
std::string_view name_of(ColourConstancy constancy) {
  return constancy == ColourConstancy::None ? "none" : "shades-of-grey";
}
std::string_view name_of(ValueRange range) { return range == ValueRange::ZeroToOne ? "0..1" : "-1..1"; }
std::string_view name_of(Decoding decoding) { return decoding == Decoding::AsStored ? "as-stored" : "upright-srgb"; }
std::string_view name_of(CropMode crop) {
  switch (crop) {
    case CropMode::CentreSquare: return "centre-square";
    case CropMode::Stretch: return "stretch";
    case CropMode::FitPad: return "fit-pad";
  }
  throw std::runtime_error("A preprocessing contract has an unknown crop mode.");
}

// Every field once, in the order in which differences are reported; each value as JSON text.
std::vector<std::pair<std::string, json>> fields(const PreprocessContract& contract) {
  std::vector<std::pair<std::string, json>> all = {{"size_px", contract.size_px},
                                                   {"resampling", name_of(contract.resampling)},
                                                   {"crop", name_of(contract.crop)},
                                                   {"crop_fraction", contract.crop_fraction},
                                                   {"colour_space", name_of(contract.colour_space)},
                                                   {"range", name_of(contract.range)},
                                                   {"mean", contract.mean},
                                                   {"std", contract.std}};
  // Younger than the others: left out where it is not used, so that older contracts keep their names.
  if (contract.colour_constancy != ColourConstancy::None)
    all.emplace_back("colour_constancy", name_of(contract.colour_constancy));
  return all;
}

std::string text_of(const std::vector<std::pair<std::string, json>>& members) {
  nlohmann::ordered_json object;
  for (const auto& [name, value] : members) object[name] = value;
  return object.dump();
}

template <class Enum>
Enum parse(const json& object, const char* field, std::initializer_list<Enum> choices) {
  const auto text = object.at(field).get<std::string>();
  for (const Enum choice : choices) {
    if (name_of(choice) == text) return choice;
  }
  throw std::runtime_error(std::string("the value \"") + text + "\" of \"" + field + "\" is not known");
}

PreprocessContract parse_fields(const json& object) {
  PreprocessContract contract;
  contract.size_px = object.at("size_px").get<int>();
  contract.resampling = parse(object, "resampling", {Resampling::BilinearAntialiased});
  contract.crop = parse(object, "crop", {CropMode::CentreSquare, CropMode::Stretch, CropMode::FitPad});
  contract.crop_fraction = object.at("crop_fraction").get<double>();
  contract.colour_space = parse(object, "colour_space", {ColourSpace::Srgb});
  if (object.contains("colour_constancy"))
    contract.colour_constancy =
        parse(object, "colour_constancy", {ColourConstancy::None, ColourConstancy::ShadesOfGrey});
  contract.range = parse(object, "range", {ValueRange::ZeroToOne, ValueRange::MinusOneToOne});
  contract.mean = object.at("mean").get<std::array<float, 3>>();
  contract.std = object.at("std").get<std::array<float, 3>>();
  if (object.contains("decoding")) contract.decoding = parse(object, "decoding", {Decoding::AsStored, Decoding::Meant});
  if (object.size() != fields(contract).size() + object.count("decoding"))
    throw std::runtime_error("it has members this version does not know");
  require_valid(contract);
  return contract;
}

}  // namespace

std::string PreprocessContract::to_json() const {
  auto members = fields(*this);
  if (decoding != Decoding::AsStored) members.emplace_back("decoding", name_of(decoding));
  return text_of(members);
}

PreprocessContract PreprocessContract::from_json(std::string_view text) {
  try {
    return parse_fields(json::parse(text));
  } catch (const std::exception& error) {
    throw std::runtime_error(std::string("Cannot read a preprocessing contract: ") + error.what() +
                             ". Use the contract that was written with the model.");
  }
}

std::string PreprocessContract::id() const { return "pp1-" + hex16(stable_hash(text_of(fields(*this)))); }

PreprocessContract imagenet_contract(int size_px) {
  PreprocessContract contract;
  contract.size_px = size_px;
  contract.mean = {0.485F, 0.456F, 0.406F};
  contract.std = {0.229F, 0.224F, 0.225F};
  return contract;
}

void require_valid(const PreprocessContract& contract) {
  const auto refuse = [](const std::string& why) {
    throw std::runtime_error("A preprocessing contract is not valid: " + why);
  };
  if (contract.size_px < 1 || contract.size_px > kLargestSide_px) {
    refuse("size_px is " + std::to_string(contract.size_px) + ", allowed are 1 to " + std::to_string(kLargestSide_px));
  }
  if (!(contract.crop_fraction > 0 && contract.crop_fraction <= 1)) {
    refuse("crop_fraction is " + std::to_string(contract.crop_fraction) + ", it must be above 0 and at most 1");
  }
  for (std::size_t c = 0; c < 3; ++c) {
    if (!std::isfinite(contract.mean[c])) refuse("mean[" + std::to_string(c) + "] is not a number");
    if (!(contract.std[c] > 0) || !std::isfinite(contract.std[c])) {
      refuse("std[" + std::to_string(c) + "] is " + std::to_string(contract.std[c]) + ", it must be above 0");
    }
  }
}

void require_same_contract(const PreprocessContract& stored, const PreprocessContract& requested) {
  auto left = fields(stored);
  auto right = fields(requested);
  if (left.size() != right.size()) (left.size() < right.size() ? left : right).emplace_back("colour_constancy", "none");
  for (std::size_t i = 0; i < left.size(); ++i) {
    if (left[i].second == right[i].second) continue;
    throw std::runtime_error("The model was trained with another preprocessing: " + left[i].first + " is " +
                             left[i].second.dump() + " in the model and " + right[i].second.dump() +
                             " here. Use the model's own preprocessing.");
  }
}

}  // namespace ml
