#include "app/table/unsaved_labels.h"

#include <algorithm>

namespace app {

void UnsavedLabels::decide(Ticket ticket, const RowLabel& decided, const RowLabel& committed) {
  Entry& entry = rows_.try_emplace(decided.row, Entry{committed, {}}).first->second;
  entry.decisions.push_back({ticket, decided});
  rows_of_[ticket].push_back(decided.row);
}

RowLabel UnsavedLabels::committed(const RowLabel& label) {
  const auto found = rows_.find(label.row);
  if (found == rows_.end()) return label;
  found->second.committed = label;
  return found->second.decisions.back().label;
}

std::vector<RowLabel> UnsavedLabels::saved(Ticket ticket) { return answer(ticket, true); }
std::vector<RowLabel> UnsavedLabels::failed(Ticket ticket) { return answer(ticket, false); }

void UnsavedLabels::renumber(std::span<const std::int16_t> places) {
  const auto move = [places](RowLabel& label) {
    label.class_index = places[static_cast<std::size_t>(label.class_index + 1)];
  };
  for (auto& [row, entry] : rows_) {
    move(entry.committed);
    for (Decision& decision : entry.decisions) move(decision.label);
  }
}

std::vector<RowLabel> UnsavedLabels::answer(Ticket ticket, bool saved) {
  const auto rows = rows_of_.find(ticket);
  if (rows == rows_of_.end()) return {};
  std::vector<RowLabel> shown;
  for (const Row row : rows->second) {
    Entry& entry = rows_.at(row);
    const auto decision = std::ranges::find(entry.decisions, ticket, &Decision::ticket);
    if (saved) entry.committed = decision->label;
    entry.decisions.erase(decision);
    shown.push_back(entry.decisions.empty() ? entry.committed : entry.decisions.back().label);
    if (entry.decisions.empty()) rows_.erase(row);
  }
  rows_of_.erase(rows);
  return shown;
}

}  // namespace app
