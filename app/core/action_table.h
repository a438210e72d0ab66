// The one table of actions: name, tooltip, shortcut, where it may act and what it does. The shell and every page
// enter their rows; menus, the palette, the shortcut sheet and the key dispatch are made from it.
//
// A key acts on what is seen: a menu, a dialog and a text field take all keys but those that are meant for them, and
// a control that has the keyboard takes the keys that work it.
// Main thread only.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace app {

enum class Scope {
  Global,   // on every page
  Page,     // only while one of its pages is seen
  Dialog,   // only while a dialog lies on top
  Menu,     // only while a menu or a list that dropped down is open
  Control,  // only while a control has the keyboard
};

struct Action {
  std::string id;    // stable, for scripts: "undo"
  std::string menu;  // menu it stands in: "Edit"; empty: palette only
  std::string title;
  std::string tooltip;
  std::string shortcut;  // "ctrl+z"; lower case, modifiers in the order ctrl+shift+alt; may be empty
  std::vector<std::string> other_shortcuts = {};  // that do the same: a plus may be typed in three ways
  Scope scope = Scope::Global;
  std::vector<std::string> pages = {};     // ids, of Scope::Page
  std::string dialog = {};                 // which it opens: its key also closes that one
  bool over_everything = false;            // its key also acts over dialogs and menus: quitting
  bool over_text_field = false;            // its key also acts while a text field has the keyboard
  bool once_a_press = false;               // a key that is held repeats it no more: an answer
  std::function<bool()> offered = {};      // whether there is such a thing now: a ninth class
  std::function<std::string()> name = {};  // where the title depends on what is open: "Label as mel"
  std::function<void()> run;
};

std::string name_of(const Action& action);  // its name now, else its title
bool is_offered(const Action& action);

// What a key meets: the visible page and what lies on top of it.
struct OnTop {
  std::string_view page;
  std::string_view dialog = {};  // modal: "import", "palette", …; empty: none
  bool menu = false;             // or a list that dropped down
  bool text_field = false;       // has the keyboard
  bool control = false;          // a button, a slider, … has the keyboard
};

// Whether an action may be run at all now: from a menu, the palette or a button.
bool is_at_home(const Action& action, const OnTop& top);
// The one place that decides whether a key may act.
bool may_act(const Action& action, const OnTop& top);

class ActionTable {
 public:
  void add(Action action);  // throws std::logic_error when the id is taken
  std::span<const Action> rows() const { return rows_; }
  const Action* find(std::string_view id) const;
  // The first action with this key that may act; null: the key does nothing now. `held`: the keyboard repeats it.
  const Action* for_key(std::string_view chord, const OnTop& top, bool held = false) const;

 private:
  std::vector<Action> rows_;
};

}  // namespace app
