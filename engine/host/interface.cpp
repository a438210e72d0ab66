#include "engine/host/interface.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <string_view>
#include <variant>

#include "engine/ui/imgui_input.h"
#include "engine/ui/scale.h"

namespace engine {
namespace {

constexpr float kFixedStep_s = 1.0F / 60.0F;
constexpr float kNowhere_px = -1e6F;
constexpr float kRoundness_px = 0.3F;   // of circles, as ImGui has it
constexpr float kLongestStep_s = 1.0F;  // after sleeping; longer than a double click may take

// With these a text field edits what is typed; they are no command of the application meanwhile.
// Where there is no mouse stays nowhere.
InputEvent in_logical_px(const InputEvent& event, float scale) {
  const auto* mouse = std::get_if<MouseMoved>(&event);
  if (mouse == nullptr || mouse->x_px < kNowhere_px) return event;
  return MouseMoved{mouse->x_px / scale, mouse->y_px / scale};
}

bool is_editing_key(const std::string& name) {
  static constexpr std::array<std::string_view, 12> kEditing = {"a",    "c",     "v",    "x",   "y",         "z",
                                                                "left", "right", "home", "end", "backspace", "delete"};
  return std::ranges::find(kEditing, name) != kEditing.end();
}

bool is_function_key(const std::string& name) {
  return name.size() >= 2 && name[0] == 'f' && name[1] >= '1' && name[1] <= '9';
}

}  // namespace

double wall_s() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

Interface::Interface(bool fixed_clock) : fixed_clock_(fixed_clock), last_s_(wall_s()) {
  IMGUI_CHECKVERSION();
  ImGui::CreateContext();
  ImGuiIO& io = ImGui::GetIO();
  io.IniFilename = nullptr;
  io.LogFilename = nullptr;
  io.BackendFlags |= ImGuiBackendFlags_RendererHasVtxOffset;
  io.BackendRendererName = "nevus";
  io.ConfigInputTextCursorBlink = false;  // nothing is drawn while idle, so the caret could stay dark
  prepare_imgui_input();
  fonts = load_fonts(1.0F, room_px_);
  glyphs.emplace(fonts);
  io.UserData = &*glyphs;
  apply_theme(theme);
}

Interface::~Interface() {
  ImGui::GetIO().UserData = nullptr;
  ImGui::GetIO().BackendRendererUserData = nullptr;
  ImGui::DestroyContext();
}

void Interface::reload_fonts(float scale) {
  fonts = load_fonts(scale, static_cast<int>(static_cast<float>(room_px_) * scale));
  glyphs->reload(fonts);
}

void Interface::set_size(int width_px, int height_px) {
  width_px_ = width_px;
  height_px_ = height_px;
}

bool Interface::begin_frame() {
  if (wanted_theme_) {
    theme = *wanted_theme_;
    apply_theme(theme);
    wanted_theme_.reset();
  }
  const float scale = fitting_scale(wanted_scale_, width_px_, height_px_);
  const bool full = glyphs->full(), other = scale != fonts.scale;
  if (full) room_px_ = std::min(2 * room_px_, kMostRoom_px);
  if (full || other) reload_fonts(scale);
  ImGuiIO& io = ImGui::GetIO();
  io.DisplaySize = {static_cast<float>(width_px_) / scale, static_cast<float>(height_px_) / scale};
  io.DisplayFramebufferScale = {scale, scale};
  ImGui::GetStyle().CircleTessellationMaxError = kRoundness_px / scale;
  return full || other;
}

void Interface::report_keys(App& app, const KeyChanged& key) {
  if (key.name == "ctrl")
    ctrl_ = key.down;
  else if (key.name == "shift")
    shift_ = key.down;
  else if (key.name == "alt")
    alt_ = key.down;
  else if (key.down) {
    // A text field keeps its letters and editing chords; other chords, escape and function keys go through.
    const bool free = (ctrl_ && !is_editing_key(key.name)) || key.name == "escape" || is_function_key(key.name);
    if (ImGui::GetIO().WantTextInput && !free) return;
    app.key_pressed(
        {std::string(ctrl_ ? "ctrl+" : "") + (shift_ ? "shift+" : "") + (alt_ ? "alt+" : "") + key.name, key.repeat});
  }
}

void Interface::report(App& app, const std::vector<InputEvent>& events) {
  std::vector<std::filesystem::path> dropped;
  for (const InputEvent& event : events) {
    if (const auto* key = std::get_if<KeyChanged>(&event)) report_keys(app, *key);
    if (const auto* file = std::get_if<FileDropped>(&event)) dropped.emplace_back(file->path);
  }
  if (!dropped.empty()) app.files_dropped(dropped);
}

const ImDrawData& Interface::run(App& app, const std::vector<InputEvent>& events) {
  for (const InputEvent& event : events) feed_imgui(in_logical_px(event, fonts.scale));
  const double now = wall_s();
  ImGui::GetIO().DeltaTime =
      fixed_clock_ ? kFixedStep_s : std::clamp(static_cast<float>(now - last_s_), 1e-4F, kLongestStep_s);
  last_s_ = now;
  landmarks.clear();
  glyphs->begin_frame();
  ImGui::NewFrame();
  report(app, events);  // only now is it known whether a text field has the keyboard
  app.frame();
  ImGui::Render();
  scale_draw_data(*ImGui::GetDrawData(), fonts.scale);
  return *ImGui::GetDrawData();
}

}  // namespace engine
