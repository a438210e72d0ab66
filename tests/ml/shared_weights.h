// The ImageNet weights and their reference activations, which are not part of the project: found through
// NEVUS_WEIGHTS_DIR or beside the checkout; tests that need them are skipped without.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace ml::test {

inline std::filesystem::path shared_weights_folder() {
  const char* folder = std::getenv("NEVUS_WEIGHTS_DIR");
  if (folder != nullptr) return folder;
  return std::filesystem::path(NEVUS_SOURCE_DIR) / ".." / "shared" / "weights";
}

inline bool has_shared_weights() {
  return std::filesystem::exists(shared_weights_folder() / "mobilenet_v2.safetensors");
}

inline std::vector<float> read_floats(const std::filesystem::path& path) {
  std::vector<float> values(std::filesystem::file_size(path) / sizeof(float));
  std::ifstream file(path, std::ios::binary);
  file.read(reinterpret_cast<char*>(values.data()), static_cast<std::streamsize>(values.size() * sizeof(float)));
  if (!file) throw std::runtime_error("cannot read " + path.string());
  return values;
}

}  // namespace ml::test

#define NEVUS_NEEDS_SHARED_WEIGHTS()   \
  if (!ml::test::has_shared_weights()) \
  GTEST_SKIP() << "the ImageNet weights are not here; set NEVUS_WEIGHTS_DIR to the folder that holds them"
