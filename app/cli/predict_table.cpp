#include "app/cli/predict_table.h"

#include <cstdint>
#include <optional>

#include "app/export/csv_text.h"

namespace app::cli {
namespace {

void add_truth(CsvText& csv, const Json* truth) {
  if (truth == nullptr || truth->is_null())
    csv.text("");
  else
    csv.number(std::int64_t{truth->get<bool>() ? 1 : 0});
}

std::optional<double> number_or_none(const Json& value) {
  return value.is_null() ? std::nullopt : std::optional(value.get<double>());
}

std::string most_probable(const Json& probabilities, const std::vector<std::string>& groups) {
  std::string most;
  double best = -1;
  for (const std::string& group : groups) {
    const double probability = probabilities.at(group).get<double>();
    if (probability <= best) continue;
    best = probability;
    most = group;
  }
  return most;
}

}  // namespace

std::string predictions_table(const Json& said, const std::vector<std::string>& groups) {
  std::vector<std::string> heading = {"image",  "answer", "threshold",  "most_probable", "refer",
                                      "unlike", "views",  "calibrated", "model"};
  for (const std::string& group : groups) heading.push_back("p_" + group);
  CsvText csv(heading);
  for (const Json& image : said.at("predictions")) {
    const Json& probabilities = image.at("probabilities");
    csv.text(image.at("image").get<std::string>()).text(image.at("predicted").get<std::string>());
    csv.real(number_or_none(said.at("threshold"))).text(most_probable(probabilities, groups));
    add_truth(csv, image.find("refer"));
    const Json& familiarity = image.at("familiarity");
    add_truth(csv, familiarity.is_null() ? nullptr : familiarity.find("unlike"));
    csv.number(said.at("views").get<std::int64_t>());
    add_truth(csv, said.at("calibration").find("applied"));
    csv.text(said.at("model").get<std::string>());
    for (const std::string& group : groups) csv.real(probabilities.at(group).get<double>());
    csv.end_row();
  }
  return csv.written();
}

}  // namespace app::cli
