#include "engine/ui/imgui_input.h"

#include <array>
#include <string_view>
#include <variant>

#include <imgui.h>

#include "engine/ui/text_glyphs.h"

namespace engine {
namespace {

// The keys ImGui itself acts on (text fields, navigation); everything else is a shortcut of the app.
struct KeyName {
  std::string_view name;
  ImGuiKey key;
};
constexpr std::array kKeys = {
    KeyName{"tab", ImGuiKey_Tab},
    KeyName{"left", ImGuiKey_LeftArrow},
    KeyName{"right", ImGuiKey_RightArrow},
    KeyName{"up", ImGuiKey_UpArrow},
    KeyName{"down", ImGuiKey_DownArrow},
    KeyName{"pageup", ImGuiKey_PageUp},
    KeyName{"pagedown", ImGuiKey_PageDown},
    KeyName{"home", ImGuiKey_Home},
    KeyName{"end", ImGuiKey_End},
    KeyName{"delete", ImGuiKey_Delete},
    KeyName{"backspace", ImGuiKey_Backspace},
    KeyName{"space", ImGuiKey_Space},
    KeyName{"enter", ImGuiKey_Enter},
    KeyName{"escape", ImGuiKey_Escape},
    KeyName{"a", ImGuiKey_A},
    KeyName{"c", ImGuiKey_C},
    KeyName{"v", ImGuiKey_V},
    KeyName{"x", ImGuiKey_X},
    KeyName{"y", ImGuiKey_Y},
    KeyName{"z", ImGuiKey_Z},
};

#if IMGUI_VERSION_NUM >= 18700
void feed_modifier(const KeyChanged& key) {
  ImGuiIO& io = ImGui::GetIO();
  if (key.name == "ctrl") io.AddKeyEvent(ImGuiMod_Ctrl, key.down);
  if (key.name == "shift") io.AddKeyEvent(ImGuiMod_Shift, key.down);
  if (key.name == "alt") io.AddKeyEvent(ImGuiMod_Alt, key.down);
}
void feed_key(ImGuiKey key, std::size_t, bool down) { ImGui::GetIO().AddKeyEvent(key, down); }
void feed_mouse(float x, float y) { ImGui::GetIO().AddMousePosEvent(x, y); }
void feed_button(int button, bool down) { ImGui::GetIO().AddMouseButtonEvent(button, down); }
void feed_wheel(float dx, float dy) { ImGui::GetIO().AddMouseWheelEvent(dx, dy); }
#else
void feed_modifier(const KeyChanged& key) {
  ImGuiIO& io = ImGui::GetIO();
  if (key.name == "ctrl") io.KeyCtrl = key.down;
  if (key.name == "shift") io.KeyShift = key.down;
  if (key.name == "alt") io.KeyAlt = key.down;
}
void feed_key(ImGuiKey, std::size_t index, bool down) { ImGui::GetIO().KeysDown[index] = down; }
void feed_mouse(float x, float y) { ImGui::GetIO().MousePos = {x, y}; }
void feed_button(int button, bool down) { ImGui::GetIO().MouseDown[button] = down; }
void feed_wheel(float dx, float dy) {
  ImGui::GetIO().MouseWheelH += dx;
  ImGui::GetIO().MouseWheel += dy;
}
#endif

struct Feed {
  void operator()(const MouseMoved& e) const { feed_mouse(e.x_px, e.y_px); }
  void operator()(const MousePressed& e) const { feed_button(static_cast<int>(e.button), e.down); }
  void operator()(const MouseWheel& e) const { feed_wheel(e.dx, e.dy); }
  void operator()(const TextTyped& e) const {
    TextGlyphs* glyphs = text_glyphs();
    const std::string text = glyphs == nullptr ? e.utf8 : glyphs->editable(ImGui::GetIO().Fonts->Fonts[0], e.utf8);
    ImGui::GetIO().AddInputCharactersUTF8(text.c_str());
  }
  void operator()(const KeyChanged& e) const {
    feed_modifier(e);
    for (std::size_t i = 0; i < kKeys.size(); ++i) {
      if (kKeys[i].name == e.name) feed_key(kKeys[i].key, i, e.down);
    }
  }
  void operator()(const Resized&) const {}
  void operator()(const FileDropped&) const {}
};

}  // namespace

void prepare_imgui_input() {
#if IMGUI_VERSION_NUM >= 18700
  ImGui::GetIO().ConfigInputTrickleEventQueue = false;  // our own queue already lets one transition through per frame
#else
  for (std::size_t i = 0; i < kKeys.size(); ++i) ImGui::GetIO().KeyMap[kKeys[i].key] = static_cast<int>(i);
#endif
}

void feed_imgui(const InputEvent& event) { std::visit(Feed{}, event); }

}  // namespace engine
