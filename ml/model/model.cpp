#include "ml/model/model.h"

#include <charconv>
#include <cmath>

#include "ml/arch/backbone.h"
#include "ml/data/symmetry.h"
#include "ml/model/calibration_json.h"
#include "ml/model/companions.h"
#include "ml/model/safetensors.h"
#include "ml/random/counter_rng.h"
#include "ml/random/hash.h"

namespace ml {

namespace {

constexpr const char* kSpecKey = "nevus.spec";
constexpr const char* kContractKey = "nevus.contract";
constexpr const char* kTargetKey = "nevus.target";
constexpr const char* kViewsKey = "nevus.views";
constexpr const char* kTrainedOnKey = "nevus.trained_on";
constexpr const char* kCalibrationKey = "nevus.calibration";
constexpr const char* kFormatKey = "nevus.format";
constexpr const char* kFormat = "1";

bool ends_with_any(std::string_view name, std::initializer_list<std::string_view> ends) {
  for (const std::string_view end : ends)
    if (name.ends_with(end)) return true;
  return false;
}

void fill_normal(Tensor& tensor, double deviation, CounterRng rng) {
  for (float& value : tensor.values) value = static_cast<float>(deviation * rng.normal());
}

void fill_uniform(Tensor& tensor, double limit, CounterRng rng) {
  for (float& value : tensor.values) value = static_cast<float>(rng.uniform(-limit, limit));
}

// BatchNorms begin as the identity and biases at 0; their names and ranks tell them apart.
Tensor initial_tensor(const TensorSpec& spec, std::uint64_t seed) {
  Tensor tensor = Tensor::zeros(spec.shape);
  CounterRng rng(seed, {stable_hash(spec.name), 0});
  if (spec.shape.size() == 4) {
    const auto fan_out = static_cast<double>(spec.shape[0] * spec.shape[2] * spec.shape[3]);
    const bool depthwise = spec.shape[1] == 1;
    fill_normal(tensor, std::sqrt(2.0 / (depthwise ? fan_out / static_cast<double>(spec.shape[0]) : fan_out)), rng);
  } else if (spec.shape.size() == 2) {
    fill_uniform(tensor, std::sqrt(6.0 / static_cast<double>(spec.shape[0] + spec.shape[1])), rng);
  } else if (ends_with_any(spec.name, {".weight", ".running_var"})) {
    tensor.values.assign(tensor.values.size(), 1.F);
  }
  return tensor;
}

std::vector<TensorSpec> all_tensors(const ModelSpec& spec) {
  std::vector<TensorSpec> tensors = backbone_tensors(spec);
  for (TensorSpec& tensor : head_tensors(spec)) tensors.push_back(std::move(tensor));
  return tensors;
}

// Absent in models that are asked once.
int views_from(const std::string& text) {
  int views = 1;
  if (!text.empty()) std::from_chars(text.data(), text.data() + text.size(), views);
  require_views(views);
  return views;
}

std::string metadata_text(const Weights& weights, const char* key) {
  const auto found = weights.metadata().find(key);
  return found == weights.metadata().end() ? std::string() : found->second;
}

// Absent in models made before there was one, and where none could be fitted.
std::optional<FittedCalibration> calibration_in(const Weights& weights, const ModelSpec& spec) {
  const std::string text = metadata_text(weights, kCalibrationKey);
  return text.empty() ? std::nullopt : std::optional(calibration_from_json(text, spec.classes.size()));
}

Model describe_model(Weights weights) {
  if (metadata_text(weights, kFormatKey) != kFormat)
    throw std::runtime_error("it does not say which network its numbers belong to; import it as weights instead");
  Model model;
  model.spec = ModelSpec::from_json(metadata_text(weights, kSpecKey));
  model.contract = PreprocessContract::from_json(metadata_text(weights, kContractKey));
  model.target = metadata_text(weights, kTargetKey);
  model.views = views_from(metadata_text(weights, kViewsKey));
  model.trained_on = metadata_text(weights, kTrainedOnKey);
  model.calibration = calibration_in(weights, model.spec);
  model.weights = std::move(weights);
  return model;
}

void require_whole(const Model& model) {
  if (model.contract.size_px != model.spec.input_px)
    throw std::runtime_error("its contract makes images of " + std::to_string(model.contract.size_px) +
                             " px, its network wants " + std::to_string(model.spec.input_px));
  const std::vector<TensorSpec> expected = all_tensors(model.spec);
  WeightsReport report = compare(model.weights, expected);
  std::erase_if(report.extra, [](const std::string& name) { return is_companion(name); });
  if (!report.fits() || !report.extra.empty()) throw std::runtime_error(report.text());
  require_numbers(model.weights);
}

}  // namespace

Model make_model(const ModelSpec& spec, const PreprocessContract& contract, std::uint64_t seed) {
  Model model;
  model.spec = spec;
  model.contract = contract;
  for (const TensorSpec& tensor : all_tensors(spec)) model.weights.set(tensor.name, initial_tensor(tensor, seed));
  return model;
}

void replace_head(Model& model, HeadSpec head, std::vector<std::string> classes, std::uint64_t seed) {
  ModelSpec spec = model.spec;
  spec.head = std::move(head);
  spec.classes = std::move(classes);
  require_valid(spec);
  for (const TensorSpec& tensor : head_tensors(model.spec)) model.weights.erase(tensor.name);
  model.spec = std::move(spec);
  model.calibration.reset();
  for (const TensorSpec& tensor : head_tensors(model.spec))
    model.weights.set(tensor.name, initial_tensor(tensor, seed));
}

WeightsReport import_backbone(Model& model, const Weights& weights) {
  const std::vector<TensorSpec> expected = backbone_tensors(model.spec);
  try {
    require_numbers(weights);
  } catch (const std::exception& error) {
    throw ModelError(std::string("cannot use these weights: ") + error.what() + "; get the file again");
  }
  WeightsReport report = compare(weights, expected);
  if (!report.fits())
    throw ModelError("cannot use these weights for a MobileNetV2 of width " + std::to_string(model.spec.width) + ": " +
                     report.text() + "; take a file with torchvision's names and this width");
  for (const TensorSpec& tensor : expected) model.weights.set(tensor.name, weights.at(tensor.name));
  return report;
}

Model load_model(const std::filesystem::path& path) {
  try {
    Model model = describe_model(read_safetensors(path));
    require_whole(model);
    return model;
  } catch (const SafetensorsError&) {
    throw;
  } catch (const std::exception& error) {
    throw ModelError(std::string("cannot load the model: ") + error.what() + ": " + path.string());
  }
}

void save_model(const std::filesystem::path& path, const Model& model) {
  try {
    require_whole(model);
  } catch (const std::exception& error) {
    throw ModelError(std::string("cannot save the model: ") + error.what() + ": " + path.string());
  }
  Weights weights = model.weights;
  weights.metadata()[kFormatKey] = std::string(kFormat);
  weights.metadata()[kSpecKey] = model.spec.to_json();
  weights.metadata()[kContractKey] = model.contract.to_json();
  weights.metadata()[kTargetKey] = model.target;
  weights.metadata()[kTrainedOnKey] = model.trained_on;
  for (const char* key : {kViewsKey, kCalibrationKey}) weights.metadata().erase(key);  // of the file it was loaded from
  if (model.views != 1) weights.metadata()[kViewsKey] = std::to_string(model.views);
  if (model.calibration) weights.metadata()[kCalibrationKey] = calibration_json(*model.calibration);
  write_safetensors(path, weights);
}

std::string backbone_hash(const Model& model) {
  std::uint64_t hash = stable_hash(std::to_string(model.spec.width));
  hash = stable_hash(std::to_string(model.spec.batch_norm.epsilon), hash);
  for (const TensorSpec& spec : backbone_tensors(model.spec)) {
    const std::vector<float>& values = model.weights.at(spec.name).values;
    hash = stable_hash({reinterpret_cast<const char*>(values.data()), values.size() * sizeof(float)}, hash);
  }
  return hex16(hash);
}

}  // namespace ml
