#include "app/table/class_keys.h"

#include <algorithm>

#include "app/core/number_text.h"

namespace app {

std::string label_keys_in_words(const std::vector<ClassFacts>& classes) {
  const auto has_key = [&](std::size_t i) {
    return i < classes.size() && key_of_class(i) != '\0' && !classes[i].retired;
  };
  std::string keys;
  std::size_t count = 0;
  for (std::size_t first = 0; first < classes.size(); ++first) {
    if (!has_key(first)) continue;
    std::size_t last = first;
    while (has_key(last + 1)) ++last;
    if (!keys.empty()) keys += ", ";
    keys += key_of_class(first);
    if (last > first) keys += last == first + 1 ? ", " : " – ";
    if (last > first) keys += key_of_class(last);
    count += last - first + 1;
    first = last;
  }
  return count == 0 ? "" : (count == 1 ? "key " : "keys ") + keys;
}

std::string classes_in_words(const std::vector<ClassFacts>& classes) {
  const auto retired = std::ranges::count_if(classes, &ClassFacts::retired);
  const std::string all =
      grouped(static_cast<std::int64_t>(classes.size())) + (classes.size() == 1 ? " class" : " classes");
  return retired == 0 ? all : all + ", " + grouped(retired) + " retired";
}

}  // namespace app
