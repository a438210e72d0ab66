// The sprites of the Wall's images: where each was, where it goes, and how far it has come. A new layout sets all of
// them off from where they are now.
//
//   sprites.follow(layout.places, looks);      // new places, or only new colours
//   sprites.advance(seconds);
//
// Main thread only. Owns the field, which it shares with the pass that draws it.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "app/pages/wall/wall_layout.h"
#include "engine/passes/sprite_field.h"

namespace app {

// How an image looks: colours packed as ImGui's.
struct WallLook {
  std::uint32_t outline = 0, fill = 0;
  bool selected = true, predicted = false;
  bool operator==(const WallLook&) const = default;
};

class WallSprites {
 public:
  static constexpr float kSeconds = 0.6F;

  // The first time there is nothing to come from: they stand.
  void follow(std::span<const WallPlace> places, std::span<const WallLook> looks);
  void advance(float seconds);
  void set_layer(Row row, int layer);  // of its thumbnail; -1: none

  bool moves() const { return time_ < 1; }
  float share() const;  // of the way, 0 .. 1
  WallPlace now(Row row) const;
  const std::shared_ptr<engine::SpriteField>& field() const { return field_; }
  // Rows of which something is within the rectangle now.
  void rows_within(float low_x, float low_y, float high_x, float high_y, std::vector<Row>& rows) const;

 private:
  void write(Row row);

  std::shared_ptr<engine::SpriteField> field_ = std::make_shared<engine::SpriteField>();
  std::vector<WallPlace> from_, to_;
  std::vector<WallLook> looks_;
  std::vector<std::int16_t> layers_;
  float time_ = 1;
};

}  // namespace app
