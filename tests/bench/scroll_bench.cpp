// Scrolling the Library: frames built without a renderer, the wheel turning all the time. What is drawn is
// the same few dozen tiles whatever the number of images, so 10,000 should cost what 100 do.
#include <string>
#include <vector>

#include <benchmark/benchmark.h>
#include <imgui.h>

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
  app::ClassList list;
  list.classes = {{1, "nv", "nevus", 0x2ECC8F}, {2, "mel", "melanoma", 0xFF6B81}};
  list.targets = {{"malignant", "", {"benign", "malignant"}, {0, 1}}};
  view.gallery.replace(app::ImageTable(list));
  app::TableNews news;
  for (int i = 0; i < images; ++i) {
    app::ImageFacts facts;
    facts.id = i + 1;
    facts.path = "/set/image_" + std::to_string(i) + ".jpg";
    facts.label = facts.imported = 1 + i % 2;
    news.added.push_back(facts);
  }
  view.gallery.apply(news);
  view.gallery.show_target("malignant");
}

void scroll_library(benchmark::State& state) {
  ImGuiContext* imgui = ImGui::CreateContext();
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.DisplaySize = {1600, 1000};
  io.DeltaTime = 1.0F / 60;
  io.MousePos = {600, 600};
  const engine::Fonts fonts = engine::load_fonts(1, 128);
  engine::Theme theme;
  engine::apply_theme(theme);
  engine::Landmarks landmarks;
  app::widgets::KeyboardFocus focus;
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
    app::ShellContext context{{models, commands, thumbnails, {fonts, theme, landmarks, focus}}, shell, actions, pages};
    focus.begin_frame({});
    app::draw_workbench(context, page);
    focus.end_frame();
    ImGui::Render();
    benchmark::DoNotOptimize(commands.take());
  }
  ImGui::DestroyContext(imgui);
}
BENCHMARK(scroll_library)->Arg(100)->Arg(1'000)->Arg(10'000)->Unit(benchmark::kMicrosecond);

}  // namespace
