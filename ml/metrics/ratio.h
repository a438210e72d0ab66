// A part of a whole; absent where there is no whole. Threads: any thread; a pure function.
#pragma once

#include <optional>

namespace ml {

inline std::optional<double> ratio(double part, double whole) {
  if (whole <= 0) return std::nullopt;
  return part / whole;
}

}  // namespace ml
