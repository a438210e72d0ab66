// Which rows of the Library are shown, in which order, and what selection and focus do. Pure
// functions over LibraryView; main thread only.
#pragma once

#include <span>
#include <vector>

#include "app/models/catalog_view.h"
#include "app/models/library_view.h"

namespace app {

bool passes(const ImageRow& row, const LibraryFilter& filter, std::span<const ClassView> classes);

// Recomputes `shown` from filter and sort; keeps selection and focus on rows that are still shown.
void rebuild_shown(LibraryView& view, std::span<const ClassView> classes);

// Replaces the selection; images that are not in the workspace are ignored.
void select_images(LibraryView& view, std::span<const ImageId> images, std::optional<ImageId> focus,
                   bool keeps_anchor = false);
void select_all_shown(LibraryView& view);
void clear_selection(LibraryView& view);
void invert_selection(LibraryView& view);

// What a label key would change: the selection, or else the focused image.
std::vector<ImageId> label_candidates(const LibraryView& view);

// Moves the focus by `step` places in display order, stops at the ends, and selects only it.
void move_focus(LibraryView& view, int step);

std::optional<std::uint32_t> row_of(const LibraryView& view, ImageId image);
// Place of the focus in display order; -1 when it is not shown.
int focus_position(const LibraryView& view);

}  // namespace app
