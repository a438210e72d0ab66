#include "app/widgets/format.h"

#include <array>
#include <cctype>
#include <cmath>
#include <cstdio>

namespace app::widgets {
namespace {

template <class... Values>
std::string printed(const char* format, Values... values) {
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), format, values...);
  return text.data();
}

constexpr const char* kMissing = "\xE2\x80\x93";

}  // namespace

std::string decimals(float value, int places) {
  return std::isfinite(value) ? printed("%.*f", places, static_cast<double>(value)) : kMissing;
}

std::string percent(float ratio, int places) {
  return std::isfinite(ratio) ? printed("%.*f %%", places, 100.0 * static_cast<double>(ratio)) : kMissing;
}

std::string duration(float seconds) {
  if (!(seconds >= 0) || seconds > 1e7F) return {};
  const int whole = static_cast<int>(std::lround(seconds));
  if (whole >= 3600) return printed("%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60);
  return printed("%02d:%02d", whole / 60, whole % 60);
}

std::string learning_rate(float rate) {
  if (!(rate > 0) || !std::isfinite(rate)) return kMissing;
  const int power = static_cast<int>(std::floor(std::log10(static_cast<double>(rate)) + 1e-6));
  const double factor = static_cast<double>(rate) / std::pow(10.0, power);
  const bool round = std::abs(factor - std::round(factor)) < 0.05;
  return printed(round ? "%.0fe%d" : "%.1fe%d", factor, power);
}

std::string shortcut_text(const std::string& shortcut) {
  std::string text;
  for (std::size_t i = 0; i < shortcut.size(); ++i) {
    const bool starts = text.empty() || text.back() == ' ';
    const bool joins = shortcut[i] == '+' && i + 1 < shortcut.size();  // the last one is the key itself
    const auto upper = static_cast<char>(std::toupper(static_cast<unsigned char>(shortcut[i])));
    text += joins ? ' ' : starts ? upper : shortcut[i];
  }
  return text;
}

}  // namespace app::widgets
