// Sprites of a field (sprite_field.h) inside a rectangle: one instance each, moved in the vertex shader, so that a
// frame of a movement uploads nothing but its time. As squares of few pixels, as dots, or as thumbnails.
//
//   draw_sprites(list, {.field = field, .px_per_unit = 12, .time = 0.3F}, low, high);
//
// All of the field is drawn by blocks, those that are out of sight left out; or only the sprites that are named, in
// that order, which alone may show pictures.
// Main thread only, while a frame is built. Owns its buffers; shares the fields of the frame.
#pragma once

#include <array>
#include <map>
#include <memory>
#include <vector>

#include <imgui.h>

#include "engine/base/texture_ref.h"
#include "engine/passes/pass.h"
#include "engine/passes/sprite_field.h"

namespace engine {

namespace vulkan {
class Buffer;
class Pipeline;
}  // namespace vulkan

struct SpriteView {
  std::shared_ptr<const SpriteField> field;
  float centre_x = 0, centre_y = 0;  // of what is seen, in units
  float px_per_unit = 10;
  float width_px = 1;  // of the rectangle, in the pixels px_per_unit counts
  float time = 1;      // 0: where sprites come from, 1: where they go
  float unselected = 1;
  float smallest_px = 1;
  TextureRef pictures = 0;  // the array of thumbnails; 0: there are no pictures
  bool only_named = false;
  std::vector<std::uint32_t> named;
};

// While a frame is built; nothing where nothing draws (tests of the interface alone).
void draw_sprites(ImDrawList& list, SpriteView view, ImVec2 low, ImVec2 high);

class SpritePass : public Pass {
 public:
  explicit SpritePass(const PassDevice& device);
  ~SpritePass() override;

  std::size_t add(SpriteView view);  // gives the item; until the next logic frame

  void begin_logic_frame() override { views_.clear(); }
  void prepare(vulkan::Frame& frame) override;
  void record(vulkan::Frame& frame, const PixelRect& rectangle, std::size_t item) override;
  std::uint64_t version(std::size_t item) const override;

  std::size_t copied_blocks() const { return copied_blocks_; }  // to the device, so far

 private:
  enum class Kind { Point, Square, Dot, Picture };
  struct FieldBuffer {
    std::shared_ptr<vulkan::Buffer> buffer;
    std::vector<std::uint64_t> versions;  // of its blocks, as they were copied
  };
  using FieldBuffers = std::map<std::weak_ptr<const SpriteField>, FieldBuffer, std::owner_less<>>;
  struct Named {
    std::size_t first = 0, plain = 0, pictures = 0;  // in the buffer of named sprites
  };

  const vulkan::Pipeline& pipeline(Kind kind);
  Kind plain_kind(float side_px) const;  // of one without its picture
  void copy_field(vulkan::Frame& frame, const std::shared_ptr<const SpriteField>& field);
  void copy_named(vulkan::Frame& frame);
  void draw(vulkan::Frame& frame, Kind kind, const vulkan::Buffer& from, std::size_t first, std::size_t count);
  void draw_blocks(vulkan::Frame& frame, Kind kind, const SpriteView& view, const PixelRect& rectangle,
                   float px_per_unit);

  PassDevice device_;
  std::array<std::unique_ptr<vulkan::Pipeline>, 4> pipelines_;
  // For each frame in flight.
  std::vector<FieldBuffers> fields_;
  std::vector<std::shared_ptr<vulkan::Buffer>> named_buffers_;
  std::vector<Named> named_;  // of each view
  std::vector<SpriteView> views_;
  std::size_t copied_blocks_ = 0;
};

}  // namespace engine
