// Everything between ImGui's draw data and pixels: device, textures, thumbnails, the canvas and, with a
// window, its swapchain.
// Main thread only. Owns all GPU objects.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <imgui.h>

#include "engine/host/host.h"
#include "engine/host/window.h"
#include "engine/passes/passes.h"
#include "engine/passes/ui_pass.h"
#include "engine/vulkan/canvas.h"
#include "engine/vulkan/instance.h"
#include "engine/vulkan/layer_cache.h"
#include "engine/vulkan/swapchain.h"
#include "engine/vulkan/texture_store.h"

namespace engine {

class Graphics {
 public:
  // `window` may be null: nothing is presented.
  Graphics(const HostOptions& options, Window* window);
  ~Graphics();
  Graphics(const Graphics&) = delete;
  Graphics& operator=(const Graphics&) = delete;

  // Draws what changed since the last time and presents it. Nothing happens where nothing changed.
  // A new size of the draw data gives a new canvas.
  void draw(const ImDrawData& data, ImU32 background);
  void flush_uploads();  // without drawing
  bool uploads_waiting() const { return textures_.uploads_waiting(); }
  // Thumbnails came onto the device since the last logic frame, which could not show them: there has to be another.
  bool thumbnails_arrived() const { return thumbnails_arrived_; }
  // The window lost its picture (it was covered, say): the next draw presents it even if nothing changed.
  void show_again() { shown_ = false; }
  bool shown() const { return shown_ || !swapchain_; }  // the window has the last picture
  void begin_logic_frame();
  Passes& passes() { return passes_; }
  Image screenshot() { return canvas_.read_back(); }

  TextureRef create_texture(const Image& image);
  TextureRef create_map(std::span<const float> values, int width, int height);
  TextureRef create_coverage(std::span<const std::uint8_t> alpha, int width, int height);
  void update_coverage(TextureRef texture, std::span<const std::uint8_t> alpha);  // all of it
  void release_texture(TextureRef texture);

  std::optional<TextureRef> find_thumbnail(std::uint64_t key);
  void put_thumbnail(std::uint64_t key, const Image& square);
  void drop_thumbnail(std::uint64_t key) { layers_.drop(key); }

  std::string device_name() const { return device_->report().name; }
  std::vector<std::string> validation_messages() const { return instance_.log().messages(); }

 private:
  void resize(int width_px, int height_px);
  void record_uploads(vulkan::Frame& frame);
  bool present(vulkan::Frame& frame);  // submits; false where the window could not take the picture yet
  TextureRef create(const vulkan::ImageInfo& info, std::vector<std::byte> bytes);

  vulkan::Instance instance_;
  Window* window_;
  VkSurfaceKHR surface_ = VK_NULL_HANDLE;  // the swapchain's, once it exists
  std::unique_ptr<vulkan::Device> device_;
  vulkan::FrameRing ring_;
  vulkan::TextureStore textures_;
  Passes passes_;
  UiPass ui_;
  vulkan::Canvas canvas_;
  std::unique_ptr<vulkan::Swapchain> swapchain_;
  ImU32 background_ = 0;
  bool shown_ = false;
  bool thumbnails_arrived_ = false;
  int thumbnail_px_;
  std::uint32_t thumbnails_;  // the array texture
  vulkan::LayerCache layers_;
};

}  // namespace engine
