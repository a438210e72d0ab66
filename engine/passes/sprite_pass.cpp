#include "engine/passes/sprite_pass.h"

#include <algorithm>
#include <bit>
#include <cstddef>
#include <cstring>
#include <utility>

#include "engine/passes/passes.h"
#include "engine/vulkan/frame_ring.h"
#include "engine/vulkan/memory.h"
#include "engine/vulkan/pipeline.h"
#include "engine/vulkan/texture_store.h"
#include "shaders/shared.h"

namespace engine {
namespace {

constexpr std::uint32_t kSpriteVertexCode[] =
#include "shaders/sprite.vert.inc"
    ;
constexpr std::uint32_t kPointVertexCode[] =
#include "shaders/sprite_point.vert.inc"
    ;
constexpr std::uint32_t kPointCode[] =
#include "shaders/sprite_point.frag.inc"
    ;
constexpr std::uint32_t kSquareCode[] =
#include "shaders/sprite_square.frag.inc"
    ;
constexpr std::uint32_t kDotCode[] =
#include "shaders/sprite_dot.frag.inc"
    ;
constexpr std::uint32_t kPictureCode[] =
#include "shaders/sprite_picture.frag.inc"
    ;

constexpr VkVertexInputBindingDescription kSpriteBindings[] = {{0, sizeof(Sprite), VK_VERTEX_INPUT_RATE_INSTANCE}};
constexpr VkVertexInputBindingDescription kPointBindings[] = {{0, sizeof(Sprite), VK_VERTEX_INPUT_RATE_VERTEX}};
constexpr VkVertexInputAttributeDescription kSpriteAttributes[] = {
    {0, 0, VK_FORMAT_R32G32B32A32_SFLOAT, offsetof(Sprite, from_x)},
    {1, 0, VK_FORMAT_R8G8B8A8_UNORM, offsetof(Sprite, outline)},
    {2, 0, VK_FORMAT_R8G8B8A8_UNORM, offsetof(Sprite, fill)},
    {3, 0, VK_FORMAT_R32_UINT, offsetof(Sprite, look)},
};

constexpr float kRound_px = 5;  // smaller ones are squares: nobody sees the difference, and they cost half
constexpr std::uint32_t kVertices = 6;

// Keeps the buffer where it is large enough; gives whether it is a new one.
bool fit(std::shared_ptr<vulkan::Buffer>& buffer, const PassDevice& device, std::size_t sprites) {
  const std::size_t bytes = std::max<std::size_t>(1, sprites) * sizeof(Sprite);
  if (buffer && buffer->size_bytes() >= bytes) return false;
  if (buffer) device.ring.retire(buffer);
  buffer = std::make_shared<vulkan::Buffer>(device.device, bytes + bytes / 4, VK_BUFFER_USAGE_VERTEX_BUFFER_BIT);
  return true;
}

shared::SpriteParameters parameters_of(const SpriteView& view, const PixelRect& rectangle) {
  const float ratio = static_cast<float>(rectangle.width) / std::max(1.0F, view.width_px);
  shared::SpriteParameters parameters{};
  parameters.centre[0] = view.centre_x;
  parameters.centre[1] = view.centre_y;
  parameters.half_px[0] = static_cast<float>(rectangle.width) / 2;
  parameters.half_px[1] = static_cast<float>(rectangle.height) / 2;
  parameters.px_per_unit = view.px_per_unit * ratio;
  parameters.time = view.time;
  parameters.unselected = view.unselected;
  parameters.smallest_px = view.smallest_px;
  return parameters;
}

}  // namespace

void draw_sprites(ImDrawList& list, SpriteView view, ImVec2 low, ImVec2 high) {
  SpritePass* pass = find_pass<SpritePass>();
  if (pass == nullptr) return;
  view.width_px = high.x - low.x;
  draw_pass(list, *pass, low, high, pass->add(std::move(view)));
}

SpritePass::SpritePass(const PassDevice& device)
    : device_(device), fields_(vulkan::kFramesInFlight), named_buffers_(vulkan::kFramesInFlight) {}
SpritePass::~SpritePass() = default;

std::size_t SpritePass::add(SpriteView view) {
  views_.push_back(std::move(view));
  return views_.size() - 1;
}

const vulkan::Pipeline& SpritePass::pipeline(Kind kind) {
  std::unique_ptr<vulkan::Pipeline>& made = pipelines_[static_cast<std::size_t>(kind)];
  if (made) return *made;
  const VkDescriptorSetLayout texture = device_.textures.descriptor_layout();
  vulkan::PipelineDescription description{.vertex = kSpriteVertexCode,
                                          .fragment = kSquareCode,
                                          .bindings = kSpriteBindings,
                                          .attributes = kSpriteAttributes,
                                          .push_constant_bytes = sizeof(shared::SpriteParameters)};
  if (kind == Kind::Point) {
    description.vertex = kPointVertexCode;
    description.fragment = kPointCode;
    description.bindings = kPointBindings;
    description.topology = VK_PRIMITIVE_TOPOLOGY_POINT_LIST;
  } else if (kind == Kind::Dot) {
    description.fragment = kDotCode;
  } else if (kind == Kind::Picture) {
    description.fragment = kPictureCode;
    description.sets = {&texture, 1};
  }
  made = std::make_unique<vulkan::Pipeline>(device_.device, description);
  return *made;
}

SpritePass::Kind SpritePass::plain_kind(float side_px) const {
  if (side_px >= kRound_px) return Kind::Dot;
  return device_.device.draws_large_points() ? Kind::Point : Kind::Square;
}

void SpritePass::prepare(vulkan::Frame& frame) {
  FieldBuffers& fields = fields_[frame.index];
  std::erase_if(fields, [this](auto& kept) {
    if (!kept.first.expired()) return false;
    device_.ring.retire(kept.second.buffer);
    return true;
  });
  for (const SpriteView& view : views_)
    if (!view.only_named) copy_field(frame, view.field);
  copy_named(frame);
}

void SpritePass::copy_field(vulkan::Frame& frame, const std::shared_ptr<const SpriteField>& field) {
  FieldBuffer& kept = fields_[frame.index][field];
  if (fit(kept.buffer, device_, field->sprites().size())) kept.versions.clear();
  kept.versions.resize(field->blocks());
  for (std::size_t block = 0; block < field->blocks(); ++block) {
    if (kept.versions[block] == field->block_version(block)) continue;
    kept.versions[block] = field->block_version(block);
    const std::size_t first = block * SpriteField::kBlock;
    const auto sprites =
        field->sprites().subspan(first, std::min(SpriteField::kBlock, field->sprites().size() - first));
    std::memcpy(kept.buffer->data() + first * sizeof(Sprite), sprites.data(), sprites.size_bytes());
    ++copied_blocks_;
  }
}

// Those without a picture before those with one: each kind is one draw.
void SpritePass::copy_named(vulkan::Frame& frame) {
  named_.assign(views_.size(), {});
  std::vector<Sprite> all;
  for (std::size_t item = 0; item < views_.size(); ++item) {
    const SpriteView& view = views_[item];
    named_[item].first = all.size();
    for (const bool pictures : {false, true}) {
      const std::size_t before = all.size();
      for (const std::uint32_t index : view.named) {
        const Sprite& sprite = (*view.field)[index];
        if ((view.pictures != 0 && has_picture(sprite.look)) == pictures) all.push_back(sprite);
      }
      (pictures ? named_[item].pictures : named_[item].plain) = all.size() - before;
    }
  }
  if (all.empty()) return;
  fit(named_buffers_[frame.index], device_, all.size());
  std::memcpy(named_buffers_[frame.index]->data(), all.data(), all.size() * sizeof(Sprite));
}

void SpritePass::record(vulkan::Frame& frame, const PixelRect& rectangle, std::size_t item) {
  const SpriteView& view = views_.at(item);
  const shared::SpriteParameters parameters = parameters_of(view, rectangle);
  const Kind plain = plain_kind(parameters.px_per_unit * static_cast<float>(NEVUS_SPRITE_FILLS));
  pipeline(plain).bind(frame.commands);
  pipeline(plain).push(frame.commands, parameters);
  if (!view.only_named) return draw_blocks(frame, plain, view, rectangle, parameters.px_per_unit);
  const Named& named = named_[item];
  if (named.plain + named.pictures == 0) return;
  draw(frame, plain, *named_buffers_[frame.index], named.first, named.plain);
  const VkDescriptorSet pictures = device_.textures.descriptor(texture_of(view.pictures));
  if (named.pictures == 0 || pictures == VK_NULL_HANDLE) return;
  pipeline(Kind::Picture).bind(frame.commands);
  pipeline(Kind::Picture).bind_set(frame.commands, 0, pictures);
  pipeline(Kind::Picture).push(frame.commands, parameters);
  draw(frame, Kind::Picture, *named_buffers_[frame.index], named.first + named.plain, named.pictures);
}

void SpritePass::draw(vulkan::Frame& frame, Kind kind, const vulkan::Buffer& from, std::size_t first,
                      std::size_t count) {
  if (count == 0) return;
  const VkBuffer buffer = from.handle();
  const VkDeviceSize zero = 0;
  vkCmdBindVertexBuffers(frame.commands, 0, 1, &buffer, &zero);
  const auto sprites = static_cast<std::uint32_t>(count), from_sprite = static_cast<std::uint32_t>(first);
  if (kind == Kind::Point)
    vkCmdDraw(frame.commands, sprites, 1, from_sprite, 0);
  else
    vkCmdDraw(frame.commands, kVertices, sprites, 0, from_sprite);
}

// Neighbouring blocks that are seen are one draw.
void SpritePass::draw_blocks(vulkan::Frame& frame, Kind kind, const SpriteView& view, const PixelRect& rectangle,
                             float px_per_unit) {
  const SpriteField& field = *view.field;
  const float half_width = static_cast<float>(rectangle.width) / 2 / px_per_unit + 1,
              half_height = static_cast<float>(rectangle.height) / 2 / px_per_unit + 1;
  const auto seen = [&](std::size_t block) {
    const SpriteField::Box box = field.block_box(block);
    return box.high_x > view.centre_x - half_width && box.low_x < view.centre_x + half_width &&
           box.high_y > view.centre_y - half_height && box.low_y < view.centre_y + half_height;
  };
  const vulkan::Buffer& buffer = *fields_[frame.index].at(view.field).buffer;
  for (std::size_t block = 0; block < field.blocks();) {
    std::size_t end = block;
    while (end < field.blocks() && seen(end)) ++end;
    const std::size_t first = block * SpriteField::kBlock;
    draw(frame, kind, buffer, first,
         std::min(field.sprites().size(), end * SpriteField::kBlock) - std::min(first, field.sprites().size()));
    block = std::max(end, block + 1);
  }
}

std::uint64_t SpritePass::version(std::size_t item) const {
  const SpriteView& view = views_.at(item);
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  const auto mix = [&hash](std::uint64_t word) { hash = (hash ^ word) * 0x100000001b3ULL ^ (hash >> 29U); };
  for (const float value :
       {view.centre_x, view.centre_y, view.px_per_unit, view.width_px, view.time, view.unselected, view.smallest_px})
    mix(std::bit_cast<std::uint32_t>(value));
  mix(reinterpret_cast<std::uintptr_t>(view.field.get()));
  mix(view.field->version());
  for (const std::uint32_t index : view.named) {
    mix(index);
    const std::uint32_t look = (*view.field)[index].look;
    if (view.pictures != 0 && has_picture(look))
      mix(device_.textures.version(texture_of(view.pictures), layer_of_look(look)));
  }
  return hash;
}

}  // namespace engine
