#include "app/models/models.h"

namespace app {

std::string Models::prediction_source() const {
  const Predictions& shown = gallery.predictions();
  return shown.run() == nullptr ? "" : shown.run()->name + ", epoch " + std::to_string(shown.epoch());
}

}  // namespace app
