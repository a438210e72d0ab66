#include "app/workspace/assets.h"

#include <array>
#include <cstdlib>
#include <stdexcept>

namespace app {
namespace fs = std::filesystem;

fs::path assets_folder() {
  const char* named = std::getenv("NEVUS_ASSETS_DIR");
  std::error_code ignored;
  const fs::path program = fs::read_symlink("/proc/self/exe", ignored).parent_path();
  const std::array candidates = {fs::path(named != nullptr ? named : ""), program / "../share/nevus",
                                 fs::path(NEVUS_ASSETS_SOURCE_DIR)};
  for (const fs::path& folder : candidates) {
    if (!folder.empty() && fs::exists(folder / "classes.json", ignored)) return folder.lexically_normal();
  }
  throw std::runtime_error(
      "finding the program's own files: no folder holds classes.json; set NEVUS_ASSETS_DIR to the assets folder of "
      "Nevus");
}

fs::path asset(std::string_view name) { return assets_folder() / name; }

}  // namespace app
