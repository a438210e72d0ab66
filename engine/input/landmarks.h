// Names for places on the screen, registered while a frame is built, so that scripts can say
// `click @train.start` instead of pixels.
// Main thread only. The host owns one and clears it before each frame.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace engine {

struct Landmark {
  float x_px = 0, y_px = 0, width_px = 0, height_px = 0;
};

class Landmarks {
 public:
  void add(std::string_view name, Landmark place) { places_.insert_or_assign(std::string(name), place); }
  std::optional<Landmark> find(const std::string& name) const {
    const auto found = places_.find(name);
    if (found == places_.end()) return std::nullopt;
    return found->second;
  }
  void clear() { places_.clear(); }

 private:
  std::unordered_map<std::string, Landmark> places_;
};

}  // namespace engine
