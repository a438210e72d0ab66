#include "app/table/extra_columns.h"

namespace app {

void ExtraColumns::grow(std::size_t rows) {
  if (rows <= rows_) return;
  for (auto& [name, column] : columns_)
    for (std::size_t row = rows_; row < rows; ++row) column.push_back("");
  rows_ = rows;
}

void ExtraColumns::put(Row row, const std::string& name, const std::string& value) {
  if (dropped_.contains(name)) return;
  auto found = columns_.find(name);
  if (found == columns_.end()) {
    if (value.empty()) return;
    found = columns_.try_emplace(name).first;
    found->second.reserve(rows_);
    for (std::size_t each = 0; each < rows_; ++each) found->second.push_back("");
  }
  found->second.set(row, value);
  if (found->second.distinct() <= kMostValues) return;
  columns_.erase(found);
  dropped_.insert(name);
}

void ExtraColumns::set(Row row, const ExtraFields& fields) {
  grow(row + std::size_t{1});
  for (auto& [name, column] : columns_) column.set(row, "");
  for (const auto& [name, value] : fields) put(row, name, value);
}

const WordColumn* ExtraColumns::find(std::string_view name) const {
  const auto found = columns_.find(name);
  return found == columns_.end() ? nullptr : &found->second;
}

std::vector<std::string> ExtraColumns::names() const {
  std::vector<std::string> names;
  for (const auto& [name, column] : columns_) names.push_back(name);
  return names;
}

}  // namespace app
