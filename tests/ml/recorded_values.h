// Values recorded by the scripts of tests/reference.
#pragma once

#include <filesystem>
#include <fstream>
#include <optional>
#include <stdexcept>
#include <string>

#include <nlohmann/json.hpp>

namespace recorded {

// One member of a file of recorded values, as a value of its own: a loop may run over it.
inline nlohmann::json load(const std::string& name, const char* member) {
  const std::filesystem::path path = std::filesystem::path(NEVUS_TESTS_DIR) / "reference" / name;
  std::ifstream file(path);
  if (!file) throw std::runtime_error("Cannot open the recorded values: " + path.string());
  nlohmann::json values = nlohmann::json::parse(file).at(member);
  if (values.empty())
    throw std::runtime_error("Nothing was recorded under " + std::string(member) + ": " + path.string());
  return values;
}

inline std::optional<double> optional_number(const nlohmann::json& value) {
  return value.is_null() ? std::nullopt : std::optional<double>(value.get<double>());
}

}  // namespace recorded
