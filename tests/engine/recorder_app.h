// An application that notes what the host tells it and builds whatever interface a test asks for.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include <imgui.h>

#include "engine/host/host.h"

class RecorderApp : public engine::App {
 public:
  explicit RecorderApp(std::function<void()> build = [] {}) : build_(std::move(build)) {}

  void frame() override {
    ++frames;
    build_();
  }
  void key_pressed(const engine::KeyPress& press) override { keys.push_back(press.chord); }
  void files_dropped(const std::vector<std::filesystem::path>& paths) override { drops.push_back(paths); }
  bool quit_requested() override {
    ++quit_requests;
    return agrees_to_quit;
  }
  std::optional<std::string> script_value(const std::string& key) override {
    if (key == "frames") return std::to_string(frames);
    const auto found = values.find(key);
    if (found == values.end()) return std::nullopt;
    return found->second;
  }

  // A window without frame or background that fills the screen, for the widgets of a test.
  static void whole_screen(const std::function<void()>& widgets) {
    ImGui::SetNextWindowPos({0, 0});
    ImGui::SetNextWindowSize(ImGui::GetIO().DisplaySize);
    ImGui::Begin("screen", nullptr,
                 ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoBackground | ImGuiWindowFlags_NoSavedSettings);
    widgets();
    ImGui::End();
  }

  int frames = 0, quit_requests = 0;
  bool agrees_to_quit = true;
  std::vector<std::string> keys;
  std::vector<std::vector<std::filesystem::path>> drops;
  std::map<std::string, std::string> values;

 private:
  std::function<void()> build_;
};
