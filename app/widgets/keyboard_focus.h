// Which control has the keyboard. Controls enter themselves while a frame is built, in the order of Tab; what lies on
// top (a dialog, an open list) is a layer of its own and hides the controls below it from the keyboard.
//
//   focus.begin_frame(keys);
//   const auto given = focus.enter("train.start", place, Takes::Press);
//   if (given.pressed) start();
//   focus.end_frame();
//
// On a page nothing has the keyboard at first, so that keys and arrows mean its images: Tab goes to the first control
// and leads on from the last back to the images, Escape leaves. A dialog always has a control with the keyboard.
// Arrows go to the neighbour in their direction, or change what takes steps.
// Main thread only. Knows nothing of ImGui.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/widgets/rect.h"

namespace app::widgets {

// Steps: left and right. Moves: all four arrows, as over the cells of a matrix; only Tab leads out of it.
enum class Takes { Press, Steps, Moves, Text };
enum class LayerKind { Page, Dialog, List };

struct FocusKeys {
  bool next = false, previous = false;  // Tab, Shift Tab
  bool press = false;                   // Enter or Space went down
  bool left = false, right = false, up = false, down = false;
  bool large = false;        // Shift is held: larger steps
  bool mouse = false;        // a button of the mouse went down
  bool text_active = false;  // a text field takes what is typed
};

class KeyboardFocus {
 public:
  struct Given {
    bool focused = false;
    bool arrived = false;  // just now: it shows itself, a text field takes what is typed
    bool pressed = false;
    int step = 0;       // -10, -1, 1, 10
    int step_down = 0;  // the same, of what takes moves
  };

  void begin_frame(const FocusKeys& keys);
  void begin_layer(std::string_view name, LayerKind kind);
  void end_layer() { layers_.pop_back(); }
  Given enter(std::string_view id, const Rect& place, Takes takes = Takes::Press);
  void end_frame();
  // Of the frame being built: how many controls there are so far, and where those end that came after so many; `top_y`
  // where there is none.
  std::size_t entered() const { return next_stops_.size(); }
  float end_of_controls(std::size_t after, float top_y) const;

  void touch(std::string_view id);  // worked with the mouse: Tab goes on from there
  void take(std::string_view id);   // takes what is typed, whatever brought it that far
  void want(std::string_view id);   // gets the keyboard as soon as it is there
  void leave();                     // nothing on the page has the keyboard
  void leave(std::string_view id);  // when it had it
  bool visible() const { return visible_ && !current_.empty(); }
  const std::string& current() const { return current_; }
  const FocusKeys& keys() const { return keys_; }

  // Where the ring is drawn: what is seen of the focused control.
  void show_ring(const Rect& at) { ring_ = at; }
  const std::optional<Rect>& ring() const { return ring_; }

 private:
  struct Stop {
    std::string id;
    Rect place;
    Takes takes;
  };
  struct Layer {
    std::string name;
    LayerKind kind;
    bool operator==(const Layer&) const = default;
  };
  struct Kept {
    std::string current;
    bool visible;
  };

  const Stop* stop(std::string_view id) const;
  void go_to(std::string id);
  void act_on(const Stop& here, const FocusKeys& keys);
  void go_along(int direction);
  void go_towards(float x, float y);
  void change_layer();

  FocusKeys keys_;
  std::vector<Layer> layers_;       // open while the frame is built
  Layer top_{"", LayerKind::Page};  // of the frame being built
  Layer active_{"", LayerKind::Page};
  std::vector<Stop> stops_, next_stops_;
  std::map<std::string, Kept> kept_;  // of the layers below
  std::string current_, wanted_;
  int waited_frames_ = 0;  // for what is wanted
  std::size_t index_ = 0;  // of the current one
  bool visible_ = false, arrived_ = false, pressed_ = false;
  int step_ = 0, step_down_ = 0;
  std::optional<Rect> ring_;
};

}  // namespace app::widgets
