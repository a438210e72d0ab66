// All rows in the order of a sort key, kept until what it sorts by changes. Rows without a value come last
// whichever way the order runs; equal ones stand in order of their rows.
//
//   Order order(table, predictions, learning);
//   for (Row row : order.rows({SortKey::Confidence, true})) ...
//
// Main thread only (building the first one may happen on another). Refers to table, predictions and
// learning.
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "app/table/bits.h"
#include "app/table/image_table.h"
#include "app/table/learning.h"
#include "app/table/predictions.h"

namespace app {

// The measures follow in the order of Measure.
enum class SortKey {
  Name,
  Label,
  Score,
  Confidence,
  MeanConfidence,
  Variability,
  Forgetting,
  Sharpness,
  Exposure,
  Contrast,
  DarkCorners,
  Hair,
  Ruler,
  ColourCast,
  Width,
  Height,
  Aspect,
  Unlike
};
inline constexpr SortKey sort_key(Measure measure) {
  return static_cast<SortKey>(static_cast<int>(SortKey::Sharpness) + static_cast<int>(measure));
}
inline constexpr bool sorts_by_measure(SortKey key) { return key >= SortKey::Sharpness; }

inline constexpr bool sorts_by_learning(SortKey key) {
  return key >= SortKey::MeanConfidence && key <= SortKey::Forgetting;
}
inline constexpr bool sorts_by_prediction(SortKey key) { return key >= SortKey::Score && key <= SortKey::Forgetting; }

struct Sort {
  SortKey key = SortKey::Name;
  bool descending = false;
  auto operator<=>(const Sort&) const = default;
};

class Order {
 public:
  Order(const ImageTable& table, const Predictions& predictions, const Learning& learning)
      : table_(table), predictions_(predictions), learning_(learning) {}

  const std::vector<Row>& rows(const Sort& sort);
  // The place of each row in that order.
  const std::vector<std::uint32_t>& places(const Sort& sort);
  // True: the order by this key may differ now, and is made again or mended when it is asked for.
  bool changed(const Change& change, const Sort& shown);
  void predictions_changed();
  void forget() { cache_.clear(); }  // another table

 private:
  struct Cached {
    std::vector<Row> rows;
    std::vector<std::uint32_t> places;  // empty until asked for
  };
  Cached& cached(const Sort& sort);
  std::vector<Row> make(const Sort& sort) const;
  float learned(Row row, SortKey key) const;
  std::vector<Row> by_name() const;
  std::vector<Row> by_label() const;
  template <typename Number>
  std::vector<Row> by_number(Number number, bool descending) const;
  void mend(Cached& order, const Sort& sort, const std::vector<Row>& moved) const;
  bool before(Row a, Row b, const Sort& sort) const;

  const ImageTable& table_;
  const Predictions& predictions_;
  const Learning& learning_;
  std::uint64_t learning_version_ = 0;  // that the orders by it were made of
  std::map<Sort, Cached> cache_;
};

}  // namespace app
