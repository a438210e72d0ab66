// Labels that were decided and are not on the disk yet. Each decision has a ticket; until the writer
// answers, the row shows the newest decision, and the committed label is remembered beside it.
// Main thread only. A plain value.
#pragma once

#include <cstdint>
#include <span>
#include <unordered_map>
#include <vector>

#include "app/table/bits.h"

namespace app {

using Ticket = std::uint64_t;

struct RowLabel {
  Row row = 0;
  int class_index = -1;     // -1: unlabelled
  bool relabelled = false;  // it differs from the label the image came with
};

class UnsavedLabels {
 public:
  // `committed` is what the row holds on the disk, if nothing of it is unsaved yet.
  void decide(Ticket ticket, const RowLabel& decided, const RowLabel& committed);
  // What the disk says of a row which may have unsaved decisions; gives what the row is to show.
  RowLabel committed(const RowLabel& label);
  // The writer answered. Gives what each row that belonged to the ticket is to show now.
  std::vector<RowLabel> saved(Ticket ticket);
  std::vector<RowLabel> failed(Ticket ticket);

  // The classes have other places now: [old place + 1] gives the new one.
  void renumber(std::span<const std::int16_t> places);

  bool contains(Row row) const { return rows_.contains(row); }
  std::size_t size() const { return rows_.size(); }

 private:
  struct Decision {
    Ticket ticket = 0;
    RowLabel label;
  };
  struct Entry {
    RowLabel committed;
    std::vector<Decision> decisions;  // oldest first, never empty
  };
  std::vector<RowLabel> answer(Ticket ticket, bool saved);

  std::unordered_map<Row, Entry> rows_;
  std::unordered_map<Ticket, std::vector<Row>> rows_of_;
};

}  // namespace app
