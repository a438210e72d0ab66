#include "app/core/number_text.h"

#include <cstdio>

namespace app {

std::string grouped(std::int64_t number) {
  std::string text = std::to_string(number);
  const std::size_t first = number < 0 ? 1 : 0;
  for (std::size_t at = text.size(); at > first + 3; at -= 3) text.insert(at - 3, ",");
  return text;
}

std::string counted(std::int64_t count, const std::string& one, const std::string& more) {
  return grouped(count) + " " + (count == 1 ? one : more);
}

std::string score_text(const std::optional<double>& score) {
  if (!score) return "–";
  char text[32];
  std::snprintf(text, sizeof text, "%.3f", *score);
  return text;
}

}  // namespace app
