// How large and in which colours the window is: the interface's scale, the theme, and presentation mode, in which a
// lecture hall reads along: large type, no navigation, one card alone where one was double-clicked. Remembered for the
// user from one session to the next; a script's session remembers nothing, so that it always begins alike.
//
//   Appearance appearance(host, {.scale = 2, .theme = "light"});   appearance.enter_actions(actions);
//
// Main thread only. Borrows the host.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "app/core/action_table.h"
#include "engine/host/host.h"

namespace app {

struct AppearanceChoice {
  float scale = 0;    // 0: as the display asks
  std::string theme;  // "dark", "light"; empty: dark
};

// Of the last session of this user; without one, or where it cannot be read, what the display asks.
AppearanceChoice remembered_appearance();
void remember_appearance(const AppearanceChoice& choice);  // a disk that does not take it is no failure

class Appearance {
 public:
  static constexpr float kPresentation = 1.4F;  // times the scale

  Appearance(engine::Host& host, const AppearanceChoice& start);

  void change_scale(int notches);
  void usual_scale();
  void toggle_theme();
  void present(bool on);

  bool light() const { return choice_.theme == "light"; }
  bool presenting() const { return presenting_; }
  const AppearanceChoice& choice() const { return choice_; }
  // "Interface 150 %: the window has no room for 200 %"; once after each change.
  std::optional<std::string> take_news();
  bool take_key(std::string_view chord);  // where there is no table of actions
  void enter_actions(ActionTable& actions);

 private:
  void apply_scale();

  engine::Host& host_;
  AppearanceChoice choice_;
  bool presenting_ = false;
  int news_due_ = 0;  // frames until the scale that fits is known; 0: there is none
};

}  // namespace app
