#include "app/cli/find_source.h"

#include <set>
#include <stdexcept>

#include "app/core/joined.h"

namespace app::cli {

void require_source(const std::vector<db::Image>& images, const std::string& name) {
  std::set<std::string> known;
  for (const db::Image& image : images) known.insert(image.source);
  if (known.contains(name)) return;
  known.erase("");
  throw std::runtime_error(
      "choosing images: none is of the source \"" + name + "\"; " +
      (known.empty() ? "none has one recorded" : "there are " + joined({known.begin(), known.end()})));
}

}  // namespace app::cli
