// The host without a window: scripts in, pictures and calls of the application out.
#include "engine/host/host.h"

#include <array>
#include <fstream>
#include <memory>
#include <utility>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/image/image_io.h"
#include "engine/passes/heat_pass.h"
#include "engine/passes/texture_id.h"
#include "engine/ui/scale.h"
#include "tests/engine/recorder_app.h"

namespace engine {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using Pixel = std::array<int, 3>;

Pixel pixel(const Image& image, int x, int y) { return {image.at(x, y)[0], image.at(x, y)[1], image.at(x, y)[2]}; }

class HostTest : public testing::Test {
 protected:
  void SetUp() override {
    folder_ = std::filesystem::temp_directory_path() /
              ("nevus_host_" + std::string(testing::UnitTest::GetInstance()->current_test_info()->name()));
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_);
    host_ = std::make_unique<Host>(options());
  }
  void TearDown() override {
    if (!host_) return;
    EXPECT_THAT(host_->validation_messages(), IsEmpty());
    host_.reset();
    std::filesystem::remove_all(folder_);
  }

  static HostOptions options() {
    HostOptions options;
    options.width_px = 320;
    options.height_px = 240;
    options.headless = true;
    options.validation = true;
    options.thumbnail_px = 32;
    options.thumbnail_layers = 64;
    return options;
  }

  ScriptOutcome play(RecorderApp& app, const std::string& script) {
    const std::filesystem::path file = folder_ / "script.txt";
    std::ofstream(file) << script;
    return host_->run_script(app, file, folder_);
  }

  static Image flat(int width_px, int height_px, std::uint8_t grey) {
    Image image = Image::blank(width_px, height_px, 3);
    std::ranges::fill(image.pixels, grey);
    return image;
  }

  Host& host() { return *host_; }
  const std::filesystem::path& folder() const { return folder_; }

 private:
  std::unique_ptr<Host> host_;
  std::filesystem::path folder_;
};

TEST_F(HostTest, a_shot_shows_what_the_application_drew_on_the_background) {
  RecorderApp app([] {
    ImGui::GetBackgroundDrawList()->AddRectFilled({10, 20}, {60, 70}, IM_COL32(250, 40, 30, 255));
  });
  const ScriptOutcome outcome = play(app, "shot first.png\n");
  ASSERT_TRUE(outcome.passed) << outcome.failure;
  EXPECT_THAT(outcome.shots, ElementsAre(folder() / "first.png"));
  const Image shot = load_image(folder() / "first.png");
  EXPECT_EQ(shot.width_px, 320);
  EXPECT_EQ(shot.height_px, 240);
  EXPECT_EQ(pixel(shot, 30, 30), (Pixel{250, 40, 30}));
  EXPECT_EQ(pixel(shot, 5, 5), (Pixel{0x0E, 0x10, 0x14}));
}

TEST_F(HostTest, a_click_on_a_landmark_presses_the_button_there) {
  int pressed = 0;
  RecorderApp app([&] {
    RecorderApp::whole_screen([&] {
      if (ImGui::Button("Train")) ++pressed;
      const ImVec2 low = ImGui::GetItemRectMin(), size = ImGui::GetItemRectSize();
      host().landmarks().add("train", {low.x, low.y, size.x, size.y});
    });
  });
  const ScriptOutcome outcome = play(app, "click @train\nclick @train\n");
  EXPECT_TRUE(outcome.passed) << outcome.failure;
  EXPECT_EQ(pressed, 2);
}

TEST_F(HostTest, a_text_field_gets_what_is_typed_and_the_application_does_not) {
  std::array<char, 64> text{};
  RecorderApp app([&] { RecorderApp::whole_screen([&] { ImGui::InputText("##search", text.data(), text.size()); }); });
  const ScriptOutcome outcome = play(app, "click 40 25\nkey a\nkey 7\ntext  and more\nkey f1\n");
  EXPECT_TRUE(outcome.passed) << outcome.failure;
  EXPECT_STREQ(text.data(), "a7 and more");
  EXPECT_THAT(app.keys, ElementsAre("f1"));
}

TEST_F(HostTest, a_field_focused_by_a_shortcut_gets_the_very_next_key) {
  std::array<char, 64> text{};
  bool focus = false;
  class FocusApp : public RecorderApp {
   public:
    FocusApp(std::function<void()> build, bool& focus_flag) : RecorderApp(std::move(build)), focus_(focus_flag) {}
    void key_pressed(const KeyPress& press) override {
      RecorderApp::key_pressed(press);
      if (press.chord == "ctrl+f") focus_ = true;
    }

   private:
    bool& focus_;
  };
  FocusApp app(
      [&] {
        RecorderApp::whole_screen([&] {
          if (focus) ImGui::SetKeyboardFocusHere();
          focus = false;
          ImGui::InputText("##search", text.data(), text.size());
        });
      },
      focus);
  EXPECT_TRUE(play(app, "key ctrl+f\nkey 3\nkey m\n").passed);
  EXPECT_STREQ(text.data(), "3m");
  EXPECT_THAT(app.keys, ElementsAre("ctrl+f"));
}

TEST_F(HostTest, editing_chords_belong_to_the_text_field_that_has_the_keyboard) {
  std::array<char, 64> text{};
  RecorderApp app([&] { RecorderApp::whole_screen([&] { ImGui::InputText("##search", text.data(), text.size()); }); });
  EXPECT_TRUE(
      play(app, "click 40 25\ntext abc\nkey ctrl+z\nkey ctrl+a\nkey ctrl+k\nkey escape\nclick 200 200\nkey ctrl+z\n")
          .passed);
  EXPECT_THAT(app.keys, ElementsAre("ctrl+k", "escape", "ctrl+z"));
}

TEST_F(HostTest, keys_reach_the_application_as_chords) {
  RecorderApp app;
  EXPECT_TRUE(play(app, "key 3\nkey ctrl+shift+z\nkey space\nkey enter\nkey /\nkey ctrl+z\n").passed);
  EXPECT_THAT(app.keys, ElementsAre("3", "ctrl+shift+z", "space", "enter", "/", "ctrl+z"));
}

TEST_F(HostTest, dropped_files_arrive_with_their_names_whole) {
  RecorderApp app;
  EXPECT_TRUE(play(app, "drop /photos/Mutter mal \xC3\xBC.jpg\n").passed);
  ASSERT_EQ(app.drops.size(), 1U);
  EXPECT_THAT(app.drops[0], ElementsAre(std::filesystem::path("/photos/Mutter mal \xC3\xBC.jpg")));
}

TEST_F(HostTest, a_failed_expectation_fails_the_run_and_names_line_and_value) {
  RecorderApp app;
  app.values["selected"] = "3";
  const ScriptOutcome outcome =
      play(app, "# picture\nwait 2\nexpect selected == 3\nexpect selected == 4\nshot never.png\n");
  EXPECT_FALSE(outcome.passed);
  EXPECT_THAT(outcome.failure, HasSubstr("line 4"));
  EXPECT_THAT(outcome.failure, HasSubstr("it is 3"));
  EXPECT_FALSE(std::filesystem::exists(folder() / "never.png"));
}

TEST_F(HostTest, waiting_goes_on_until_the_value_is_there) {
  RecorderApp app;
  EXPECT_TRUE(play(app, "wait until frames > 20 timeout 20\nexpect frames > 20\n").passed);
  const ScriptOutcome outcome = play(app, "wait until never == 1 timeout 0.05\n");
  EXPECT_FALSE(outcome.passed);
  EXPECT_THAT(outcome.failure, HasSubstr("line 1"));
}

TEST_F(HostTest, a_new_size_changes_the_picture_and_the_layout) {
  float seen = 0;
  RecorderApp app([&] {
    seen = ImGui::GetIO().DisplaySize.x;
    ImGui::GetBackgroundDrawList()->AddRectFilled({0, 0}, ImGui::GetIO().DisplaySize, IM_COL32(1, 2, 3, 255));
  });
  EXPECT_TRUE(play(app, "shot a.png\nresize 500 400\nwait 1\nshot b.png\nresize 200 100\nshot c.png\n").passed);
  EXPECT_NEAR(seen, 200 / kLeastScale, 0.5) << "a small window is drawn at the smallest scale";
  EXPECT_EQ(load_image(folder() / "b.png").width_px, 500);
  EXPECT_EQ(pixel(load_image(folder() / "b.png"), 499, 399), (Pixel{1, 2, 3}));
  EXPECT_EQ(load_image(folder() / "c.png").height_px, 100);
}

TEST_F(HostTest, two_runs_of_a_script_give_the_same_pixels) {
  const auto run = [this](const std::string& name) {
    RecorderApp app([this] {
      RecorderApp::whole_screen([this] {
        ImGui::PushFont(host().fonts().title);
        ImGui::TextUnformatted("Nevus 0.93");
        ImGui::PopFont();
        ImGui::Button("Hover");
      });
    });
    EXPECT_TRUE(play(app, "move 30 60\nwait 3\nshot " + name + "\n").passed);
    return load_image(folder() / name).pixels;
  };
  EXPECT_EQ(run("a.png"), run("b.png"));
}

TEST_F(HostTest, a_thumbnail_is_drawn_in_the_frame_in_which_it_was_handed_over) {
  EXPECT_FALSE(host().find_thumbnail(77));
  bool put = false;
  RecorderApp app([&] {
    if (!std::exchange(put, true)) host().put_thumbnail(77, flat(32, 32, 180));
    if (const auto found = host().find_thumbnail(77))
      ImGui::GetBackgroundDrawList()->AddImage(imgui_id(*found), {0, 0}, {32, 32});
  });
  EXPECT_TRUE(play(app, "shot t.png\n").passed);
  EXPECT_EQ(pixel(load_image(folder() / "t.png"), 16, 16), (Pixel{180, 180, 180}));
  EXPECT_FALSE(host().find_thumbnail(78));
  host().drop_thumbnail(77);
  EXPECT_FALSE(host().find_thumbnail(77));
}

TEST_F(HostTest, a_thumbnail_of_another_size_is_made_to_fit) {
  EXPECT_THROW(host().put_thumbnail(4, Image{}), HostError);
  EXPECT_FALSE(host().find_thumbnail(4));
  host().put_thumbnail(5, flat(90, 31, 180));
  RecorderApp app([this] {
    if (const auto found = host().find_thumbnail(5))
      ImGui::GetBackgroundDrawList()->AddImage(imgui_id(*found), {0, 0}, {32, 32});
  });
  EXPECT_TRUE(play(app, "wait 2\nshot t.png\n").passed);
  EXPECT_EQ(pixel(load_image(folder() / "t.png"), 23, 23), (Pixel{180, 180, 180})) << "32 px at the smallest scale";
}

TEST_F(HostTest, more_thumbnails_than_layers_push_out_the_oldest) {
  RecorderApp app;
  for (std::uint64_t key = 0; key < 200; ++key) {
    host().put_thumbnail(key, flat(32, 32, static_cast<std::uint8_t>(key)));
    EXPECT_TRUE(play(app, "wait 1\n").passed);
  }
  EXPECT_FALSE(host().find_thumbnail(100));
  EXPECT_TRUE(host().find_thumbnail(199));
  EXPECT_TRUE(host().find_thumbnail(140));
}

TEST_F(HostTest, an_image_larger_than_the_device_can_hold_is_shown_smaller) {
  const TextureRef wide = host().create_texture(flat(40'000, 4, 90));
  RecorderApp app([&] { ImGui::GetBackgroundDrawList()->AddImage(imgui_id(wide), {0, 0}, {100, 20}); });
  EXPECT_TRUE(play(app, "shot wide.png\n").passed);
  EXPECT_EQ(pixel(load_image(folder() / "wide.png"), 50, 10), (Pixel{90, 90, 90}));
  host().release_texture(wide);
}

TEST_F(HostTest, an_empty_image_or_map_is_refused) {
  EXPECT_THROW(host().create_texture(Image{}), HostError);
  EXPECT_THROW(host().create_map({}, 0, 0), HostError);
  const std::vector<float> four(4, 0.5F);
  EXPECT_THROW(host().create_map(four, 3, 3), HostError);
}

TEST_F(HostTest, a_heat_map_colours_the_image_above_its_threshold) {
  const TextureRef image = host().create_texture(flat(20, 20, 60));
  std::vector<float> cells(49, 0.0F);
  cells[0] = 1;
  const TextureRef map = host().create_map(cells, 7, 7);
  RecorderApp app([&] {
    HeatOverlay overlay{image, map};
    overlay.smooth = false;
    overlay.opacity = 1;
    draw_heat_overlay(*ImGui::GetBackgroundDrawList(), overlay, {0, 0}, {70, 70});
  });
  EXPECT_TRUE(play(app, "shot heat.png\n").passed);
  const Image shot = load_image(folder() / "heat.png");
  EXPECT_NEAR(pixel(shot, 5, 5)[0], 255 * colour_of(ColourMap::Viridis, 1)[0], 2);
  EXPECT_EQ(pixel(shot, 15, 5), (Pixel{60, 60, 60}));
  host().release_texture(image);
  host().release_texture(map);
}

TEST_F(HostTest, two_clicks_with_a_pause_between_are_no_double_click) {
  int doubles = 0;
  RecorderApp app([&] { doubles += ImGui::IsMouseDoubleClicked(0) ? 1 : 0; });
  EXPECT_TRUE(play(app, "click 50 50\nwait 40\nclick 50 50\n").passed);
  EXPECT_EQ(doubles, 0);
  EXPECT_TRUE(play(app, "wait 40\nclick 50 50 double\n").passed);
  EXPECT_EQ(doubles, 1);
}

TEST_F(HostTest, without_a_window_it_only_runs_scripts) {
  RecorderApp app;
  EXPECT_THROW(host().run(app), HostError);
}

}  // namespace
}  // namespace engine
