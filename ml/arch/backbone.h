// A backbone as a chain of units, made from the family that a ModelSpec names; and the tensors that a model file must
// hold for it and for the head.
//
// Use: `const Backbone backbone = make_backbone(spec); for (const UnitSpec& unit : backbone.units) ...`
// A family is a function from ModelSpec to units, entered in the table of backbone.cpp under its name.
// Threads: any thread; plain values.
#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "ml/arch/model_spec.h"
#include "ml/arch/unit_spec.h"

namespace ml {

struct Backbone {
  std::vector<UnitSpec> units;
  int features = 1280;      // length of the pooled vector, see pooled_features.h
  int map_channels = 1280;  // of the last map, whose means are its first
  int map_px = 7;           // side of the last map
  // Where tail training begins: the cut lies before unit `tail_cut`, the first of the spec's tail_block (the
  // reference project's is 12, block 11 in Keras' counting), whose first trainable unit is its depthwise convolution.
  std::size_t tail_cut = 0;
  std::size_t tail_first_trainable = 0;

  // Floats of one image's activation at the cut, (C,H,W) sizes of that unit's input.
  std::size_t cut_length() const;
};

// Throws when the spec is not valid.
Backbone make_backbone(const ModelSpec& spec);

// Throws when there is no family of this name, naming those there are.
void require_known_family(std::string_view name);

// Every tensor of the backbone; every tensor of the head, named "classifier.<layer>.<tensor>".
std::vector<TensorSpec> backbone_tensors(const ModelSpec& spec);
std::vector<TensorSpec> head_tensors(const ModelSpec& spec);

}  // namespace ml
