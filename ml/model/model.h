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
#include <stdexcept>
#include <string>

#include "ml/data/preprocess_contract.h"
#include "ml/model/model_spec.h"
#include "ml/model/weights.h"

namespace ml {

class ModelError : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

struct Model {
  ModelSpec spec;
  PreprocessContract contract;
  std::string target;      // the name of the target whose classes these are
  int views = 1;           // an image is asked about in this many symmetries (symmetry.h); the answers are averaged
  std::string trained_on;  // JSON of the caller's choice: split, label revision, seed, recipe
  Weights weights;         // exactly backbone_tensors(spec) and head_tensors(spec)
};

// Random numbers from the seed: He normal for convolutions, Glorot uniform for dense kernels.
Model make_model(const ModelSpec& spec, const PreprocessContract& contract, std::uint64_t seed);
// New numbers for the head only, such as before training on other classes; the spec's head and classes
// are replaced.
void replace_head(Model& model, HeadSpec head, std::vector<std::string> classes, std::uint64_t seed);

// Copies the backbone's tensors from a file with torchvision's names. What else is in it (such as a
// classifier for 1000 classes) is left out and listed in the report. Throws when a tensor is missing or
// has another shape, naming it; the model is unchanged then.
WeightsReport import_backbone(Model& model, const Weights& weights);

// Throws ModelError when a tensor is missing, extra or misshaped, or the metadata does not describe a model.
Model load_model(const std::filesystem::path& path);
void save_model(const std::filesystem::path& path, const Model& model);

// Names the numbers of the backbone: part of the identity of a cached feature.
std::string backbone_hash(const Model& model);

struct ParameterCounts {
  std::int64_t total = 0;
  std::int64_t trainable = 0;
  std::int64_t frozen = 0;  // BatchNorm's running statistics are never trainable (Keras' way of counting)
};

enum class Depth { kHead, kTail, kWhole };

// "head", "tail", "whole".
std::string_view depth_name(Depth depth);
// Throws when it is none of the three.
Depth depth_from_name(std::string_view name);

ParameterCounts parameter_counts(const ModelSpec& spec, Depth depth);

}  // namespace ml
