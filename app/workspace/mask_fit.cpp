#include "app/workspace/mask_fit.h"

#include <filesystem>

#include "engine/image/mask.h"

namespace app {

std::string mask_text(const db::Image& image) {
  if (image.mask_path.empty()) return "";
  const std::string name = std::filesystem::path(image.mask_path).filename().string();
  try {
    const engine::ImageHeader mask = engine::probe_image(image.mask_path);
    switch (engine::fit_of(engine::probe_image(image.path), mask)) {
      case engine::MaskFit::Upright: return name;
      case engine::MaskFit::Turned: return name + ", turned with its picture";
      case engine::MaskFit::Unsure: return name + ", taken as upright: its size does not tell whether it is turned";
      case engine::MaskFit::Other:
        return name + ", of another size: " + std::to_string(mask.width_px) + " × " + std::to_string(mask.height_px);
    }
  } catch (const engine::ImageError&) {
    return name + ", cannot be read";
  }
  return name;
}

}  // namespace app
