#include "app/models/models.h"

namespace app {

std::string Models::prediction_source() const {
  const Predictions& shown = gallery.predictions();
  if (shown.run() == nullptr) return "";
  if (shown.epoch() == 0) return shown.run()->name + ", no epoch";
  if (shown.epoch() == shown.run()->refit_epoch) return shown.run()->name + ", refit to the labels of now";
  return shown.run()->name + ", epoch " + std::to_string(shown.epoch());
}

std::vector<Row> Models::label_candidates() const {
  if (!one_image_seen) return gallery.label_candidates();
  return gallery.focus() ? std::vector<Row>{*gallery.focus()} : std::vector<Row>{};
}

std::size_t Models::candidate_count() const {
  if (!one_image_seen) return gallery.candidate_count();
  return gallery.focus() ? 1 : 0;
}

}  // namespace app
