// The check of the arrays that predictors are given. Threads: any thread; a pure function.
#pragma once

#include <cstddef>
#include <stdexcept>
#include <string>

namespace ml {

inline void require_length(std::size_t length, std::size_t expected, const char* what) {
  if (length != expected)
    throw std::runtime_error(std::string("cannot predict: ") + what + " should hold " + std::to_string(expected) +
                             " numbers, not " + std::to_string(length));
}

}  // namespace ml
