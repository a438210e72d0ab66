#include "engine/host/window.h"

#include <algorithm>
#include <cctype>
#include <limits>

#include <SDL2/SDL.h>
#include <SDL2/SDL_vulkan.h>

#include "engine/base/error.h"
#include "engine/ui/scale.h"

namespace engine {
namespace {

// A termination signal may arrive on a driver's thread and then wakes nobody; SDL sees it when it looks
// again, for which no frame has to be built.
constexpr int kSignalPatience_ms = 500;

std::string key_name(SDL_Keycode key) {
  switch (key) {
    case SDLK_LCTRL:
    case SDLK_RCTRL: return "ctrl";
    case SDLK_LSHIFT:
    case SDLK_RSHIFT: return "shift";
    case SDLK_LALT:
    case SDLK_RALT: return "alt";
    case SDLK_RETURN:
    case SDLK_KP_ENTER: return "enter";
    default: break;
  }
  std::string name = SDL_GetKeyName(key);
  std::ranges::transform(name, name.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  if (name.starts_with("keypad ")) name.erase(0, 7);
  return name;
}

MouseButton button_of(std::uint8_t button) {
  return button == SDL_BUTTON_RIGHT    ? MouseButton::Right
         : button == SDL_BUTTON_MIDDLE ? MouseButton::Middle
                                       : MouseButton::Left;
}

}  // namespace

Window::Window(const std::string& title, int width_px, int height_px) {
  SDL_SetHint(SDL_HINT_VIDEO_X11_NET_WM_BYPASS_COMPOSITOR, "0");
  if (SDL_Init(SDL_INIT_VIDEO | SDL_INIT_EVENTS) != 0) {
    throw HostError(std::string("opening a window: ") + SDL_GetError() +
                    "; without a display use `nevus open WS --headless --script FILE`");
  }
  window_ = SDL_CreateWindow(title.c_str(), SDL_WINDOWPOS_CENTERED, SDL_WINDOWPOS_CENTERED, width_px, height_px,
                             SDL_WINDOW_VULKAN | SDL_WINDOW_RESIZABLE | SDL_WINDOW_ALLOW_HIGHDPI);
  if (window_ == nullptr) {
    const std::string why = SDL_GetError();
    SDL_Quit();
    throw HostError("opening a window: " + why +
                    "; a display with a Vulkan driver is needed, or --headless with a script");
  }
  SDL_SetWindowMinimumSize(window_, 960, 640);
  wake_event_ = SDL_RegisterEvents(1);
  SDL_EventState(SDL_DROPFILE, SDL_ENABLE);
  SDL_StartTextInput();
}

Window::~Window() {
  SDL_DestroyWindow(window_);
  SDL_Quit();
}

std::vector<const char*> Window::instance_extensions() const {
  unsigned count = 0;
  SDL_Vulkan_GetInstanceExtensions(window_, &count, nullptr);
  std::vector<const char*> names(count);
  SDL_Vulkan_GetInstanceExtensions(window_, &count, names.data());
  return names;
}

// Where the system has points of several pixels it says so itself; elsewhere the density of the display has to do.
float Window::display_scale() const {
  int points = 0, height = 0;
  SDL_GetWindowSize(window_, &points, &height);
  const float density = points > 0 ? static_cast<float>(width_px()) / static_cast<float>(points) : 1;
  float diagonal_dots = 0, across = 0, down = 0;
  const int display = std::max(0, SDL_GetWindowDisplayIndex(window_));
  if (density > 1.01F || SDL_GetDisplayDPI(display, &diagonal_dots, &across, &down) != 0)
    return std::clamp(density, 1.0F, kMostScale);
  return scale_of_display(diagonal_dots);
}

VkSurfaceKHR Window::create_surface(VkInstance instance) const {
  VkSurfaceKHR surface = VK_NULL_HANDLE;
  if (SDL_Vulkan_CreateSurface(window_, instance, &surface) == SDL_TRUE) return surface;
  throw HostError(std::string("opening a window for Vulkan: ") + SDL_GetError());
}

int Window::width_px() const {
  int width = 0, height = 0;
  SDL_Vulkan_GetDrawableSize(window_, &width, &height);
  return width;
}

int Window::height_px() const {
  int width = 0, height = 0;
  SDL_Vulkan_GetDrawableSize(window_, &width, &height);
  return height;
}

void Window::wake() {
  if (wake_pending_.exchange(true)) return;
  SDL_Event event{};
  event.type = wake_event_;
  if (SDL_PushEvent(&event) <= 0) wake_pending_ = false;  // the queue is full: what fills it wakes us too
}

std::vector<InputEvent> Window::wait_events(int timeout_ms) {
  std::vector<InputEvent> out;
  SDL_Event event;
  const bool for_ever = timeout_ms < 0;
  bool got = false;
  do got = SDL_WaitEventTimeout(&event, for_ever ? kSignalPatience_ms : timeout_ms) != 0;
  while (!got && for_ever);
  if (!got) return out;
  do translate(event, out);
  while (SDL_PollEvent(&event) != 0);
  return out;
}

void Window::translate(const SDL_Event& event, std::vector<InputEvent>& out) {
  if (event.type == wake_event_) wake_pending_ = false;
  switch (event.type) {
    case SDL_QUIT: quit_asked_ = true; break;
    case SDL_MOUSEMOTION: out.push_back(moved_to(event.motion.x, event.motion.y)); break;
    case SDL_MOUSEBUTTONDOWN:
    case SDL_MOUSEBUTTONUP:
      out.push_back(MousePressed{button_of(event.button.button), event.type == SDL_MOUSEBUTTONDOWN});
      break;
    case SDL_MOUSEWHEEL:
      out.push_back(MouseWheel{static_cast<float>(event.wheel.x), static_cast<float>(event.wheel.y)});
      break;
    case SDL_KEYDOWN:
    case SDL_KEYUP:
      out.push_back(KeyChanged{key_name(event.key.keysym.sym), event.type == SDL_KEYDOWN, event.key.repeat != 0});
      break;
    case SDL_TEXTINPUT: out.push_back(TextTyped{event.text.text}); break;
    case SDL_DROPFILE:
      out.push_back(FileDropped{event.drop.file});
      SDL_free(event.drop.file);
      break;
    case SDL_WINDOWEVENT: translate_window(event.window.event, out); break;
    default: break;
  }
}

void Window::translate_window(std::uint8_t what, std::vector<InputEvent>& out) {
  constexpr float kNowhere = -std::numeric_limits<float>::max();  // ImGui's way to say that there is no mouse
  if (what == SDL_WINDOWEVENT_SIZE_CHANGED) out.push_back(Resized{width_px(), height_px()});
  if (what == SDL_WINDOWEVENT_MINIMIZED) minimised_ = true;
  if (what == SDL_WINDOWEVENT_RESTORED || what == SDL_WINDOWEVENT_EXPOSED) {
    minimised_ = false;
    uncovered_ = true;
  }
  // While a button is held the drag goes on outside.
  if (what == SDL_WINDOWEVENT_LEAVE && SDL_GetMouseState(nullptr, nullptr) == 0)
    out.push_back(MouseMoved{kNowhere, kNowhere});
}

// SDL counts the mouse in points, the canvas in pixels; on dense displays they differ.
MouseMoved Window::moved_to(int x, int y) const {
  int width = 1, height = 1;
  SDL_GetWindowSize(window_, &width, &height);
  return {static_cast<float>(x) * static_cast<float>(width_px()) / static_cast<float>(std::max(width, 1)),
          static_cast<float>(y) * static_cast<float>(height_px()) / static_cast<float>(std::max(height, 1))};
}

}  // namespace engine
