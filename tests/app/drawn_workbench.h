// The workbench drawn without a renderer: a filled Library, clicks on landmarks, and what they ask for.
#pragma once

#include <set>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <imgui.h>
#include <imgui_internal.h>

#include "app/pages/inspect/inspect_panel.h"
#include "app/pages/library/library_panel.h"
#include "app/pages/train/train_panel.h"
#include "app/shell/shell_commands.h"
#include "app/shell/workbench_panel.h"
#include "tests/app/drawn_frame.h"

namespace test_support {

class CountingThumbnails : public app::Thumbnails {
 public:
  std::uint64_t texture(app::ImageId image) override {
    asked.insert(image);
    return 0;
  }
  std::set<app::ImageId> asked;
};

// A page that is only drawn.
template <typename View, typename Context, void (*draw_page)(Context&, app::widgets::Rect)>
class DrawnPage : public app::Page {
 public:
  explicit DrawnPage(app::PageInfo info) : info_(std::move(info)) {}
  const app::PageInfo& info() const override { return info_; }
  void draw(app::PageContext& context, app::widgets::Rect in) override {
    Context own{context, view};
    draw_page(own, in);
  }
  View view;

 private:
  app::PageInfo info_;
};

class DrawnWorkbench : public DrawnFrame {
 protected:
  DrawnWorkbench() : DrawnFrame({1600, 1000}) {}

  void fill(int images, bool with_diagnosis = false) {
    app::ClassList list;
    list.classes = {{1, "nv", "nevus", 0x2ECC8F}, {2, "mel", "melanoma", 0xFF6B81}};
    list.targets = {{"malignant", "", {"benign", "malignant"}, {0, 1}}};
    if (with_diagnosis) list.targets.push_back({"diagnosis", "", {"nv", "mel"}, {0, 1}});
    models_.gallery.replace(app::ImageTable(list));
    app::TableNews news;
    for (int i = 0; i < images; ++i) {
      app::ImageFacts facts;
      facts.id = i + 1;
      facts.path = "/set/image_" + std::to_string(i) + ".jpg";
      facts.label = facts.imported = 1 + i % 2;
      news.added.push_back(facts);
    }
    models_.gallery.apply(news);
    models_.gallery.show_target("malignant");
  }
  void frame() {
    landmarks_.clear();
    ImGui::NewFrame();
    if (keys_.next) ImGui::ClearActiveID();  // as the workbench does with a text field that Tab leaves
    focus_.begin_frame(keys_);
    app::ShellContext context{
        {models_, commands_, thumbnails_, {fonts_, theme_, landmarks_, focus_}}, shell_, actions_, page_infos_};
    draw_workbench(context, *page_);
    focus_.end_frame();
    ImGui::Render();
  }
  void click(const std::string& landmark) {
    frame();
    const auto place = landmarks_.find(landmark);
    ASSERT_TRUE(place) << landmark;
    ImGuiIO& io = ImGui::GetIO();
    io.MousePos = {place->x_px + place->width_px / 2, place->y_px + place->height_px / 2};
    for (const bool down : {false, true, false}) {
      io.MouseDown[0] = down;
      frame();
    }
  }
  template <class Wanted>
  const Wanted* asked_for() {
    taken_ = commands_.take();
    for (const app::Command& command : taken_) {
      if (const auto* found = command.as<Wanted>()) return found;
    }
    return nullptr;
  }

  app::Models models_;
  app::ShellView shell_;
  app::ActionTable actions_;
  std::vector<app::PageInfo> page_infos_ = {{"library", "Library"}, {"inspect", "Inspect"}, {"train", "Train"}};
  DrawnPage<app::GridView, app::LibraryContext, app::draw_library> library_page_{page_infos_[0]};
  DrawnPage<app::InspectView, app::InspectContext, app::draw_inspect> inspect_page_{page_infos_[1]};
  DrawnPage<app::TrainView, app::TrainContext, app::draw_train> train_page_{page_infos_[2]};
  app::Page* page_ = &library_page_;
  app::CommandQueue commands_;
  app::widgets::FocusKeys keys_;  // of the next frame
  CountingThumbnails thumbnails_;
  std::vector<app::Command> taken_;
};

}  // namespace test_support
