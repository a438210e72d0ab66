#include "ml/model/calibration_json.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>

#include <nlohmann/json.hpp>

namespace ml {
namespace {

using nlohmann::json;

void require_whole(const FittedCalibration& calibration, std::size_t classes) {
  if (!(calibration.temperature > 0 && std::isfinite(calibration.temperature)))
    throw std::runtime_error("its temperature is " + std::to_string(calibration.temperature) + "; it must be above 0");
  if (!calibration.bias.empty() && calibration.bias.size() != classes)
    throw std::runtime_error("it has " + std::to_string(calibration.bias.size()) + " biases for " +
                             std::to_string(classes) + " classes");
  if (!std::ranges::all_of(calibration.bias, [](double bias) { return std::isfinite(bias); }))
    throw std::runtime_error("a bias is no finite number");
}

}  // namespace

std::string calibration_json(const FittedCalibration& calibration) {
  return json{{"temperature", calibration.temperature},
              {"bias", calibration.bias},
              {"on", calibration.on},
              {"images", calibration.images},
              {"groups", calibration.groups},
              {"fitted_on", calibration.fitted_on},
              {"without_images", calibration.without_images},
              {"at_bound", calibration.at_bound},
              {"nll_before", calibration.nll_before},
              {"nll_after", calibration.nll_after}}
      .dump();
}

FittedCalibration calibration_from_json(std::string_view text, std::size_t classes) {
  try {
    const json all = json::parse(text);
    FittedCalibration calibration{.temperature = all.at("temperature").get<double>(),
                                  .bias = all.at("bias").get<std::vector<double>>(),
                                  .on = all.value("on", true),
                                  .images = all.value("images", std::int64_t{0}),
                                  .groups = all.value("groups", std::int64_t{0}),
                                  .fitted_on = all.value("fitted_on", std::string()),
                                  .without_images = all.value("without_images", std::vector<int>()),
                                  .at_bound = all.value("at_bound", false),
                                  .nll_before = all.value("nll_before", 0.0),
                                  .nll_after = all.value("nll_after", 0.0)};
    require_whole(calibration, classes);
    return calibration;
  } catch (const std::exception& error) {
    throw std::runtime_error(std::string("cannot read the calibration: ") + error.what());
  }
}

}  // namespace ml
