// Draws lists of the interface with the engine's own renderer into a canvas, without a window and
// without the host; reads the pixels back. Validation is on (gpu_test.h).
#pragma once

#include <cstring>
#include <functional>
#include <optional>

#include <imgui.h>

#include "engine/passes/passes.h"
#include "engine/passes/texture_id.h"
#include "engine/passes/ui_pass.h"
#include "engine/vulkan/canvas.h"
#include "engine/vulkan/texture_store.h"
#include "tests/engine/gpu_test.h"

class RenderTest : public GpuTest {
 protected:
  using Draw = std::function<void(ImDrawList&)>;

  static constexpr int kWidth_px = 160, kHeight_px = 120;
  static constexpr float kClear[4] = {0, 0, 0, 1};

  void SetUp() override {
    GpuTest::SetUp();
    textures_.emplace(device(), ring());
    passes_.emplace(engine::PassDevice{device(), ring(), *textures_});
    ui_.emplace(engine::PassDevice{device(), ring(), *textures_}, *passes_);
    canvas_.emplace(device(), ring());
    canvas_->resize(kWidth_px, kHeight_px);
    start_imgui();
  }

  void TearDown() override {
    if (context_ != nullptr) {
      ImGui::GetIO().BackendRendererUserData = nullptr;  // since 1.87 ImGui insists
      ImGui::DestroyContext(context_);
    }
    if (canvas_) ring().wait_all();
    canvas_.reset();
    ui_.reset();
    passes_.reset();
    textures_.reset();
    GpuTest::TearDown();
  }

  engine::vulkan::TextureStore& textures() { return *textures_; }

  std::uint32_t texture(const engine::Image& rgba) {
    const std::uint32_t number = textures_->create({VK_FORMAT_R8G8B8A8_UNORM, static_cast<std::uint32_t>(rgba.width_px),
                                                    static_cast<std::uint32_t>(rgba.height_px)});
    textures_->upload(number, 0, bytes_of(rgba.pixels.data(), rgba.pixels.size()), true);
    return number;
  }

  static std::vector<std::byte> bytes_of(const void* data, std::size_t size) {
    std::vector<std::byte> bytes(size);
    std::memcpy(bytes.data(), data, size);
    return bytes;
  }

  static engine::Image flat(int size_px, std::uint8_t r, std::uint8_t g, std::uint8_t b) {
    engine::Image image = engine::Image::blank(size_px, size_px, 4);
    for (std::size_t i = 0; i < image.pixels.size(); i += 4) {
      image.pixels[i] = r;
      image.pixels[i + 1] = g;
      image.pixels[i + 2] = b;
      image.pixels[i + 3] = 255;
    }
    return image;
  }

  engine::Image draw_all(const Draw& draw) {
    build(draw);
    upload_now();
    ui_->update(*ImGui::GetDrawData());
    paint({0, 0, kWidth_px, kHeight_px});
    return canvas_->read_back();
  }

  // Builds the frame and draws only what the tracker finds changed. Gives the rectangle drawn.
  std::optional<engine::PixelRect> draw_changes(const Draw& draw) {
    build(draw);
    upload_now();
    const auto damage = ui_->update(*ImGui::GetDrawData());
    if (damage) paint(*damage);
    return damage;
  }

  engine::Image picture() { return canvas_->read_back(); }

 private:
  void start_imgui() {
    context_ = ImGui::CreateContext();
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.DisplaySize = {kWidth_px, kHeight_px};
    io.BackendFlags |= ImGuiBackendFlags_RendererHasVtxOffset;
    io.BackendRendererUserData = &*passes_;
    unsigned char* pixels = nullptr;
    int width_px = 0, height_px = 0;
    io.Fonts->GetTexDataAsAlpha8(&pixels, &width_px, &height_px);
    engine::vulkan::ImageInfo info{VK_FORMAT_R8_UNORM, static_cast<std::uint32_t>(width_px),
                                   static_cast<std::uint32_t>(height_px)};
    info.alpha_from_red = true;
    const std::uint32_t font = textures_->create(info);
    textures_->upload(font, 0,
                      bytes_of(pixels, static_cast<std::size_t>(width_px) * static_cast<std::size_t>(height_px)), true);
    io.Fonts->SetTexID(engine::imgui_id(engine::texture_ref(font, 0)));
  }

  void build(const Draw& draw) {
    passes_->begin_logic_frame();
    ImGui::GetIO().DeltaTime = 1.0F / 60;
    ImGui::NewFrame();
    draw(*ImGui::GetBackgroundDrawList());
    ImGui::Render();
  }

  void upload_now() {
    textures_->record_uploads(ring().begin());
    ring().submit(VK_NULL_HANDLE, VK_NULL_HANDLE);
  }

  void paint(const engine::PixelRect& area) {
    engine::vulkan::Frame& frame = ring().begin();
    ui_->prepare(frame);
    canvas_->begin(frame.commands, area, kClear);
    ui_->record(frame, area);
    canvas_->end(frame.commands);
    ring().submit(VK_NULL_HANDLE, VK_NULL_HANDLE);
  }

  std::optional<engine::vulkan::TextureStore> textures_;
  std::optional<engine::Passes> passes_;
  std::optional<engine::UiPass> ui_;
  std::optional<engine::vulkan::Canvas> canvas_;
  ImGuiContext* context_ = nullptr;
};
