// Scrolling the Library: frames built without a renderer, the wheel turning all the time. What is drawn is
// the same few dozen tiles whatever the number of images, so 10,000 should cost what 100 do.
#include <string>
#include <vector>

#include <benchmark/benchmark.h>
#include <imgui.h>

#include "app/models/library_filter.h"
#include "app/pages/library/library_panel.h"
#include "app/shell/workbench_panel.h"

namespace {

class OneThumbnail : public app::Thumbnails {
 public:
  std::uint64_t texture(app::ImageId) override { return 1; }
};

class LibraryOnly : public app::Page {
 public:
  const app::PageInfo& info() const override { return info_; }
  void draw(app::PageContext& context, app::widgets::Rect in) override {
    app::LibraryContext own{context, view_};
    app::draw_library(own, in);
  }

 private:
  app::PageInfo info_{"library", "Library"};
  app::GridView view_;
};

void fill(app::Models& view, int images) {
  view.catalog.classes = {{1, "nv", "nevus", 0x2ECC8F, images, '1'}, {2, "mel", "melanoma", 0xFF6B81, images, '2'}};
  view.catalog.targets = {{"malignant", "", {"benign", "malignant"}}};
  view.catalog.target = 0;
  for (int i = 0; i < images; ++i) {
    app::ImageRow row;
    row.id = i + 1;
    row.file_name = "image_" + std::to_string(i) + ".jpg";
    row.class_index = row.group = i % 2;
    view.library.rows.push_back(row);
  }
  app::rebuild_shown(view.library, view.catalog.classes);
}

void scroll_library(benchmark::State& state) {
  ImGuiContext* imgui = ImGui::CreateContext();
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.DisplaySize = {1600, 1000};
  io.DeltaTime = 1.0F / 60;
  io.MousePos = {600, 600};
  const engine::Fonts fonts = engine::load_fonts(1);
  engine::Theme theme;
  engine::apply_theme(theme);
  engine::Landmarks landmarks;
  app::Models models;
  app::ShellView shell;
  const app::ActionTable actions;
  const std::vector<app::PageInfo> pages = {{"library", "Library"}};
  LibraryOnly page;
  app::CommandQueue commands;
  OneThumbnail thumbnails;
  fill(models, static_cast<int>(state.range(0)));
  int frames = 0;
  for (auto _ : state) {
    io.MouseWheel = frames++ / 30 % 2 == 0 ? -1.0F : 1.0F;
    landmarks.clear();
    ImGui::NewFrame();
    app::ShellContext context{{models, commands, thumbnails, {fonts, theme, landmarks}}, shell, actions, pages};
    app::draw_workbench(context, page);
    ImGui::Render();
    benchmark::DoNotOptimize(commands.take());
  }
  ImGui::DestroyContext(imgui);
}
BENCHMARK(scroll_library)->Arg(100)->Arg(1'000)->Arg(10'000)->Unit(benchmark::kMicrosecond);

}  // namespace
