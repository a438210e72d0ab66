#include "engine/script/chord.h"

#include <algorithm>
#include <array>
#include <string_view>

namespace engine {
namespace {

constexpr std::array<std::string_view, 3> kModifiers = {"ctrl", "shift", "alt"};
constexpr std::array<std::string_view, 27> kNamed = {
    "left",   "right",  "up",   "down", "enter",  "escape",   "space", "tab", "backspace",
    "delete", "insert", "home", "end",  "pageup", "pagedown", "f1",    "f2",  "f3",
    "f4",     "f5",     "f6",   "f7",   "f8",     "f9",       "f10",   "f11", "f12"};

bool is_modifier(std::string_view key) {
  return std::find(kModifiers.begin(), kModifiers.end(), key) != kModifiers.end();
}

bool is_letter(std::string_view key) { return key.size() == 1 && key[0] >= 'a' && key[0] <= 'z'; }

// Keys named by the character they type; capitals are written with shift.
bool is_character(std::string_view key) {
  return key.size() == 1 && key[0] > ' ' && key[0] < '\x7f' && !(key[0] >= 'A' && key[0] <= 'Z');
}

bool is_key(std::string_view key) {
  return is_character(key) || is_modifier(key) || std::find(kNamed.begin(), kNamed.end(), key) != kNamed.end();
}

}  // namespace

std::optional<Chord> chord_from_text(const std::string& text) {
  Chord chord;
  std::string rest = text;
  // A plus at the very end is the plus key itself ("ctrl++").
  for (std::size_t plus = rest.find('+'); plus != std::string::npos && plus > 0 && plus + 1 < rest.size();
       plus = rest.find('+')) {
    const std::string modifier = rest.substr(0, plus);
    const bool again = std::find(chord.modifiers.begin(), chord.modifiers.end(), modifier) != chord.modifiers.end();
    if (!is_modifier(modifier) || again) return std::nullopt;
    chord.modifiers.push_back(modifier);
    rest.erase(0, plus + 1);
  }
  if (!is_key(rest) || std::find(chord.modifiers.begin(), chord.modifiers.end(), rest) != chord.modifiers.end())
    return std::nullopt;
  chord.key = rest;
  return chord;
}

std::optional<std::string> text_of(const Chord& chord) {
  const bool shift_only = chord.modifiers.size() == 1 && chord.modifiers[0] == "shift";
  if (shift_only && is_letter(chord.key)) return std::string(1, static_cast<char>(chord.key[0] - 'a' + 'A'));
  if (!chord.modifiers.empty()) return std::nullopt;
  if (chord.key == "space") return " ";
  if (is_character(chord.key)) return chord.key;
  return std::nullopt;
}

}  // namespace engine
