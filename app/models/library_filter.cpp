#include "app/models/library_filter.h"

#include <algorithm>
#include <cmath>
#include <cctype>
#include <numeric>
#include <string_view>

namespace app {
namespace {

template <typename T>
bool contains(const std::vector<T>& values, const T& value) {
  return std::ranges::find(values, value) != values.end();
}

bool contains_text(std::string_view where, std::string_view what) {
  const auto same = [](unsigned char a, unsigned char b) { return std::tolower(a) == std::tolower(b); };
  return !std::ranges::search(where, what, same).empty();
}

bool passes_prediction(const ImageRow& row, const LibraryFilter& filter) {
  if (!filter.predicted_groups.empty() && !contains(filter.predicted_groups, row.predicted_group)) return false;
  if (filter.only_disagreement && !row.disagrees()) return false;
  const bool narrowed = filter.confidence_min > 0.0F || filter.confidence_max < 1.0F;
  if (!narrowed) return true;
  return row.has_prediction() && row.confidence >= filter.confidence_min && row.confidence <= filter.confidence_max;
}

// Rows without a value come last whichever way the list is sorted.
bool less_by_number(float a, float b, bool descending) {
  if (std::isnan(a) || std::isnan(b)) return !std::isnan(a) && std::isnan(b);
  return descending ? a > b : a < b;
}

bool less(const ImageRow& a, const ImageRow& b, SortKey key, bool descending) {
  switch (key) {
    case SortKey::Name: return descending ? b.file_name < a.file_name : a.file_name < b.file_name;
    case SortKey::Label: return descending ? b.class_index < a.class_index : a.class_index < b.class_index;
    case SortKey::Score: return less_by_number(a.score, b.score, descending);
    case SortKey::Confidence: return less_by_number(a.confidence, b.confidence, descending);
  }
  return false;
}

void set_selected(LibraryView& view, std::uint32_t row, bool on) {
  if (view.selected[row] == on) return;
  view.selected[row] = on;
  view.selected_count += on ? 1 : -1;
}

}  // namespace

bool passes(const ImageRow& row, const LibraryFilter& filter, std::span<const ClassView> classes) {
  const ClassId label = row.class_index < 0 ? -1 : classes[static_cast<std::size_t>(row.class_index)].id;
  if (!filter.classes.empty() && !contains(filter.classes, label)) return false;
  if (!filter.splits.empty() && !contains(filter.splits, row.split)) return false;
  if (!filter.true_groups.empty() && !contains(filter.true_groups, row.group)) return false;
  if (filter.only_relabelled && !row.relabelled) return false;
  if (!passes_prediction(row, filter)) return false;
  return filter.text.empty() || contains_text(row.file_name, filter.text) ||
         contains_text(row.lesion_id, filter.text) || contains_text(row.site, filter.text);
}

void rebuild_shown(LibraryView& view, std::span<const ClassView> classes) {
  view.selected.resize(view.rows.size(), false);
  std::vector<bool> is_shown(view.rows.size(), false);
  view.shown.clear();
  for (std::uint32_t row = 0; row < view.rows.size(); ++row) {
    if (!passes(view.rows[row], view.filter, classes)) continue;
    view.shown.push_back(row);
    is_shown[row] = true;
  }
  std::ranges::stable_sort(view.shown, [&](std::uint32_t a, std::uint32_t b) {
    return less(view.rows[a], view.rows[b], view.sort, view.sort_descending);
  });
  for (std::uint32_t row = 0; row < view.rows.size(); ++row) {
    if (!is_shown[row]) set_selected(view, row, false);
  }
  if (view.focus && !is_shown[*view.focus]) view.focus.reset();
  if (!view.focus && !view.shown.empty()) view.focus = view.shown.front();
}

void clear_selection(LibraryView& view) {
  view.selected.assign(view.rows.size(), false);
  view.selected_count = 0;
}

void select_images(LibraryView& view, std::span<const ImageId> images, std::optional<ImageId> focus,
                   bool keeps_anchor) {
  clear_selection(view);
  for (const ImageId image : images) {
    if (const auto row = row_of(view, image)) set_selected(view, *row, true);
  }
  if (focus) view.focus = row_of(view, *focus);
  if (focus && !keeps_anchor) view.anchor = focus;
}

void select_all_shown(LibraryView& view) {
  for (const std::uint32_t row : view.shown) set_selected(view, row, true);
}

void invert_selection(LibraryView& view) {
  for (const std::uint32_t row : view.shown) set_selected(view, row, !view.selected[row]);
}

std::vector<ImageId> label_candidates(const LibraryView& view) {
  std::vector<ImageId> images;
  for (const std::uint32_t row : view.shown) {
    if (view.selected[row]) images.push_back(view.rows[row].id);
  }
  if (images.empty() && view.focus) images.push_back(view.rows[*view.focus].id);
  return images;
}

int focus_position(const LibraryView& view) {
  if (!view.focus) return -1;
  const auto found = std::ranges::find(view.shown, *view.focus);
  return found == view.shown.end() ? -1 : static_cast<int>(found - view.shown.begin());
}

void move_focus(LibraryView& view, int step) {
  if (view.shown.empty()) return;
  const int last = static_cast<int>(view.shown.size()) - 1;
  const int place = std::clamp(focus_position(view) + step, 0, last);
  view.focus = view.shown[static_cast<std::size_t>(place)];
  clear_selection(view);
  set_selected(view, *view.focus, true);
  ++view.reveals;
}

std::optional<std::uint32_t> row_of(const LibraryView& view, ImageId image) {
  // Rows come from the database in order of their ids.
  const auto found = std::ranges::lower_bound(view.rows, image, {}, &ImageRow::id);
  if (found == view.rows.end() || found->id != image) return std::nullopt;
  return static_cast<std::uint32_t>(found - view.rows.begin());
}

}  // namespace app
