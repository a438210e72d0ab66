// The host with a real window under a virtual X server, moved by real mouse and keyboard events.
#include <atomic>
#include <ctime>
#include <memory>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "engine/passes/texture_id.h"
#include "tests/engine/recorder_app.h"
#include "tests/engine/virtual_display.h"

namespace engine {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

constexpr int kWidth_px = 960, kHeight_px = 640;
constexpr int kLeft_px = (1280 - kWidth_px) / 2, kTop_px = (800 - kHeight_px) / 2;  // the window is centred
constexpr ImU32 kGreen = IM_COL32(20, 200, 90, 255), kOrange = IM_COL32(240, 140, 20, 255);
constexpr std::array<int, 3> kGreenPixel{20, 200, 90}, kOrangePixel{240, 140, 20};

class WindowTest : public testing::Test {
 protected:
  void SetUp() override {
    if (!VirtualDisplay::available()) GTEST_SKIP() << "Xvfb or xdotool is not installed";
    title_ = std::string("nevus ") + testing::UnitTest::GetInstance()->current_test_info()->name();
    folder_ = std::filesystem::temp_directory_path() / ("nevus_window_" + std::to_string(getpid()));
    std::filesystem::create_directories(folder_);
    display_ = std::make_unique<VirtualDisplay>(folder_);
    if (!display_->running()) GTEST_SKIP() << "Xvfb could not be started";
    HostOptions options;
    options.title = title_;
    options.width_px = kWidth_px;
    options.height_px = kHeight_px;
    options.validation = true;
    host_ = std::make_unique<Host>(options);
  }
  void TearDown() override {
    if (host_) {
      EXPECT_THAT(host_->validation_messages(), IsEmpty());
    }
    host_.reset();
    display_.reset();
    std::filesystem::remove_all(folder_);
  }

  // Runs the host here and the hand's work beside it; whatever the hand finds, the host ends.
  void run(RecorderApp& app, const std::function<void(const Hand&)>& work) {
    std::thread other([&] {
      const Hand hand(title_);
      EXPECT_TRUE(Hand::until([&] { return frames_ > 0; }));
      EXPECT_TRUE(hand.find_window());
      work(hand);
      stop_ = true;
      host_->wake();
    });
    host_->run(app);
    stop_ = true;
    other.join();
  }

  // To be called in every frame.
  void count_frame() {
    ++frames_;
    if (stop_) host_->quit();
  }

  Host& host() { return *host_; }
  std::array<int, 3> screen(int x, int y) const { return display_->screen_pixel(kLeft_px + x, kTop_px + y); }
  int frames() const { return frames_; }
  bool stopped() const { return stop_; }

 private:
  std::string title_;
  std::filesystem::path folder_;
  std::unique_ptr<VirtualDisplay> display_;
  std::unique_ptr<Host> host_;
  std::atomic<int> frames_ = 0;
  std::atomic<bool> stop_ = false;
};

TEST_F(WindowTest, what_is_drawn_stands_on_the_screen_after_every_change) {
  std::atomic<bool> orange = false;
  RecorderApp app([&] {
    count_frame();
    ImGui::GetBackgroundDrawList()->AddRectFilled({100, 100}, {200, 200}, orange ? kOrange : kGreen);
  });
  run(app, [&](const Hand&) {
    EXPECT_TRUE(Hand::until([&] { return screen(150, 150) == kGreenPixel; }));
    orange = true;
    host().wake();
    EXPECT_TRUE(Hand::until([&] { return screen(150, 150) == kOrangePixel; }));
  });
}

TEST_F(WindowTest, clicks_and_bursts_of_keys_arrive_in_their_order) {
  std::array<char, 64> text{};
  std::atomic<int> clicks = 0;
  std::atomic<std::size_t> typed = 0, keys = 0;
  RecorderApp app([&] {
    count_frame();
    RecorderApp::whole_screen([&] {
      ImGui::SetCursorPos({20, 20});
      ImGui::InputText("##search", text.data(), text.size());
      ImGui::SetCursorPos({20, 100});
      if (ImGui::Button("Train", {200, 60})) ++clicks;
    });
    typed = std::string_view(text.data()).size();
    keys = app.keys.size();
  });
  run(app, [&](const Hand& hand) {
    EXPECT_TRUE(hand.click(60, 130));
    EXPECT_TRUE(Hand::until([&] { return clicks == 1; }));
    // All at once, far faster than frames are drawn.
    EXPECT_TRUE(
        hand.run("search --name 'nevus clicks' mousemove --window %1 60 35 click 1 type --delay 1 'mel 7 conf'"));
    EXPECT_TRUE(hand.run(
        "search --name 'nevus clicks' mousemove --window %1 60 130 click 1 key --delay 1 5 key --delay 1 ctrl+z"));
    EXPECT_TRUE(Hand::until([&] { return typed == 10 && clicks == 2 && keys == 2; }));
  });
  EXPECT_STREQ(text.data(), "mel 7 conf");
  EXPECT_EQ(clicks, 2);
  EXPECT_THAT(app.keys, ElementsAre("5", "ctrl+z"));
}

TEST_F(WindowTest, a_new_size_is_laid_out_and_drawn_to_its_edges) {
  std::atomic<int> width = 0;
  RecorderApp app([&] {
    count_frame();
    const ImVec2 size = ImGui::GetIO().DisplaySize;
    width = static_cast<int>(size.x);
    ImGui::GetBackgroundDrawList()->AddRectFilled({size.x - 20, size.y - 20}, size, kGreen);
  });
  run(app, [&](const Hand& hand) {
    for (const int wanted : {1000, 1064, 980}) {
      EXPECT_TRUE(hand.resize(wanted, 660));
      EXPECT_TRUE(Hand::until([&] { return width == wanted && screen(wanted - 10, 650) == kGreenPixel; })) << wanted;
    }
  });
}

TEST_F(WindowTest, nothing_is_built_or_computed_while_nothing_happens) {
  RecorderApp app([&] { count_frame(); });
  run(app, [&](const Hand& hand) {
    EXPECT_TRUE(hand.move(300, 300));
    int before = -1;
    EXPECT_TRUE(Hand::until([&] {  // until it has come to rest
      const bool resting = before == frames();
      before = frames();
      std::this_thread::sleep_for(std::chrono::milliseconds(100));
      return resting;
    }));
    before = frames();
    const std::clock_t cpu_before = std::clock();
    std::this_thread::sleep_for(std::chrono::milliseconds(500));
    const double cpu_ms = 1000.0 * static_cast<double>(std::clock() - cpu_before) / CLOCKS_PER_SEC;
    EXPECT_EQ(frames(), before);
    EXPECT_LT(cpu_ms, 25);
    host().wake();
    EXPECT_TRUE(Hand::until([&] { return frames() > before; }));
  });
}

TEST_F(WindowTest, many_wakes_from_many_threads_make_few_frames) {
  RecorderApp app([&] { count_frame(); });
  run(app, [&](const Hand&) {
    const int before = frames();
    std::vector<std::thread> workers;
    for (int i = 0; i < 4; ++i) {
      workers.emplace_back([&] {
        for (int wake = 0; wake < 5000; ++wake) host().wake();
      });
    }
    for (std::thread& worker : workers) worker.join();
    host().wake();
    EXPECT_TRUE(Hand::until([&] { return frames() > before; }));
    EXPECT_LT(frames() - before, 5000);
  });
}

TEST_F(WindowTest, a_requested_redraw_comes_without_input) {
  std::atomic<int> wanted = 0;
  RecorderApp app([&] {
    count_frame();
    if (wanted > 0) {
      --wanted;
      host().request_redraw();
    }
  });
  run(app, [&](const Hand&) {
    wanted = 8;
    host().wake();
    EXPECT_TRUE(Hand::until([&] { return wanted == 0; }));
  });
}

TEST_F(WindowTest, a_thumbnail_that_arrived_is_shown_without_input) {
  std::atomic<int> put_in = 0;  // frames
  RecorderApp app([&] {
    count_frame();
    // Looks for the picture first and hands it over after it, in the last frame before the drawing.
    if (const auto ref = host().find_thumbnail(7))
      ImGui::GetBackgroundDrawList()->AddImage(imgui_id(*ref), {100, 100}, {200, 200});
    if (put_in > 0 && --put_in == 0) {
      Image green = Image::blank(128, 128, 3);
      for (std::size_t i = 0; i < green.pixels.size(); ++i)
        green.pixels[i] = static_cast<std::uint8_t>(kGreenPixel[i % 3]);
      host().put_thumbnail(7, green);
    }
  });
  run(app, [&](const Hand& hand) {
    EXPECT_TRUE(hand.move(300, 300));
    std::this_thread::sleep_for(std::chrono::milliseconds(400));  // at rest
    put_in = 2;
    host().wake();  // as the inbox does; one wake, and no input any more
    EXPECT_TRUE(Hand::until([&] { return screen(150, 150) == kGreenPixel; }));
  });
}

TEST_F(WindowTest, a_frame_asked_for_later_comes_then_and_costs_nothing_until_then) {
  using Clock = std::chrono::steady_clock;
  std::atomic<bool> ask = false, came = false;
  Clock::time_point due{};
  RecorderApp app([&] {
    count_frame();
    if (ask.exchange(false)) due = Clock::now() + std::chrono::milliseconds(600);
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(due - Clock::now()).count();
    if (left > 0) host().request_redraw_in_ms(static_cast<int>(left));
    if (due != Clock::time_point{} && left <= 0) came = true;
  });
  run(app, [&](const Hand& hand) {
    EXPECT_TRUE(hand.move(300, 300));
    std::this_thread::sleep_for(std::chrono::milliseconds(400));
    ask = true;
    const int before = frames();
    host().wake();
    EXPECT_TRUE(Hand::until([&] { return came.load(); }));
    EXPECT_LT(frames() - before, 10);  // the frames of the wake and of the due time, none between
  });
}

TEST_F(WindowTest, a_termination_signal_asks_the_application_which_may_refuse_once) {
  std::atomic<int> asked = 0;
  RecorderApp app([&] {
    count_frame();
    app.agrees_to_quit = app.quit_requests > 0;
    asked = app.quit_requests;
  });
  app.agrees_to_quit = false;
  run(app, [&](const Hand&) {
    kill(getpid(), SIGTERM);
    EXPECT_TRUE(Hand::until([&] { return asked == 1; }));
    kill(getpid(), SIGTERM);
    EXPECT_TRUE(Hand::until([&] { return stopped(); }));
  });
  EXPECT_EQ(app.quit_requests, 2);
}

TEST_F(WindowTest, what_was_covered_is_shown_again) {
  RecorderApp app([&] {
    count_frame();
    ImGui::GetBackgroundDrawList()->AddRectFilled({100, 100}, {200, 200}, kGreen);
  });
  run(app, [&](const Hand& hand) {
    EXPECT_TRUE(Hand::until([&] { return screen(150, 150) == kGreenPixel; }));
    EXPECT_TRUE(hand.run("search --name 'nevus what_was' windowunmap %1"));
    EXPECT_TRUE(Hand::until([&] { return screen(150, 150) != kGreenPixel; }));
    EXPECT_TRUE(hand.run("search --name 'nevus what_was' windowmap %1"));
    EXPECT_TRUE(Hand::until([&] { return screen(150, 150) == kGreenPixel; }));
  });
}

}  // namespace
}  // namespace engine
