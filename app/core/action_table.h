// The one table of actions: name, tooltip, shortcut, where it may act and what it does. The shell and every page
// enter their rows; menus, the palette, the shortcut sheet and the key dispatch are made from it.
// Main thread only.
#pragma once

#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace app {

enum class Scope {
  Global,  // on every page
  Page,    // only while one of its pages is seen
  Dialog,  // only while a dialog lies on top
};

struct Action {
  std::string id;    // stable, for scripts: "undo"
  std::string menu;  // menu it stands in: "Edit"; empty: palette only
  std::string title;
  std::string tooltip;
  std::string shortcut;  // "ctrl+z"; lower case, modifiers in the order ctrl+shift+alt; may be empty
  Scope scope = Scope::Global;
  std::vector<std::string> pages = {};     // ids, of Scope::Page
  bool over_dialog = false;                // its key also acts while a dialog or the menu lies on top
  bool over_text_field = false;            // its key also acts while a text field has the keyboard
  std::function<std::string()> name = {};  // where the title depends on what is open: "Label as mel"
  std::function<void()> run;
};

std::string name_of(const Action& action);  // its name now, else its title

// What a key meets: the visible page and what lies on top of it.
struct OnTop {
  std::string_view page;
  bool dialog = false;  // modal: import, palette, about, …
  bool menu = false;
  bool text_field = false;
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
  // The first action with this key that may act; null: the key does nothing now.
  const Action* for_key(std::string_view chord, const OnTop& top) const;

 private:
  std::vector<Action> rows_;
};

}  // namespace app
