#include "app/core/setting_text.h"

#include <algorithm>
#include <stdexcept>

namespace app {

std::pair<std::string, std::string> split_assignment(std::string_view assignment) {
  const std::size_t equals = assignment.find('=');
  if (equals == assignment.npos || equals == 0)
    throw std::runtime_error("reading a setting: it is written NAME=VALUE, not " + std::string(assignment));
  return {std::string(assignment.substr(0, equals)), std::string(assignment.substr(equals + 1))};
}

std::vector<std::pair<std::string, std::string>> split_assignments(std::string_view text) {
  constexpr std::string_view kBetween = " ,;\t\n";
  std::vector<std::pair<std::string, std::string>> all;
  for (std::size_t begin = text.find_first_not_of(kBetween); begin != text.npos;) {
    const std::size_t end = std::min(text.find_first_of(kBetween, begin), text.size());
    all.push_back(split_assignment(text.substr(begin, end - begin)));
    begin = text.find_first_not_of(kBetween, end);
  }
  return all;
}

}  // namespace app
