#include "app/models/library_desk.h"

#include <algorithm>

#include "app/models/catalog_presenter.h"
#include "app/models/library_filter.h"

namespace app {
namespace {

std::vector<ImageId> selected_images(const LibraryView& view) {
  std::vector<ImageId> images;
  for (std::size_t row = 0; row < view.rows.size(); ++row) {
    if (row < view.selected.size() && view.selected[row]) images.push_back(view.rows[row].id);
  }
  return images;
}

}  // namespace

void LibraryDesk::refresh() {
  LibraryView& library = view_.library;
  const std::vector<ImageId> selected = selected_images(library);
  const std::optional<ImageId> focus = library.focus ? std::optional(library.rows[*library.focus].id) : std::nullopt;
  const TargetView* shown = view_.catalog.shown_target();
  view_.catalog = make_catalog(workspace_, shown != nullptr ? shown->name : "");
  library.rows = make_rows(workspace_, view_.catalog);
  select_images(library, selected, focus, true);
  apply_predictions();
}

void LibraryDesk::show_run(std::optional<RunId> run, int epoch) {
  probabilities_.clear();
  predicted_target_.clear();
  view_.library.prediction_source.clear();
  const auto row = run ? db::run(workspace_.reader(), *run) : std::nullopt;
  if (row) {
    predicted_target_ = row->target;
    for (const db::Split split : {db::Split::Train, db::Split::Val, db::Split::None}) {
      const auto stored = db::prediction(workspace_.reader(), *run, epoch, split);
      if (!stored) continue;
      const auto groups = static_cast<std::size_t>(stored->groups);
      for (std::size_t i = 0; i < stored->images.size(); ++i) {
        const auto begin = stored->probabilities.begin() + static_cast<std::ptrdiff_t>(i * groups);
        probabilities_[stored->images[i]] = {begin, begin + static_cast<std::ptrdiff_t>(groups)};
      }
    }
    if (!probabilities_.empty()) view_.library.prediction_source = row->name + ", epoch " + std::to_string(epoch);
  }
  apply_predictions();
}

void LibraryDesk::set_threshold(float threshold) {
  threshold_ = threshold;
  apply_predictions();
}

void LibraryDesk::apply_predictions() {
  const TargetView* target = view_.catalog.shown_target();
  const bool applies = target != nullptr && target->name == predicted_target_;
  for (ImageRow& row : view_.library.rows) {
    row.predicted_group = -1;
    row.confidence = row.score = std::numeric_limits<float>::quiet_NaN();
    const auto found = probabilities_.find(row.id);
    if (!applies || found == probabilities_.end() || found->second.size() != target->groups.size()) continue;
    const std::vector<float>& p = found->second;
    row.predicted_group =
        p.size() == 2 ? (p[1] >= threshold_ ? 1 : 0) : static_cast<int>(std::ranges::max_element(p) - p.begin());
    row.confidence = p[static_cast<std::size_t>(row.predicted_group)];
    row.score = p.back();
  }
  count_rows();
  rebuild();
}

void LibraryDesk::count_rows() {
  LibraryView& library = view_.library;
  std::ranges::fill(library.count_by_split, 0);
  library.disagreements = 0;
  for (const ImageRow& row : library.rows) {
    ++library.count_by_split[static_cast<int>(row.split)];
    library.disagreements += row.disagrees() ? 1 : 0;
  }
}

void LibraryDesk::rebuild() { rebuild_shown(view_.library, view_.catalog.classes); }

}  // namespace app
