// The rows that pass the filter, in the order that was asked for: what the grid draws. Kept in step with the
// table: a few changed rows are taken out or put in, not everything filtered and sorted again.
//
//   Listing listing(query, order);
//   listing.set_sort({SortKey::Label, false});
//   listing.follow(change);      // after table.apply(), decide(), saved(), failed()
//   listing.rows()[place]
//
// Main thread only. Refers to query and order.
#pragma once

#include <optional>
#include <vector>

#include "app/table/order.h"
#include "app/table/query.h"

namespace app {

class Listing {
 public:
  Listing(Query& query, Order& order) : query_(query), order_(order) { rebuild(); }

  void set_filter(const Filter& filter);
  void set_sort(const Sort& sort);
  const Sort& sort() const { return sort_; }
  // The table changed.
  void follow(const Change& change);
  // Another run, epoch, threshold or target.
  void predictions_changed();

  // Everything anew: another target or table.
  void rebuild();

  const std::vector<Row>& rows() const { return rows_; }
  std::optional<std::size_t> place_of(Row row) const;

 private:
  void order_and_filter();
  void mend(const Bits& before);

  Query& query_;
  Order& order_;
  Sort sort_;
  std::vector<Row> rows_;
};

}  // namespace app
