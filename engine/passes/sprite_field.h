// Many sprites on one canvas, each on its way from a place to another. Kept by the page that shows them, and by the
// pass that draws them; changes are noted by blocks, so that only those are given to the device again.
//
//   auto field = std::make_shared<SpriteField>();
//   field->resize(images);
//   field->set(row, {x0, y0, x1, y1, outline, fill, sprite_look({.from = 1, .to = 1})});
//
// Main thread only. Plain data; owns it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace engine {

// As the device reads it.
struct Sprite {
  float from_x = 0, from_y = 0, to_x = 0, to_y = 0;  // centres, in units of the canvas
  std::uint32_t outline = 0, fill = 0;               // packed like ImGui's colours
  std::uint32_t look = 0;                            // sprite_look
  bool operator==(const Sprite&) const = default;
};

struct SpriteLook {
  float from = 0, to = 0;  // size, of one unit; 0: not seen
  bool selected = true;
  bool predicted = false;
  int layer = -1;  // of the thumbnails; -1: it has no picture
};
std::uint32_t sprite_look(const SpriteLook& look);
bool has_picture(std::uint32_t look);
std::uint32_t layer_of_look(std::uint32_t look);  // of one with a picture

class SpriteField {
 public:
  static constexpr std::size_t kBlock = 1024;

  struct Box {
    float low_x = 1e30F, low_y = 1e30F, high_x = -1e30F, high_y = -1e30F;
  };

  void resize(std::size_t sprites);
  void set(std::size_t index, const Sprite& sprite);

  std::span<const Sprite> sprites() const { return sprites_; }
  const Sprite& operator[](std::size_t index) const { return sprites_[index]; }
  std::uint64_t version() const { return version_; }
  std::size_t blocks() const { return block_versions_.size(); }
  std::uint64_t block_version(std::size_t block) const { return block_versions_[block]; }
  Box block_box(std::size_t block) const;  // around the places its sprites come from and go to

 private:
  struct KnownBox {
    Box box;
    std::uint64_t version = 0;
  };
  std::vector<Sprite> sprites_;
  std::vector<std::uint64_t> block_versions_;
  mutable std::vector<KnownBox> boxes_;
  std::uint64_t version_ = 1;
};

}  // namespace engine
