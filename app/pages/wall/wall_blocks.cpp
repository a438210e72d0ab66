#include "app/pages/wall/wall_blocks.h"

#include <algorithm>
#include <array>
#include <vector>

#include "app/core/number_text.h"
#include "app/table/verdict.h"

namespace app::wall {
namespace {

constexpr float kAsideGap = 1.6F;  // lines of text
constexpr std::array kInOrder = {Split::Val, Split::Test, Split::Train, Split::None};

std::vector<std::string> parts_by_split(const SplitCounts& counts, const SplitCounts& all) {
  std::vector<std::string> parts;
  for (const Split split : kInOrder) {
    const auto i = static_cast<std::size_t>(split);
    if (all[i] == 0) continue;
    const std::string count = grouped(static_cast<std::int64_t>(counts[i]));
    const bool only_these = split == Split::None && parts.empty();
    parts.push_back(only_these ? count : count + " " + (split == Split::None ? "of no split" : name_of(split)));
  }
  if (parts.empty()) parts.emplace_back("0");
  return parts;
}

}  // namespace

SplitCounts count_by_split(const Gallery& gallery, std::span<const Row> rows) {
  SplitCounts counts{};
  for (const Row row : rows) ++counts[static_cast<std::size_t>(gallery.table().split(row))];
  return counts;
}

std::string by_split(const SplitCounts& counts, const SplitCounts& all) {
  std::string text;
  for (const std::string& part : parts_by_split(counts, all)) text += (text.empty() ? "" : " · ") + part;
  return text;
}

std::string of_first_split(const SplitCounts& counts, const SplitCounts& all) {
  return parts_by_split(counts, all).front();
}

std::string scored_elsewhere(const Gallery& gallery, std::span<const Row> aside) {
  const RunScores& run = *gallery.predictions().run();
  const ScoreSet* best = run.find(run.best_epoch, Split::Train);
  if (best == nullptr || gallery.predictions().epoch() == run.best_epoch) return {};
  const auto count = std::ranges::count_if(aside, [&](Row row) {
    return gallery.table().split(row) == Split::Train && std::ranges::binary_search(best->rows, row);
  });
  return count == 0 ? ""
                    : counted(count, "training image has", "training images have") +
                          " scores of the best epoch only: compare validation";
}

std::size_t height_of(std::size_t rows, std::size_t columns) {
  return columns == 0 ? 0 : (rows + columns - 1) / columns;
}

void fill_columns(WallLayout& layout, std::span<const Row> rows, const ColumnPart& part) {
  const std::size_t columns = std::max<std::size_t>(1, part.columns), count = rows.size();
  const std::size_t height = height_of(count, columns);
  for (std::size_t i = 0; i < count; ++i) {
    // Few of them are spread over all columns, many fill one after the other.
    const std::size_t column = count < columns ? (2 * i + 1) * columns / (2 * count) : i / height;
    const std::size_t level = count < columns ? 0 : i % height;
    const float away = static_cast<float>(level) + 0.5F;
    layout.places[rows[i]] = {part.x + static_cast<float>(column) + 0.5F, part.axis_y + (part.up ? -away : away), 1};
  }
  layout.placed += count;
}

void fill_block(WallLayout& layout, std::span<const Row> rows, float x, float y, std::size_t columns) {
  for (std::size_t i = 0; i < rows.size(); ++i)
    layout.places[rows[i]] = {x + static_cast<float>(i % columns) + 0.5F, y + static_cast<float>(i / columns) + 0.5F,
                              1};
  layout.placed += rows.size();
}

void stand_aside(WallLayout& layout, std::span<const Row> rows, const std::string& because, float line) {
  if (rows.empty()) return;
  const float left = layout.low_x, top = layout.high_y + kAsideGap * line;
  const auto columns = std::max<std::size_t>(1, static_cast<std::size_t>((layout.high_x - left) / kAsideStep));
  for (std::size_t i = 0; i < rows.size(); ++i)
    layout.places[rows[i]] = {left + (static_cast<float>(i % columns) + 0.5F) * kAsideStep,
                              top + (static_cast<float>(i / columns) + 0.5F) * kAsideStep, kAsideSize};
  layout.aside = rows.size();
  layout.aside_because = because;
  layout.texts.push_back(
      {because + ": " + grouped(static_cast<std::int64_t>(rows.size())), left, top - 0.2F * line, 0, 1});
  grow_to(layout, layout.high_x, top + kAsideStep * static_cast<float>(height_of(rows.size(), columns)));
}

void grow_to(WallLayout& layout, float x, float y) {
  layout.low_x = std::min(layout.low_x, x);
  layout.low_y = std::min(layout.low_y, y);
  layout.high_x = std::max(layout.high_x, x);
  layout.high_y = std::max(layout.high_y, y);
}

std::string why_none_is_judged(const Gallery& gallery) {
  const std::string why = why_incomparable(gallery);
  return why.empty()
             ? "None of these images has a label of the target and a prediction of " + gallery.predictions().run()->name
             : why;
}

}  // namespace app::wall
