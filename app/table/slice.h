// A part of the set by what is recorded of its images: those of one site, one decade of age, one range of sharpness.
// A plain value; any thread. Columns are named as in the index: "site", "sex", "age", "dx_type", "source", "label", the
// measures (measures.h), and whatever further columns the index brought.
#pragma once

#include <compare>
#include <limits>
#include <optional>
#include <string>

namespace app {

// Of a column of numbers: low <= value < high.
struct Band {
  double low = 0, high = std::numeric_limits<double>::infinity();
  bool holds(double value) const { return low <= value && value < high; }  // never for what is not recorded
  auto operator<=>(const Band&) const = default;
};

struct Slice {
  std::string column;
  std::string value;  // of a column of words; empty, without a band: not recorded
  std::optional<Band> band = {};
  bool operator==(const Slice&) const = default;
};

}  // namespace app
