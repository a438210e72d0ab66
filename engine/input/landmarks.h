// Names for places on the screen, registered while a frame is built, so that scripts can say
// `click @train.start` instead of pixels.
// Main thread only. The host owns one and clears it before each frame.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>

namespace engine {

struct Landmark {
  float x_px = 0, y_px = 0, width_px = 0, height_px = 0;
};

class Landmarks {
 public:
  static constexpr float kOnePlace_px2 = 60'000;

  void add(std::string_view name, Landmark place) { places_.insert_or_assign(std::string(name), place); }
  std::optional<Landmark> find(const std::string& name) const {
    const auto found = places_.find(name);
    if (found == places_.end()) return std::nullopt;
    return found->second;
  }
  // The smallest in which the place lies; empty: none. In a large one (a picture, a map) the place itself counts.
  std::string at(float x_px, float y_px) const {
    const std::pair<const std::string, Landmark>* best = nullptr;
    for (const auto& entry : places_) {
      const Landmark& place = entry.second;
      if (x_px < place.x_px || y_px < place.y_px || x_px >= place.x_px + place.width_px ||
          y_px >= place.y_px + place.height_px)
        continue;
      const auto area = [](const Landmark& of) { return of.width_px * of.height_px; };
      if (area(place) > kOnePlace_px2) continue;
      if (best == nullptr || area(place) < area(best->second)) best = &entry;
    }
    return best == nullptr ? std::string() : best->first;
  }
  void clear() { places_.clear(); }

 private:
  std::unordered_map<std::string, Landmark> places_;
};

}  // namespace engine
