// A frame of the Wall: sprites on their way from one layout to another, rasterised into a canvas of 1600 x 1000, with
// the interface's own renderer around them; then one that rests, and one that is zoomed into a few of many.
//
//   sprite_bench --benchmark_min_time=2
//
// CPU is that of all threads, those of a software rasteriser too: half of it is a frame on two idle cores.
// NEVUS_DEVICE chooses the device, as for the program.
#include <cmath>
#include <cstring>
#include <memory>
#include <vector>

#include <benchmark/benchmark.h>
#include <imgui.h>

#include "engine/passes/passes.h"
#include "engine/passes/sprite_pass.h"
#include "engine/passes/texture_id.h"
#include "engine/passes/ui_pass.h"
#include "engine/vulkan/canvas.h"
#include "engine/vulkan/device.h"
#include "engine/vulkan/frame_ring.h"
#include "engine/vulkan/instance.h"
#include "engine/vulkan/texture_store.h"

namespace {
using namespace engine;

constexpr int kWidth_px = 1600, kHeight_px = 1000;

// A canvas without a window. One at a time: ImGui has one context.
class Screen {
 public:
  Screen() {
    canvas_.resize(kWidth_px, kHeight_px);
    ImGuiIO& io = ImGui::GetIO();
    io.IniFilename = nullptr;
    io.DisplaySize = {kWidth_px, kHeight_px};
    io.DeltaTime = 1.0F / 60;
    io.BackendFlags |= ImGuiBackendFlags_RendererHasVtxOffset;
    io.BackendRendererUserData = &passes_;
    unsigned char* pixels = nullptr;
    int width_px = 0, height_px = 0;
    io.Fonts->GetTexDataAsAlpha8(&pixels, &width_px, &height_px);
    vulkan::ImageInfo info{VK_FORMAT_R8_UNORM, static_cast<std::uint32_t>(width_px),
                           static_cast<std::uint32_t>(height_px)};
    info.alpha_from_red = true;
    const std::uint32_t font = textures_.create(info);
    std::vector<std::byte> bytes(static_cast<std::size_t>(width_px) * static_cast<std::size_t>(height_px));
    std::memcpy(bytes.data(), pixels, bytes.size());
    textures_.upload(font, 0, std::move(bytes), true);
    io.Fonts->SetTexID(imgui_id(texture_ref(font, 0)));
  }
  ~Screen() {
    ring_.wait_all();
    ImGui::GetIO().BackendRendererUserData = nullptr;
    ImGui::DestroyContext(context_);
  }

  // Until the device is done with it; gives whether anything was drawn.
  bool frame(const SpriteView& view) {
    passes_.begin_logic_frame();
    ImGui::NewFrame();
    draw_sprites(*ImGui::GetBackgroundDrawList(), view, {0, 0}, {kWidth_px, kHeight_px});
    ImGui::Render();
    vulkan::Frame& frame = ring_.begin();
    textures_.record_uploads(frame);
    const auto area = ui_.update(*ImGui::GetDrawData());
    if (area) {
      ui_.prepare(frame);
      canvas_.begin(frame.commands, *area, {0, 0, 0, 1});
      ui_.record(frame, *area);
      canvas_.end(frame.commands);
    }
    ring_.submit(VK_NULL_HANDLE, VK_NULL_HANDLE);
    ring_.wait_all();
    return area.has_value();
  }

 private:
  ImGuiContext* context_ = ImGui::CreateContext();
  vulkan::Instance instance_{false, {}};
  vulkan::Device device_{instance_.handle(), VK_NULL_HANDLE};
  vulkan::FrameRing ring_{device_};
  vulkan::TextureStore textures_{device_, ring_};
  Passes passes_{{device_, ring_, textures_}};
  UiPass ui_{{device_, ring_, textures_}, passes_};
  vulkan::Canvas canvas_{device_, ring_};
};

// From a grid in one order to a grid in another, as large as it fits.
SpriteView moving(std::size_t sprites) {
  auto field = std::make_shared<SpriteField>();
  field->resize(sprites);
  const auto columns = static_cast<std::size_t>(std::ceil(std::sqrt(static_cast<double>(sprites) * 1.6)));
  const auto place = [columns](std::size_t i) {
    return std::pair{static_cast<float>(i % columns) + 0.5F, static_cast<float>(i / columns) + 0.5F};
  };
  for (std::size_t i = 0; i < sprites; ++i) {
    const auto [x0, y0] = place(i);
    const auto [x1, y1] = place(i * 7919 % sprites);
    const std::uint32_t colour = i % 5 == 0 ? 0xFF47B5FFU : 0xFFFF9C8EU;
    field->set(i, {x0, y0, x1, y1, colour, i % 7 == 0 ? 0xFF47B5FFU : 0xFFFF9C8EU,
                   sprite_look({.from = 1, .to = 1, .predicted = true})});
  }
  const auto width = static_cast<float>(columns), height = static_cast<float>((sprites + columns - 1) / columns);
  return {.field = field,
          .centre_x = width / 2,
          .centre_y = height / 2,
          .px_per_unit = std::min(kWidth_px / width, kHeight_px / height)};
}

void sprites_moving(benchmark::State& state) {
  Screen screen;
  SpriteView view = moving(static_cast<std::size_t>(state.range(0)));
  int frames = 0;
  for (auto _ : state) {
    view.time = static_cast<float>(frames++ % 30) / 30;
    screen.frame(view);
  }
  state.SetItemsProcessed(state.iterations());  // frames a second
}
BENCHMARK(sprites_moving)
    ->Arg(1'000)
    ->Arg(10'000)
    ->Arg(100'000)
    ->Unit(benchmark::kMillisecond)
    ->MeasureProcessCPUTime()
    ->UseRealTime();

// A frame is built and nothing is drawn.
void sprites_resting(benchmark::State& state) {
  Screen screen;
  const SpriteView view = moving(static_cast<std::size_t>(state.range(0)));
  screen.frame(view);
  for (auto _ : state)
    if (screen.frame(view)) state.SkipWithError("something was drawn though nothing moved");
}
BENCHMARK(sprites_resting)->Arg(100'000)->Unit(benchmark::kMicrosecond)->MeasureProcessCPUTime()->UseRealTime();

// 900 of them are seen, which the page names.
void sprites_zoomed_into(benchmark::State& state) {
  Screen screen;
  SpriteView view = moving(static_cast<std::size_t>(state.range(0)));
  view.px_per_unit = 40;
  view.centre_y = 1;
  view.only_named = true;
  for (std::uint32_t i = 0; i < 900; ++i) view.named.push_back(i);
  int frames = 0;
  for (auto _ : state) {
    view.centre_x = 20 + static_cast<float>(frames++ % 30) / 30;
    screen.frame(view);
  }
}
BENCHMARK(sprites_zoomed_into)->Arg(100'000)->Unit(benchmark::kMillisecond)->MeasureProcessCPUTime()->UseRealTime();

}  // namespace

BENCHMARK_MAIN();
