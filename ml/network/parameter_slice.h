// Where one learning tensor lies in a network's flat array of parameters.
// Threads: any thread; a plain value.
#pragma once

#include <cstddef>
#include <string>

#include "ml/tensor/tensor.h"

namespace ml {

struct ParameterSlice {
  std::string name;  // as in the model file
  Shape shape;
  std::size_t offset = 0;
  std::size_t size = 0;
  float l2 = 0.F;
};

}  // namespace ml
