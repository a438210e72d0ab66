#include "app/table/listing.h"

#include <algorithm>

namespace app {

void Listing::set_filter(const Filter& filter) {
  query_.set_filter(filter);
  order_and_filter();
}

void Listing::set_sort(const Sort& sort) {
  sort_ = sort;
  order_and_filter();
}

void Listing::follow(const Change& change) {
  const Bits before = query_.rows();
  query_.refresh(change);
  order_.changed(change, sort_) ? order_and_filter() : mend(before);
}

void Listing::predictions_changed() {
  const Bits before = query_.rows();
  query_.refresh();
  order_.predictions_changed();
  sorts_by_prediction(sort_.key) ? order_and_filter() : mend(before);
}

void Listing::rebuild() {
  query_.refresh();
  order_and_filter();
}

void Listing::order_and_filter() {
  const std::vector<Row>& all = order_.rows(sort_);
  rows_.clear();
  if (query_.rows().count() == all.size()) {
    rows_ = all;
    return;
  }
  const Mask passes(query_.rows(), all.size());
  std::ranges::copy_if(all, std::back_inserter(rows_), [&passes](Row row) { return passes[row]; });
}

// The order stays: rows that no longer pass leave, new ones come to their places.
void Listing::mend(const Bits& before) {
  Bits coming = query_.rows(), leaving = before;
  coming -= before;
  leaving -= query_.rows();
  const std::size_t moving = coming.count() + leaving.count();
  if (moving == 0) return;
  if (moving * 8 > rows_.size()) return order_and_filter();
  const std::vector<std::uint32_t>& places = order_.places(sort_);
  const auto by_place = [&places](Row a, Row b) { return places[a] < places[b]; };
  if (!leaving.empty()) {
    const Mask gone(leaving, places.size());
    std::erase_if(rows_, [&gone](Row row) { return gone[row]; });
  }
  std::vector<Row> fresh = coming.rows();
  std::ranges::sort(fresh, by_place);
  const auto old = static_cast<std::ptrdiff_t>(rows_.size());
  rows_.insert(rows_.end(), fresh.begin(), fresh.end());
  std::inplace_merge(rows_.begin(), rows_.begin() + old, rows_.end(), by_place);
}

std::optional<std::size_t> Listing::place_of(Row row) const {
  const auto found = std::ranges::find(rows_, row);
  if (found == rows_.end()) return std::nullopt;
  return static_cast<std::size_t>(found - rows_.begin());
}

}  // namespace app
