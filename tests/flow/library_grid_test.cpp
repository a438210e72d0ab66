// The grid shows the image in focus in the very frame in which it is in focus.
#include <gtest/gtest.h>
#include <imgui.h>

#include "app/core/command_table.h"
#include "app/pages/library/library_page.h"
#include "app/shell/workbench_panel.h"
#include "engine/ui/imgui_input.h"
#include "tests/flow/open_session.h"
#include "tests/temp_folder.h"

namespace {
using app::Row;

constexpr int kImages = 600;

void add_images(app::Workspace& workspace) {
  workspace.writer().transact_and_wait("Import", [](db::Transaction& t) {
    for (int i = 0; i < kImages; ++i) {
      db::Image image{.path = "/set/" + std::to_string(1000 + i) + ".jpg"};
      image.sha256 = std::string(60, '0') + std::to_string(1000 + i);
      db::add_image(t, image);
    }
  });
}

// Frames of the Library without rasterising.
struct Frames {
  explicit Frames(app::Workspace& workspace) : open(workspace), library(open.session), infos{library.info()} {
    library.enter_commands(open.commands);
  }

  // As the window does it: what was asked for is applied behind the frame.
  void draw() {
    for (const app::Inbox::Task& task : open.inbox.take()) open.run(task);
    open.session.take_news();
    open.session.follow_focus();
    library.update();
    open.host.landmarks().clear();
    ImGui::GetIO().DeltaTime = 1.0F / 60;
    ImGui::NewFrame();
    app::ShellContext context{{open.session.models(),
                               queue,
                               open.session.thumbnails(),
                               {open.host.fonts(), open.host.theme(), open.host.landmarks(), focus}},
                              shell,
                              actions,
                              infos};
    focus.begin_frame({});
    app::draw_workbench(context, library);
    focus.end_frame();
    ImGui::Render();
    for (auto asked = queue.take(); !asked.empty(); asked = queue.take())
      for (const app::Command& command : asked) open.commands.apply(command);
  }
  void press(const char* key) {
    engine::feed_imgui(engine::KeyChanged{key, true});
    draw();
    engine::feed_imgui(engine::KeyChanged{key, false});
  }
  std::optional<engine::Landmark> tile(int place) {
    return open.host.landmarks().find("library.tile." + std::to_string(place));
  }

  test::OpenSession open;
  app::CommandQueue queue;
  app::ShellView shell;
  app::widgets::KeyboardFocus focus;
  const app::ActionTable actions;
  app::LibraryPage library;
  const std::vector<app::PageInfo> infos;
};

TEST(LibraryGrid, shows_the_new_focus_in_the_frame_that_has_it) {
  const test_support::TempFolder folder;
  app::Workspace workspace(folder / "ws", app::Workspace::Open::OrCreate);
  add_images(workspace);
  Frames window(workspace);
  ASSERT_TRUE(window.open.wait_for([&] { return window.open.models().gallery.rows().size() == kImages; }));
  for (int frame = 0; frame < 3; ++frame) window.draw();
  ASSERT_TRUE(window.tile(0));
  ASSERT_FALSE(window.tile(kImages - 1));

  const float window_px = ImGui::GetIO().DisplaySize.y;
  for (const auto& [key, place] : {std::pair{"end", kImages - 1}, {"home", 0}}) {
    window.press(key);
    ASSERT_EQ(window.open.models().gallery.focus_place(), static_cast<std::size_t>(place));
    for (int frame = 0; frame < 2; ++frame) {  // and it stays where it is
      window.draw();
      const auto tile = window.tile(place);
      ASSERT_TRUE(tile) << place << ", frame " << frame;
      EXPECT_GT(tile->y_px, 0);
      EXPECT_LT(tile->y_px + tile->height_px, window_px);
    }
  }
}

}  // namespace
