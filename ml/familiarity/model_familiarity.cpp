// What a model's file holds of its training images: tensors beside the network's, and the groups' names.
#include <algorithm>
#include <stdexcept>

#include <nlohmann/json.hpp>

#include "ml/familiarity/familiarity.h"
#include "ml/familiarity/quantiles.h"
#include "ml/model/companions.h"

namespace ml {

namespace {

constexpr const char* kGroupsKey = "nevus.familiarity.groups";  // a JSON array; before, one a line

std::string name_of(const char* part) { return std::string(kCompanion) + "familiarity." + part; }

void put(Model& model, const char* part, std::vector<std::int64_t> shape, std::vector<float> values) {
  model.weights.set(name_of(part), {std::move(shape), std::move(values)});
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t end = std::min(text.find('\n', begin), text.size());
    lines.push_back(text.substr(begin, end - begin));
    begin = end + 1;
  }
  return lines;
}

// Names may hold line breaks, so that they stand in an array. Every line of the older form ended with one, which JSON
// on one line never does.
std::vector<std::string> names_from(const std::string& text) {
  if (text.ends_with('\n')) return lines_of(text);
  const nlohmann::json names = nlohmann::json::parse(text, nullptr, false);
  const bool fits = names.is_array() && std::ranges::all_of(names, [](const auto& name) { return name.is_string(); });
  return fits ? names.get<std::vector<std::string>>() : std::vector<std::string>();
}

void require_fitting(const Familiarity& known, std::size_t counts) {
  const std::size_t axes = known.variances.size(), groups = known.groups.size();
  const bool fits = known.dimension > 0 && groups > 0 && known.means.size() == groups * known.dimension &&
                    known.axes.size() == axes * known.dimension && known.rest_variance > 0 && counts == 3 &&
                    (known.validation.empty() || known.validation.size() == kQuantiles);
  if (!fits)
    throw std::runtime_error(
        "reading what a model knows of its training images: the parts in its file do not fit together; fit them again "
        "with `nevus familiarity`");
}

}  // namespace

void put_familiarity(Model& model, const Familiarity& known) {
  const auto size = [](std::size_t n) { return static_cast<std::int64_t>(n); };
  put(model, "means", {size(known.groups.size()), size(known.dimension)}, known.means);
  put(model, "axes", {size(known.variances.size()), size(known.dimension)}, known.axes);
  put(model, "variances", {size(known.variances.size())}, known.variances);
  put(model, "validation", {size(known.validation.size())}, known.validation);
  put(model, "counts", {3},
      {known.rest_variance, static_cast<float>(known.images), static_cast<float>(known.validation_images)});
  model.weights.metadata()[kGroupsKey] =
      nlohmann::json(known.groups).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::optional<Familiarity> familiarity_of(const Model& model) {
  if (!model.weights.contains(name_of("means"))) return std::nullopt;
  Familiarity known;
  const Tensor& means = model.weights.at(name_of("means"));
  known.dimension = means.shape.size() == 2 ? static_cast<std::size_t>(means.shape[1]) : 0;
  known.means = means.values;
  known.axes = model.weights.at(name_of("axes")).values;
  known.variances = model.weights.at(name_of("variances")).values;
  known.validation = model.weights.at(name_of("validation")).values;
  const std::vector<float>& counts = model.weights.at(name_of("counts")).values;
  if (const auto names = model.weights.metadata().find(kGroupsKey); names != model.weights.metadata().end())
    known.groups = names_from(names->second);
  if (counts.size() == 3) {
    known.rest_variance = counts[0];
    known.images = static_cast<std::int64_t>(counts[1]);
    known.validation_images = static_cast<std::int64_t>(counts[2]);
  }
  require_fitting(known, counts.size());
  return known;
}

}  // namespace ml
