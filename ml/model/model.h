// A network with its numbers and everything that must travel with them: the preprocessing contract, the
// classes, the target it was trained on and what it was trained with. Kept in one safetensors file.
//
// Use: `Model model = load_model(path); save_model(path, model);`
//      `Model fresh = make_model(spec, contract, seed);`
//      `import_backbone(fresh, read_safetensors(torchvision_file));`
// Threads: any thread for reading; one thread at a time for changing it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <stdexcept>
#include <string>

#include "ml/arch/model_spec.h"
#include "ml/data/preprocess_contract.h"
#include "ml/metrics/fitted_calibration.h"
#include "ml/model/weights.h"

namespace ml {

class ModelError : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct Model {
  ModelSpec spec;
  PreprocessContract contract;
  std::string target;      // the name of the target whose classes these are
  int views = 1;           // test-time views: predictions are averaged over this many symmetries (symmetry.h)
  std::string trained_on;  // JSON of the caller's choice: split, label revision, seed, recipe
  Weights weights;         // exactly backbone_tensors(spec) and head_tensors(spec)
  // What its probabilities go through after they were averaged; absent: none was fitted.
  std::optional<FittedCalibration> calibration = {};
};

// Random numbers from the seed: He normal for convolutions, Glorot uniform for dense kernels.
Model make_model(const ModelSpec& spec, const PreprocessContract& contract, std::uint64_t seed);
// New numbers for the head only, such as before training on other classes; the spec's head and classes
// are replaced.
void replace_head(Model& model, HeadSpec head, std::vector<std::string> classes, std::uint64_t seed);

// Copies the backbone's tensors from a file with torchvision's names. What else is in it (such as a
// classifier for 1000 classes) is left out and listed in the report. Throws when a tensor is missing or
// has another shape, or one holds what is no number, naming it; the model is unchanged then.
WeightsReport import_backbone(Model& model, const Weights& weights);

// Throws ModelError when a tensor is missing, extra or misshaped, or the metadata does not describe a model.
Model load_model(const std::filesystem::path& path);
void save_model(const std::filesystem::path& path, const Model& model);

// Names the numbers of the backbone: part of the identity of a cached feature.
std::string backbone_hash(const Model& model);

}  // namespace ml
