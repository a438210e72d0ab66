#include "app/table/slice_columns.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <map>
#include <optional>
#include <stdexcept>

namespace app {
namespace {

constexpr std::array<std::string_view, 4> kWordColumns = {"site", "sex", "dx_type", "source"};
constexpr double kDecade = 10, kOldest = 90;
constexpr std::size_t kMostSlices = 0xFFFF;

using Number = std::function<double(Row)>;

// What the column holds of a row, NaN where it is not recorded; empty: it is no column of numbers.
Number numbers_of(const ImageTable& table, std::string_view column) {
  if (column == "age") return [&table](Row row) { return static_cast<double>(table.age_years(row)); };
  if (const auto measure = measure_named(column))
    return [&table, measure](Row row) { return static_cast<double>(table.measure(row, *measure)); };
  return {};
}

std::string class_word(const ImageTable& table, Row row) {
  const int index = table.class_index(row);
  return index < 0 ? "" : table.class_list().classes[static_cast<std::size_t>(index)].name;
}

std::vector<Band> decades() {
  std::vector<Band> bands;
  for (double low = 0; low < kOldest; low += kDecade) bands.push_back({low, low + kDecade});
  bands.push_back({kOldest});
  return bands;
}

// Quarters of what is recorded; equal values stay together, so there may be fewer.
std::vector<Band> quarters(const ImageTable& table, const Number& number) {
  std::vector<double> values;
  for (const Row row : table.all().rows())
    if (const double value = number(row); !std::isnan(value)) values.push_back(value);
  if (values.empty()) return {};
  std::ranges::sort(values);
  std::vector<Band> bands;
  double low = -std::numeric_limits<double>::infinity();
  for (const double share : {0.25, 0.5, 0.75}) {
    const double edge = values[static_cast<std::size_t>(share * static_cast<double>(values.size()))];
    if (edge <= values.front() || edge <= low) continue;
    bands.push_back({low, edge});
    low = edge;
  }
  bands.push_back({low});
  return bands;
}

SlicedRows cut_numbers(const ImageTable& table, const std::string& column, const Number& number) {
  const std::vector<Band> bands = column == "age" ? decades() : quarters(table, number);
  SlicedRows cut{column, {}, std::vector<std::uint16_t>(table.size(), static_cast<std::uint16_t>(bands.size()))};
  for (const Band& band : bands) cut.slices.push_back({column, "", band});
  cut.slices.push_back({column, "", {}});
  for (Row row = 0; row < table.size(); ++row) {
    const double value = number(row);
    const auto band = std::ranges::find_if(bands, [value](const Band& each) { return each.holds(value); });
    cut.slice_of_row[row] = static_cast<std::uint16_t>(band - bands.begin());
  }
  return cut;
}

// The texts of a column with the number each row has of them, ordered by text, the empty one last.
struct Coded {
  std::vector<std::string> words;        // by code
  std::function<std::uint32_t(Row)> of;  // code of a row
};

SlicedRows cut_words(const ImageTable& table, const std::string& column, const Coded& coded) {
  SlicedRows cut{column, {}, std::vector<std::uint16_t>(table.size())};
  std::map<std::string, std::uint16_t> order;
  for (const std::string& word : coded.words)
    if (!word.empty() && order.size() < kMostSlices) order.try_emplace(word);
  for (auto& [word, place] : order) {
    place = static_cast<std::uint16_t>(cut.slices.size());
    cut.slices.push_back({column, word, {}});
  }
  const auto unknown = static_cast<std::uint16_t>(cut.slices.size());
  cut.slices.push_back({column, "", {}});
  std::vector<std::uint16_t> slice_of_code;
  for (const std::string& word : coded.words) {
    const auto found = order.find(word);
    slice_of_code.push_back(found == order.end() ? unknown : found->second);
  }
  for (Row row = 0; row < table.size(); ++row) cut.slice_of_row[row] = slice_of_code[coded.of(row)];
  return cut;
}

Coded coded_classes(const ImageTable& table) {
  Coded coded{{""}, [&table](Row row) { return static_cast<std::uint32_t>(table.class_index(row) + 1); }};
  for (const ClassFacts& known : table.class_list().classes) coded.words.push_back(known.name);
  return coded;
}

Coded coded_words(const WordColumn& column) {
  Coded coded{{}, [&column](Row row) { return column.code_of(row); }};
  for (std::uint32_t code = 0; code < column.distinct(); ++code) coded.words.emplace_back(column.word(code));
  return coded;
}

bool anything_recorded(const ImageTable& table, std::string_view column) {
  if (const auto measure = measure_named(column)) return table.measured(*measure) && table.count() > 0;
  if (const Number number = numbers_of(table, column)) {
    for (Row row = 0; row < table.size(); ++row)
      if (!std::isnan(number(row))) return true;
    return false;
  }
  const WordColumn* words = table.words(column);
  if (words == nullptr) return false;
  for (std::uint32_t code = 0; code < words->distinct(); ++code)
    if (!words->word(code).empty()) return true;
  return false;
}

std::string number_text(double value) {
  char text[32];
  std::snprintf(text, sizeof text, std::abs(value) >= 100 ? "%.0f" : std::abs(value) >= 1 ? "%.3g" : "%.2g", value);
  return text;
}

// More than one word among the images of the set; what is not recorded counts as one.
bool has_several(const ImageTable& table, const WordColumn* words) {
  std::optional<std::uint32_t> first;
  for (const Row row : table.all().rows()) {
    if (first && *first != words->code_of(row)) return true;
    first = words->code_of(row);
  }
  return false;
}

}  // namespace

std::vector<std::string> slice_columns(const ImageTable& table) {
  std::vector<std::string> columns;
  const auto offer = [&](std::string_view column) {
    if (anything_recorded(table, column)) columns.emplace_back(column);
  };
  const bool several_sources = has_several(table, table.words("source"));
  if (several_sources) offer("source");
  offer("site");
  offer("sex");
  offer("age");
  offer("dx_type");
  if (!several_sources) offer("source");
  if (table.count() > table.rows_of_class(-1).count()) columns.emplace_back("label");
  for (const std::string& name : table.extra().names())
    if (numbers_of(table, name) == nullptr && std::ranges::find(kWordColumns, name) == kWordColumns.end()) offer(name);
  for (const std::string_view measure : kMeasureWords) offer(measure);
  return columns;
}

SlicedRows cut_by(const ImageTable& table, const std::string& column) {
  if (const Number number = numbers_of(table, column)) return cut_numbers(table, column, number);
  if (column == "label") return cut_words(table, column, coded_classes(table));
  if (const WordColumn* words = table.words(column)) return cut_words(table, column, coded_words(*words));
  std::string known;
  for (const std::string& each : slice_columns(table)) known += (known.empty() ? "" : ", ") + each;
  throw std::invalid_argument("slicing by " + column + ": the images have no such column; there are " +
                              (known.empty() ? "none" : known));
}

Bits rows_of(const ImageTable& table, const Slice& slice) {
  std::vector<Row> rows;
  const auto take = [&](const auto& belongs) {
    for (Row row = 0; row < table.size(); ++row)
      if (belongs(row)) rows.push_back(row);
  };
  if (const Number number = numbers_of(table, slice.column)) {
    take([&](Row row) { return slice.band ? slice.band->holds(number(row)) : std::isnan(number(row)); });
  } else if (slice.column == "label") {
    take([&](Row row) { return class_word(table, row) == slice.value; });
  } else if (const WordColumn* words = table.words(slice.column)) {
    std::vector<bool> hit;
    for (std::uint32_t code = 0; code < words->distinct(); ++code) hit.push_back(words->word(code) == slice.value);
    take([&](Row row) { return hit[words->code_of(row)]; });
  }
  return Bits(rows);
}

std::string title_of(const Slice& slice) {
  if (!slice.band) return slice.value.empty() ? "not recorded" : slice.value;
  const Band& band = *slice.band;
  const std::string low = number_text(band.low), high = number_text(band.high);
  if (std::isinf(band.high)) return std::isinf(band.low) ? "any" : "from " + low;
  if (std::isinf(band.low)) return "below " + high;
  if (slice.column == "age") return low + " to " + number_text(band.high - 1);
  return low + " to " + high;
}

std::string title_of_column(std::string_view column) {
  if (column == "dx_type") return "diagnosis method";
  std::string title(column);
  std::ranges::replace(title, '_', ' ');
  return title;
}

}  // namespace app
