// The safetensors file format: a JSON header with names, shapes and offsets, then the numbers.
//
// Use: `Weights weights = read_safetensors(path);` `write_safetensors(path, weights);`
// F32, F16 and BF16 are read (and become float); F32 is written. Every length, offset, shape and name
// is checked against the file before a byte is used. A file is written under a temporary name, synced
// and renamed, so that a full disk or a crash leaves the old one.
// Threads: any thread; nothing is kept between calls.
#pragma once

#include <filesystem>
#include <stdexcept>

#include "ml/model/weights.h"

namespace ml {

class SafetensorsError : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

Weights read_safetensors(const std::filesystem::path& path);
void write_safetensors(const std::filesystem::path& path, const Weights& weights);

}  // namespace ml
