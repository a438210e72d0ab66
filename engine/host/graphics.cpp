#include "engine/host/graphics.h"

#include <algorithm>
#include <bit>
#include <utility>

#include "engine/image/resize.h"

namespace engine {
namespace {

template <typename T>
std::vector<std::byte> bytes_of(std::span<const T> values) {
  const auto raw = std::as_bytes(values);
  return {raw.begin(), raw.end()};
}

// Half precision of a value in 0..1: what every device can filter linearly. Rounds to nearest.
std::uint16_t half_from_unit(float value) {
  const float clamped = std::clamp(value, 0.0F, 1.0F);
  if (clamped < 6.2e-5F) return 0;  // below the smallest normal half; invisible
  const std::uint32_t bits = std::bit_cast<std::uint32_t>(clamped) + 0x1000U;
  return static_cast<std::uint16_t>((bits >> 13U) - ((127U - 15U) << 10U));
}

// What fits on the device, in the same proportions.
Image fitted(const Image& image, int most_px) {
  const int longest_px = std::max(image.width_px, image.height_px);
  if (longest_px <= most_px) return image;
  const double scale = static_cast<double>(most_px) / longest_px;
  return resize(image, std::max(1, static_cast<int>(image.width_px * scale)),
                std::max(1, static_cast<int>(image.height_px * scale)));
}

ImVec4 colour_vec(ImU32 colour) { return ImGui::ColorConvertU32ToFloat4(colour); }

std::uint32_t layers_for(const HostOptions& options, const vulkan::Device& device) {
  return std::min(static_cast<std::uint32_t>(options.thumbnail_layers), device.limits().maxImageArrayLayers);
}

vulkan::ImageInfo thumbnail_array(const HostOptions& options, const vulkan::Device& device) {
  vulkan::ImageInfo info;
  info.width_px = info.height_px = static_cast<std::uint32_t>(options.thumbnail_px);
  info.layers = layers_for(options, device);
  info.opaque = true;
  return info;
}

}  // namespace

Graphics::Graphics(const HostOptions& options, Window* window)
    : instance_(options.validation, window != nullptr ? window->instance_extensions() : std::vector<const char*>{}),
      window_(window),
      surface_(window != nullptr ? window->create_surface(instance_.handle()) : VK_NULL_HANDLE),
      device_(std::make_unique<vulkan::Device>(instance_.handle(), surface_)),
      ring_(*device_),
      textures_(*device_, ring_),
      passes_({*device_, ring_, textures_}),
      ui_({*device_, ring_, textures_}, passes_),
      canvas_(*device_, ring_),
      thumbnail_px_(options.thumbnail_px),
      thumbnails_(textures_.create(thumbnail_array(options, *device_))),
      layers_(layers_for(options, *device_)) {
  if (window_ != nullptr) swapchain_ = std::make_unique<vulkan::Swapchain>(*device_, instance_.handle(), surface_);
  resize(options.width_px, options.height_px);
}

Graphics::~Graphics() { device_->wait_idle(); }

void Graphics::resize(int width_px, int height_px) {
  canvas_.resize(width_px, height_px);
  ui_.forget();
  if (swapchain_) swapchain_->recreate(width_px, height_px);
}

void Graphics::begin_logic_frame() {
  layers_.begin_frame();
  thumbnails_arrived_ = false;
  passes_.begin_logic_frame();
}

void Graphics::record_uploads(vulkan::Frame& frame) {
  if (textures_.record_uploads(frame) > 0) thumbnails_arrived_ = true;
}

void Graphics::flush_uploads() {
  if (!textures_.uploads_waiting()) return;
  record_uploads(ring_.begin());
  ring_.submit(VK_NULL_HANDLE, VK_NULL_HANDLE);
}

void Graphics::draw(const ImDrawData& data, ImU32 background) {
  const int width_px = static_cast<int>(data.DisplaySize.x), height_px = static_cast<int>(data.DisplaySize.y);
  if (width_px < 1 || height_px < 1) return flush_uploads();
  if (width_px != canvas_.width_px() || height_px != canvas_.height_px()) resize(width_px, height_px);
  if (std::exchange(background_, background) != background) ui_.forget();
  vulkan::Frame& frame = ring_.begin();
  record_uploads(frame);
  if (const auto area = ui_.update(data)) {
    ui_.prepare(frame);
    const ImVec4 clear = colour_vec(background);
    canvas_.begin(frame.commands, *area, {clear.x, clear.y, clear.z, clear.w});
    ui_.record(frame, *area);
    canvas_.end(frame.commands);
    shown_ = false;
  }
  if (swapchain_ && !shown_)
    shown_ = present(frame);
  else
    ring_.submit(VK_NULL_HANDLE, VK_NULL_HANDLE);
}

bool Graphics::present(vulkan::Frame& frame) {
  auto next = swapchain_->acquire(frame.index);
  if (!next) {  // the window changed; the canvas follows with the resize event
    swapchain_->recreate(canvas_.width_px(), canvas_.height_px());
    next = swapchain_->acquire(frame.index);
  }
  if (!next) {
    ring_.submit(VK_NULL_HANDLE, VK_NULL_HANDLE);
    return false;
  }
  swapchain_->record_copy(frame.commands, canvas_, *next);
  ring_.submit(next->acquired, next->done);
  if (swapchain_->present(*next)) return true;
  swapchain_->recreate(canvas_.width_px(), canvas_.height_px());
  return false;
}

TextureRef Graphics::create(const vulkan::ImageInfo& info, std::vector<std::byte> bytes) {
  const std::uint32_t texture = textures_.create(info);
  textures_.upload(texture, 0, std::move(bytes), true);
  return texture_ref(texture, 0);
}

TextureRef Graphics::create_texture(const Image& image) {
  if (image.empty()) throw HostError("showing an image: it has no pixels");
  const Image rgba = with_alpha(fitted(image, static_cast<int>(device_->limits().maxImageDimension2D)));
  vulkan::ImageInfo info;
  info.width_px = static_cast<std::uint32_t>(rgba.width_px);
  info.height_px = static_cast<std::uint32_t>(rgba.height_px);
  info.opaque = image.channels == 3;
  return create(info, bytes_of(std::span<const std::uint8_t>(rgba.pixels)));
}

TextureRef Graphics::create_map(std::span<const float> values, int width, int height) {
  if (width < 1 || height < 1 || values.size() != static_cast<std::size_t>(width) * static_cast<std::size_t>(height)) {
    throw HostError("showing a map: " + std::to_string(values.size()) + " values do not fill " + std::to_string(width) +
                    " x " + std::to_string(height) + " cells");
  }
  std::vector<std::uint16_t> halves(values.size());
  std::ranges::transform(values, halves.begin(), half_from_unit);
  vulkan::ImageInfo info;
  info.format = VK_FORMAT_R16_SFLOAT;
  info.width_px = static_cast<std::uint32_t>(width);
  info.height_px = static_cast<std::uint32_t>(height);
  return create(info, bytes_of(std::span<const std::uint16_t>(halves)));
}

TextureRef Graphics::create_coverage(std::span<const std::uint8_t> alpha, int width, int height) {
  vulkan::ImageInfo info;
  info.format = VK_FORMAT_R8_UNORM;
  info.width_px = static_cast<std::uint32_t>(width);
  info.height_px = static_cast<std::uint32_t>(height);
  info.alpha_from_red = true;
  return create(info, bytes_of(alpha));
}

void Graphics::update_coverage(TextureRef texture, std::span<const std::uint8_t> alpha) {
  textures_.upload(texture_of(texture), 0, bytes_of(alpha), true);
}

void Graphics::release_texture(TextureRef texture) { textures_.release(texture_of(texture)); }

std::optional<TextureRef> Graphics::find_thumbnail(std::uint64_t key) {
  const auto layer = layers_.find(key);
  if (!layer || textures_.upload_late(thumbnails_, *layer)) return std::nullopt;
  return texture_ref(thumbnails_, *layer);
}

void Graphics::put_thumbnail(std::uint64_t key, const Image& square) {
  if (square.empty()) throw HostError("showing a thumbnail: it has no pixels");
  const auto layer = layers_.place(key);
  if (!layer) return;  // every layer is on the screen; it is asked for again when one is free
  const bool fits = square.width_px == thumbnail_px_ && square.height_px == thumbnail_px_;
  Image rgba = with_alpha(fits ? square : thumbnail(square, thumbnail_px_));  // one from an older cache, say
  for (std::size_t i = 3; i < rgba.pixels.size(); i += 4) rgba.pixels[i] = 255;
  textures_.upload(thumbnails_, *layer, bytes_of(std::span<const std::uint8_t>(rgba.pixels)), false);
}

}  // namespace engine
