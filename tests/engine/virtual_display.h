// An X server without a screen for one test, the pixels on it, and a hand that sends real input.
#pragma once

#include <array>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <iterator>
#include <string>
#include <thread>
#include <vector>

#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

extern char** environ;

class VirtualDisplay {
 public:
  static bool available() { return std::system("command -v Xvfb >/dev/null && command -v xdotool >/dev/null") == 0; }

  // Starts Xvfb on a free number; its frame buffer is a file in `folder`.
  explicit VirtualDisplay(const std::filesystem::path& folder) : folder_(folder) {
    int ends[2];
    if (pipe(ends) != 0) return;
    const std::string fd = std::to_string(ends[1]), directory = folder.string();
    const std::vector<std::string> words{"Xvfb",        "-displayfd", fd,    "-screen", "0",
                                         "1280x800x24", "-nolisten",  "tcp", "-fbdir",  directory};
    std::vector<char*> arguments;
    for (const std::string& word : words) arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    if (posix_spawnp(&process_, "Xvfb", &actions, nullptr, arguments.data(), environ) != 0) process_ = 0;
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    std::string number;  // comes, with a line end, when the server is ready
    char digit = 0;
    while (process_ > 0 && read(ends[0], &digit, 1) == 1 && digit != '\n') number += digit;
    close(ends[0]);
    if (number.empty()) return;
    name_ = ":" + number;
    setenv("DISPLAY", name_.c_str(), 1);
    setenv("SDL_VIDEODRIVER", "x11", 1);
    setenv("XDG_RUNTIME_DIR", directory.c_str(), 1);
  }
  ~VirtualDisplay() {
    if (process_ <= 0) return;
    kill(process_, SIGTERM);
    waitpid(process_, nullptr, 0);
  }
  VirtualDisplay(const VirtualDisplay&) = delete;
  VirtualDisplay& operator=(const VirtualDisplay&) = delete;

  bool running() const { return !name_.empty(); }

  // What stands on the screen at a place: red, green, blue. The file is an XWD picture of 32 bit BGRX rows.
  std::array<int, 3> screen_pixel(int x, int y) const {
    std::ifstream in(folder_ / "Xvfb_screen0", std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
    const auto word = [&](std::size_t index) {
      std::uint32_t value = 0;
      for (std::size_t i = 0; i < 4; ++i) value = value << 8U | static_cast<std::uint8_t>(bytes.at(index * 4 + i));
      return value;
    };
    const std::size_t header_bytes = word(0), row_bytes = word(12), colours = word(19);
    const std::size_t at =
        header_bytes + colours * 12 + static_cast<std::size_t>(y) * row_bytes + static_cast<std::size_t>(x) * 4;
    const auto channel = [&](std::size_t i) { return static_cast<int>(static_cast<std::uint8_t>(bytes.at(at + i))); };
    return {channel(2), channel(1), channel(0)};
  }

 private:
  std::filesystem::path folder_;
  std::string name_;
  pid_t process_ = 0;
};

// Real input for the window with this title; to be used from a thread beside the host's.
class Hand {
 public:
  explicit Hand(std::string title) : title_(std::move(title)) {}

  bool find_window() const { return run("search --sync --onlyvisible --name '" + title_ + "' windowfocus"); }
  bool move(int x, int y) const {
    return run(window() + " mousemove --window %1 " + std::to_string(x) + " " + std::to_string(y));
  }
  bool click(int x, int y) const {
    return run(window() + " mousemove --window %1 " + std::to_string(x) + " " + std::to_string(y) + " click 1");
  }
  bool resize(int width, int height) const {
    return run(window() + " windowsize %1 " + std::to_string(width) + " " + std::to_string(height));
  }
  bool run(const std::string& words) const {
    return std::system(("xdotool " + words + " >/dev/null 2>&1").c_str()) == 0;
  }

  // True as soon as the condition is; false when it is not within 20 s.
  static bool until(const std::function<bool()>& condition) {
    for (int i = 0; i < 4000; ++i) {
      if (condition()) return true;
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    return false;
  }

 private:
  std::string window() const { return "search --name '" + title_ + "'"; }

  std::string title_;
};
