// The list of classes: add, rename, merge, reorder, recolour, retire. Each is a decision that undo takes back.
#include <algorithm>
#include <string>
#include <vector>

#include <imgui.h>

#include "app/shell/dialog.h"
#include "app/shell/shell_panel.h"
#include "app/widgets/controls.h"
#include "app/widgets/drop_down.h"
#include "app/widgets/format.h"
#include "app/widgets/item.h"
#include "app/widgets/text.h"

namespace app {
using namespace widgets;
namespace {

constexpr float kClass_px = 32, kEditing_px = 176, kMerge_px = 210;

const std::vector<ClassFacts>& classes_of(const ShellContext& context) {
  return context.models.gallery.table().class_list().classes;
}

void class_row(ShellContext& context, const ClassFacts& known, std::size_t images) {
  const Style& style = context.style;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  const Item row = item(style, "classes.row." + known.name, {width, kClass_px});
  ClassesView& view = context.view.classes;
  const bool chosen = view.chosen == known.id;
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  if (chosen || row.hovered)
    draw.AddRectFilled(row.place.low, row.place.high, chosen ? style.theme.accent_soft : style.theme.control, 8);
  draw.AddCircleFilled({at.x + 16, at.y + kClass_px / 2}, 6, colour_from_rgb(known.colour_rgb));
  draw_text(style.fonts.body, {at.x + 32, at.y + 7}, known.retired ? style.theme.faint : style.theme.text,
            elided(style.fonts.body, known.name, 200));
  draw_text(style.fonts.small, {at.x + 244, at.y + 8}, style.theme.muted,
            elided(style.fonts.small, known.full_name, width - 400));
  const std::string note =
      (known.retired ? "retired, " : "") + counted(static_cast<std::int64_t>(images), "image", "images");
  draw_text_right(style.fonts.small, {row.place.high.x - 10, at.y + 8}, style.theme.muted, note);
  if (!row.clicked) return;
  view.chosen = known.id;
  view.name = known.name;
}

void draw_rows(ShellContext& context) {
  ImGui::BeginChild("rows", {0, -kEditing_px}, false);
  const ImageTable& table = context.models.gallery.table();
  for (std::size_t i = 0; i < classes_of(context).size(); ++i)
    class_row(context, classes_of(context)[i], count_of_both(table.all(), table.rows_of_class(static_cast<int>(i))));
  ImGui::EndChild();
}

// What the class that is chosen may become by a press.
void draw_changes(ShellContext& context, const ClassFacts* chosen) {
  const Style& style = context.style;
  const auto press = [&](const char* landmark, const char* text, float width_px, ClassChange::What what, bool enabled,
                         const char* tip) {
    if (button(style, landmark, text, {.width_px = width_px, .enabled = enabled, .tip = tip}) && chosen != nullptr)
      context.commands.push(ClassChange{what, chosen->name, {}});
    ImGui::SameLine();
  };
  const bool any = chosen != nullptr;
  const bool first = any && classes_of(context).front().id == chosen->id;
  const bool last = any && classes_of(context).back().id == chosen->id;
  press("classes.up", "Up", 76, ClassChange::What::Up, any && !first, "One place up: the first nine have keys");
  press("classes.down", "Down", 76, ClassChange::What::Down, any && !last, "One place down");
  press("classes.colour", "Other colour", 130, ClassChange::What::Recolour, any,
        "The colour farthest from those in use");
  const bool retired = any && chosen->retired;
  press("classes.retire", retired ? "Use again" : "Retire", 110,
        retired ? ClassChange::What::Use : ClassChange::What::Retire, any,
        "A retired class takes no new labels; those it has stay");
  std::vector<std::string> others;
  for (const ClassFacts& known : classes_of(context))
    if (any && known.id != chosen->id && !known.retired) others.push_back(known.name);
  others.insert(others.begin(), "Merge into …");
  const int into = drop_down(style, "classes.merge", others, 0, {kMerge_px, 36});
  if (any && into > 0)
    context.commands.push(ClassChange{ClassChange::What::Merge, chosen->name, others[static_cast<std::size_t>(into)]});
}

}  // namespace

void draw_classes_dialog(ShellContext& context, const Rect& window) {
  ClassesView& view = context.view.classes;
  const Style& style = context.style;
  begin_dialog(context, "classes", window, {760, 560}, 90);
  label(style, style.fonts.title, style.theme.text, "Classes");
  paragraph(style, style.fonts.small, style.theme.muted,
            "A new class is in no group of a target. Every change is logged, and undo takes it back.");
  const auto found = std::ranges::find(classes_of(context), view.chosen, &ClassFacts::id);
  const ClassFacts* chosen = found == classes_of(context).end() ? nullptr : &*found;
  ImGui::Dummy({1, 4});
  draw_rows(context);
  text_field(style, "classes.name", "Name", "of a new class, or a new one for the class chosen above", view.name);
  const bool named = !view.name.empty() && (chosen == nullptr || view.name != chosen->name);
  if (button(style, "classes.add", "Add", {.kind = ButtonKind::Primary, .width_px = 110, .enabled = named}))
    context.commands.push(ClassChange{ClassChange::What::Add, view.name, {}});
  ImGui::SameLine();
  const std::string rename = chosen == nullptr ? "Rename" : "Rename " + elided(style.fonts.body, chosen->name, 160);
  if (button(style, "classes.rename", rename, {.enabled = named && chosen != nullptr}))
    context.commands.push(ClassChange{ClassChange::What::Rename, chosen->name, view.name});
  draw_changes(context, chosen);
  ImGui::SetCursorPos({ImGui::GetWindowWidth() - 106, ImGui::GetWindowHeight() - 54});
  if (button(style, "classes.close", "Close", {.kind = ButtonKind::Quiet, .width_px = 90})) view.open = false;
  end_dialog(context);
}

}  // namespace app
