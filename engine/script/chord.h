// A key with its modifiers, as scripts and action tables write it: "ctrl+shift+z", "enter", "/".
// Any thread; plain values.
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace engine {

struct Chord {
  std::vector<std::string> modifiers;
  std::string key;
};

// Nothing when the text names no key of input_event.h, or names it in upper case.
std::optional<Chord> chord_from_text(const std::string& text);

// What a keyboard types with it: "z", "Z", " ". Nothing with ctrl or alt, for keys that do not type, and
// for shift with anything but a letter, which is a matter of the keyboard's layout.
std::optional<std::string> text_of(const Chord& chord);

}  // namespace engine
