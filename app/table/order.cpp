#include "app/table/order.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <string_view>

namespace app {
namespace {

constexpr std::size_t kPrefix = 8;

std::size_t common_prefix(const ImageTable& table) {
  if (table.size() == 0) return 0;
  const std::string_view first = table.name(0);
  std::size_t length = first.size();
  for (Row row = 1; row < table.size() && length > 0; ++row) {
    const std::string_view name = table.name(row);
    length = std::min(length, name.size());
    while (name.substr(0, length) != first.substr(0, length)) --length;
  }
  return length;
}

// Eight bytes as a number that sorts as the text does.
std::uint64_t sortable(std::string_view text) {
  std::uint64_t key = 0;
  for (std::size_t i = 0; i < kPrefix; ++i)
    key = key << 8U | (i < text.size() ? static_cast<unsigned char>(text[i]) : 0U);
  return key;
}

std::string_view from(std::string_view text, std::size_t begin) {
  return begin < text.size() ? text.substr(begin) : std::string_view();
}

// Equal keys keep rising rows when the order is turned round.
template <typename Same>
std::vector<Row> turned(const std::vector<Row>& rising, Same same) {
  std::vector<Row> falling;
  falling.reserve(rising.size());
  for (std::size_t end = rising.size(); end > 0;) {
    std::size_t begin = end - 1;
    while (begin > 0 && same(rising[begin - 1], rising[end - 1])) --begin;
    falling.insert(falling.end(), rising.begin() + static_cast<std::ptrdiff_t>(begin),
                   rising.begin() + static_cast<std::ptrdiff_t>(end));
    end = begin;
  }
  return falling;
}

std::uint32_t float_bits(float value) {
  std::uint32_t bits = 0;
  value += 0.0F;
  std::memcpy(&bits, &value, sizeof bits);
  return bits;
}

}  // namespace

// Names of a set share their beginning; what follows is compared as whole numbers first.
std::vector<Row> Order::by_name() const {
  const std::size_t prefix = common_prefix(table_);
  struct Key {
    std::uint64_t begin;
    Row row;
  };
  std::vector<Key> keys(table_.size());
  for (Row row = 0; row < keys.size(); ++row) keys[row] = {sortable(from(table_.name(row), prefix)), row};
  const auto less = [&](const Key& a, const Key& b) {
    if (a.begin != b.begin) return a.begin < b.begin;
    const int rest = from(table_.name(a.row), prefix + kPrefix).compare(from(table_.name(b.row), prefix + kPrefix));
    return rest != 0 ? rest < 0 : a.row < b.row;
  };
  if (!std::ranges::is_sorted(keys, less)) std::ranges::sort(keys, less);  // sets often come sorted
  std::vector<Row> rows(keys.size());
  std::ranges::transform(keys, rows.begin(), &Key::row);
  return rows;
}

std::vector<Row> Order::by_label() const {
  std::vector<Row> rows;
  rows.reserve(table_.size());
  for (int index = -1; index < static_cast<int>(table_.class_list().classes.size()); ++index) {
    const std::vector<Row> of_class = table_.rows_of_class(index).rows();
    rows.insert(rows.end(), of_class.begin(), of_class.end());
  }
  return rows;
}

// `number` gives NaN for rows without a value.
template <typename Number>
std::vector<Row> Order::by_number(Number number, bool descending) const {
  std::vector<std::uint64_t> keys;
  std::vector<Row> without;
  keys.reserve(table_.size());
  for (Row row = 0; row < table_.size(); ++row) {
    const float value = number(row);
    if (std::isnan(value)) {
      without.push_back(row);
      continue;
    }
    const std::uint32_t bits = float_bits(value);
    keys.push_back(static_cast<std::uint64_t>(descending ? ~bits : bits) << 32U | row);
  }
  std::ranges::sort(keys);
  std::vector<Row> rows(keys.size());
  std::ranges::transform(keys, rows.begin(), [](std::uint64_t key) { return static_cast<Row>(key); });
  rows.insert(rows.end(), without.begin(), without.end());
  return rows;
}

std::vector<Row> Order::make(const Sort& sort) const {
  switch (sort.key) {
    case SortKey::Name: {
      std::vector<Row> rows = by_name();
      if (!sort.descending) return rows;
      return turned(rows, [this](Row a, Row b) { return table_.name(a) == table_.name(b); });
    }
    case SortKey::Label: {
      std::vector<Row> rows = by_label();
      if (!sort.descending) return rows;
      return turned(rows, [this](Row a, Row b) { return table_.class_index(a) == table_.class_index(b); });
    }
    case SortKey::Score:
    case SortKey::Confidence: {
      const bool confidence = sort.key == SortKey::Confidence;
      const auto predicted = [&](Row row) {
        if (!predictions_.has(row)) return std::numeric_limits<float>::quiet_NaN();
        return confidence ? predictions_.confidence(row) : predictions_.score(row);
      };
      return by_number(predicted, sort.descending);
    }
    case SortKey::MeanConfidence:
    case SortKey::Variability:
    case SortKey::Forgetting: return by_number([&](Row row) { return learned(row, sort.key); }, sort.descending);
    default: break;
  }
  const auto measure = static_cast<Measure>(static_cast<int>(sort.key) - static_cast<int>(SortKey::Sharpness));
  return by_number([&](Row row) { return table_.measure(row, measure); }, sort.descending);
}

float Order::learned(Row row, SortKey key) const {
  if (key == SortKey::MeanConfidence) return learning_.mean_confidence(row);
  if (key == SortKey::Variability) return learning_.variability(row);
  return learning_.has(row) ? static_cast<float>(learning_.forgotten(row)) : std::numeric_limits<float>::quiet_NaN();
}

Order::Cached& Order::cached(const Sort& sort) {
  Cached& order = cache_[sort];
  if (order.rows.size() != table_.size()) order = {make(sort), {}};
  return order;
}

const std::vector<Row>& Order::rows(const Sort& sort) { return cached(sort).rows; }

const std::vector<std::uint32_t>& Order::places(const Sort& sort) {
  Cached& order = cached(sort);
  if (order.places.size() != order.rows.size()) {
    order.places.resize(order.rows.size());
    for (std::uint32_t place = 0; place < order.rows.size(); ++place) order.places[order.rows[place]] = place;
  }
  return order.places;
}

bool Order::before(Row a, Row b, const Sort& sort) const {
  if (sort.key == SortKey::Name) {
    const int names = table_.name(a).compare(table_.name(b));
    if (names != 0) return (names < 0) != sort.descending;
  } else if (table_.class_index(a) != table_.class_index(b)) {
    return (table_.class_index(a) < table_.class_index(b)) != sort.descending;
  }
  return a < b;
}

// Takes the moved (or new) rows out and merges them in where they belong now.
void Order::mend(Cached& order, const Sort& sort, const std::vector<Row>& moved) const {
  std::vector<Row> sorted = moved;
  std::ranges::sort(sorted, [&](Row a, Row b) { return before(a, b, sort); });
  const Mask out(Bits(moved), table_.size());
  std::vector<Row> rest;
  rest.reserve(table_.size());
  std::ranges::copy_if(order.rows, std::back_inserter(rest), [&](Row row) { return !out[row]; });
  std::vector<Row> merged;
  merged.reserve(table_.size());
  auto at = rest.begin();
  for (const Row row : sorted) {
    const auto next = std::lower_bound(at, rest.end(), row, [&](Row a, Row b) { return before(a, b, sort); });
    merged.insert(merged.end(), at, next);
    merged.push_back(row);
    at = next;
  }
  merged.insert(merged.end(), at, rest.end());
  order = {std::move(merged), {}};
}

// An order that is kept stays, is mended (the shown one, where few rows moved) or goes, to be made again when asked
// for.
bool Order::changed(const Change& change, const Sort& shown) {
  const auto moved_of = [&change](const Sort& sort) {
    const bool by_label = sort.key == SortKey::Label || sorts_by_learning(sort.key);
    std::vector<Row> moved = by_label ? change.relabelled : change.edited;
    if (sorts_by_measure(sort.key))
      moved.insert(moved.end(), change.measured.begin(), change.measured.end());
    else if (sort.key != SortKey::Name && !by_label)
      moved.clear();
    moved.insert(moved.end(), change.added.begin(), change.added.end());
    return moved;
  };
  bool shown_changed = change.classes;
  for (auto entry = cache_.begin(); entry != cache_.end();) {
    auto& [sort, order] = *entry;
    const std::vector<Row> moved = moved_of(sort);
    const bool by_value = sort.key == SortKey::Name || sort.key == SortKey::Label;
    const bool by_class = sort.key == SortKey::Label || sorts_by_learning(sort.key);
    const bool stays = moved.empty() && !(change.classes && by_class);
    if (sort == shown && !stays) shown_changed = true;
    if (stays) {
      ++entry;
    } else if (by_value && !change.classes && sort == shown && moved.size() * 8 < table_.size()) {
      mend(order, sort, moved);
      ++entry;
    } else {
      entry = cache_.erase(entry);
    }
  }
  return shown_changed;
}

void Order::predictions_changed() {
  const bool learning_stays = learning_version_ == learning_.version();  // another epoch of the same run
  learning_version_ = learning_.version();
  std::erase_if(cache_, [learning_stays](const auto& entry) {
    const SortKey key = entry.first.key;
    return sorts_by_prediction(key) && !(learning_stays && sorts_by_learning(key));
  });
}

}  // namespace app
