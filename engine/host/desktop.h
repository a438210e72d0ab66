// What ImGui asks of the desktop: the clipboard, and the shape of the pointer.
// Main thread only. Made after ImGui's context and the window, destroyed before them.
#pragma once

#include <array>
#include <string>

struct SDL_Cursor;

namespace engine {

class Desktop {
 public:
  Desktop();
  ~Desktop();
  Desktop(const Desktop&) = delete;
  Desktop& operator=(const Desktop&) = delete;

  void show_pointer();  // after a logic frame

 private:
  static void copy(void* self, const char* text);
  static const char* paste(void* self);

  std::string pasted_;                     // ImGui reads it until the next paste
  std::array<SDL_Cursor*, 9> pointers_{};  // in the order of ImGuiMouseCursor_
  int shown_ = 0;
};

}  // namespace engine
