#include "app/models/library_rows.h"

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

void LibraryRows::refresh() {
  const std::vector<ImageId> selected = selected_images(library_);
  const std::optional<ImageId> focus = library_.focus ? std::optional(library_.rows[*library_.focus].id) : std::nullopt;
  const TargetView* shown = catalog_.shown_target();
  catalog_ = make_catalog(workspace_, shown != nullptr ? shown->name : "");
  library_.rows = make_rows(workspace_, catalog_);
  select_images(library_, selected, focus, true);
  apply_predictions();
}

void LibraryRows::show_run(std::optional<RunId> run, int epoch) {
  probabilities_.clear();
  predicted_target_.clear();
  library_.prediction_source.clear();
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
    if (!probabilities_.empty()) library_.prediction_source = row->name + ", epoch " + std::to_string(epoch);
  }
  apply_predictions();
}

void LibraryRows::set_threshold(float threshold) {
  threshold_ = threshold;
  apply_predictions();
}

void LibraryRows::apply_predictions() {
  const TargetView* target = catalog_.shown_target();
  const bool applies = target != nullptr && target->name == predicted_target_;
  for (ImageRow& row : library_.rows) {
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

void LibraryRows::count_rows() {
  std::ranges::fill(library_.count_by_split, 0);
  library_.disagreements = 0;
  for (const ImageRow& row : library_.rows) {
    ++library_.count_by_split[static_cast<int>(row.split)];
    library_.disagreements += row.disagrees() ? 1 : 0;
  }
}

void LibraryRows::rebuild() { rebuild_shown(library_, catalog_.classes); }

}  // namespace app
