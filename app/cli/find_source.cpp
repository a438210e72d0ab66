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

std::string source_name(const std::string& typed, const std::string& attempt) {
  const std::size_t begin = typed.find_first_not_of(" \t\r\n");
  if (begin == std::string::npos) throw std::runtime_error(attempt + ": the name is empty");
  return typed.substr(begin, typed.find_last_not_of(" \t\r\n") - begin + 1);
}

}  // namespace app::cli
