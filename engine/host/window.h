// The SDL window, its events and its surface. Without one (headless) none of this is made.
// Main thread only, but for wake().
#pragma once

#include <atomic>
#include <string>
#include <utility>
#include <vector>

#include <vulkan/vulkan.h>

#include "engine/input/input_event.h"

struct SDL_Window;
union SDL_Event;

namespace engine {

class Window {
 public:
  Window(const std::string& title, int width_px, int height_px);
  ~Window();
  Window(const Window&) = delete;
  Window& operator=(const Window&) = delete;

  std::vector<const char*> instance_extensions() const;
  VkSurfaceKHR create_surface(VkInstance instance) const;

  // Waits at most so long (negative: for ever) for something to happen, and gives what did. A wake-up
  // gives an empty list.
  std::vector<InputEvent> wait_events(int timeout_ms);
  bool quit_asked() const { return quit_asked_; }
  void forget_quit() { quit_asked_ = false; }
  bool shown() const { return !minimised_; }
  bool take_uncovered() { return std::exchange(uncovered_, false); }  // its picture has to be presented again
  // What its display asks the interface to be multiplied with.
  float display_scale() const;
  int width_px() const;
  int height_px() const;
  void wake();  // any thread; coalesced

 private:
  void translate(const SDL_Event& event, std::vector<InputEvent>& out);
  void translate_window(std::uint8_t what, std::vector<InputEvent>& out);
  MouseMoved moved_to(int x, int y) const;

  SDL_Window* window_ = nullptr;
  std::uint32_t wake_event_ = 0;
  std::atomic<bool> wake_pending_ = false;
  bool quit_asked_ = false;
  bool minimised_ = false;
  bool uncovered_ = false;
};

}  // namespace engine
