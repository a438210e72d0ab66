#include "engine/passes/sprite_field.h"

#include <algorithm>
#include <cmath>

#include "shaders/shared.h"

namespace engine {
namespace {

std::uint32_t eight_bits(float size) {
  return static_cast<std::uint32_t>(std::lround(std::clamp(size, 0.0F, 1.0F) * 255));
}

}  // namespace

std::uint32_t sprite_look(const SpriteLook& look) {
  std::uint32_t word = eight_bits(look.from) << NEVUS_SPRITE_FROM_SIZE_SHIFT | eight_bits(look.to)
                                                                                   << NEVUS_SPRITE_TO_SIZE_SHIFT;
  if (look.selected) word |= NEVUS_SPRITE_SELECTED;
  if (look.predicted) word |= NEVUS_SPRITE_PREDICTED;
  if (look.layer >= 0 && static_cast<std::uint32_t>(look.layer) <= NEVUS_SPRITE_LAYER)
    word |= NEVUS_SPRITE_PICTURE | static_cast<std::uint32_t>(look.layer);
  return word;
}

bool has_picture(std::uint32_t look) { return (look & NEVUS_SPRITE_PICTURE) != 0; }
std::uint32_t layer_of_look(std::uint32_t look) { return look & NEVUS_SPRITE_LAYER; }

void SpriteField::resize(std::size_t sprites) {
  if (sprites == sprites_.size()) return;
  const std::size_t whole = std::min(sprites, sprites_.size()) / kBlock;
  sprites_.resize(sprites);
  block_versions_.resize((sprites + kBlock - 1) / kBlock);
  ++version_;
  for (std::size_t block = whole; block < block_versions_.size(); ++block) block_versions_[block] = version_;
}

void SpriteField::set(std::size_t index, const Sprite& sprite) {
  if (sprites_[index] == sprite) return;
  sprites_[index] = sprite;
  block_versions_[index / kBlock] = ++version_;
}

SpriteField::Box SpriteField::block_box(std::size_t block) const {
  boxes_.resize(blocks());
  KnownBox& known = boxes_[block];
  if (known.version == block_versions_[block]) return known.box;
  known = {{}, block_versions_[block]};
  const std::size_t last = std::min(sprites_.size(), (block + 1) * kBlock);
  for (std::size_t i = block * kBlock; i < last; ++i) {
    const Sprite& sprite = sprites_[i];
    known.box.low_x = std::min({known.box.low_x, sprite.from_x, sprite.to_x});
    known.box.low_y = std::min({known.box.low_y, sprite.from_y, sprite.to_y});
    known.box.high_x = std::max({known.box.high_x, sprite.from_x, sprite.to_x});
    known.box.high_y = std::max({known.box.high_y, sprite.from_y, sprite.to_y});
  }
  return known.box;
}

}  // namespace engine
