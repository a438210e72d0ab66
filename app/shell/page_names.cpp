#include "app/shell/page_names.h"

#include <algorithm>
#include <vector>

#include "app/core/joined.h"

namespace app {

std::string page_name(const ActionTable& actions, std::string_view page) {
  const std::string_view id = page.substr(0, page.find('.'));
  const Action* named = actions.find(id);
  return named == nullptr ? std::string(id) : named->title;
}

std::string page_names(const ActionTable& actions, std::span<const std::string> pages) {
  std::vector<std::string> names;
  for (const std::string& page : pages)
    if (const std::string name = page_name(actions, page); std::ranges::find(names, name) == names.end())
      names.push_back(name);
  return joined(names);
}

}  // namespace app
