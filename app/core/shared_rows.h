// A list that grows and is copied often, as a snapshot is ten times a second: the copies share the rows, which do not
// change. A copy costs a pointer a row.
// Any thread, each its own copy.
#pragma once

#include <cstddef>
#include <memory>
#include <utility>
#include <vector>

namespace app {

template <class Row>
class SharedRows {
 public:
  void push_back(Row row) { rows_.push_back(std::make_shared<const Row>(std::move(row))); }
  std::size_t size() const { return rows_.size(); }
  bool empty() const { return rows_.empty(); }
  const Row& operator[](std::size_t index) const { return *rows_[index]; }
  const Row& back() const { return *rows_.back(); }

 private:
  std::vector<std::shared_ptr<const Row>> rows_;
};

}  // namespace app
