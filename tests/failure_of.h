// What work says as it fails; empty: it did not.
#pragma once

#include <exception>
#include <functional>
#include <string>

namespace test_support {

inline std::string failure_of(const std::function<void()>& work) {
  try {
    work();
  } catch (const std::exception& error) {
    return error.what();
  }
  return "";
}

}  // namespace test_support
