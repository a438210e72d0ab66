#include "app/pages/train/settings_fields.h"

#include <algorithm>
#include <string>

#include "app/widgets/controls.h"
#include "app/widgets/drop_down.h"
#include "app/widgets/item.h"
#include "app/widgets/text.h"
#include "app/widgets/text_input.h"
#include "engine/ui/icons.h"

namespace app {
using namespace widgets;
namespace {

constexpr float kLabel_px = 122, kFieldRow_px = 30, kUnit_px = 52, kReset_px = 24, kGap_px = 6;

// "train.rate", "train.2:epochs"
std::string landmark_of(const FormField& field) {
  return "train." + (field.name == "learning_rate" ? std::string("rate") : field.name);
}

std::string help_of(const FormField& field) {
  std::string text(field.info->help);
  if (!field.problem.empty()) return field.problem + "\n" + text;
  if (field.changed)
    text += "\nThe recipe has " + (field.of_recipe.empty() ? "the model's own" : field.of_recipe) + ".";
  return text + "\nBy name: " + field.name;
}

void draw_label(const TrainContext& context, const FormField& field, const std::string& help) {
  const Style& style = context.style;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const std::string title = elided(style.fonts.small, field.info->title, kLabel_px - 16);
  if (field.changed)
    ImGui::GetWindowDrawList()->AddCircleFilled(
        {at.x + text_size(style.fonts.small, title).x + 8, at.y + kFieldRow_px / 2}, 3,
        field.problem.empty() ? style.theme.accent : style.theme.warning);
  draw_text(style.fonts.small, {at.x, at.y + (kFieldRow_px - text_size(style.fonts.small, title).y) / 2},
            field.changed ? style.theme.text : style.theme.muted, title);
  ImGui::Dummy({kLabel_px, kFieldRow_px});
  tooltip(style, help);
  ImGui::SetCursorScreenPos({at.x + kLabel_px, at.y});
}

bool draw_switch(const TrainContext& context, const FormField& field, std::string& value) {
  bool on = value == "true";
  if (!toggle(context.style, landmark_of(field), "", on)) return false;
  value = on ? "true" : "false";
  return true;
}

bool draw_choice(const TrainContext& context, const FormField& field, float width, std::string& value) {
  const std::vector<std::string> names(field.info->choices.begin(), field.info->choices.end());
  const int selected = static_cast<int>(std::ranges::find(names, value) - names.begin());
  const int chosen = drop_down(context.style, landmark_of(field), names, selected, {width, kFieldRow_px});
  if (chosen < 0 || chosen == selected) return false;
  value = names[static_cast<std::size_t>(chosen)];
  return true;
}

bool draw_text_box(const TrainContext& context, const FormField& field, float width, std::string& value) {
  const Style& style = context.style;
  const std::string landmark = landmark_of(field);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  ImGui::SetNextItemWidth(width);
  ImGui::PushFont(style.fonts.small);
  ImGui::PushID(landmark.c_str());
  before_text(style, landmark, {at, {at.x + width, at.y + kFieldRow_px}});
  const bool typed = input_text("##value", "the model's", value, ImGuiInputTextFlags_AutoSelectAll);
  after_text(style, landmark, OnEnter::Stays);
  ImGui::PopID();
  ImGui::PopFont();
  style.mark(landmark, ImGui::GetItemRectMin(), ImGui::GetItemRectMax());
  return typed;
}

bool draw_control(const TrainContext& context, const FormField& field, float width, std::string& value) {
  switch (field.info->kind) {
    case ml::SettingKind::Switch: return draw_switch(context, field, value);
    case ml::SettingKind::Choice: return draw_choice(context, field, width, value);
    case ml::SettingKind::Whole:
    case ml::SettingKind::Number: break;
  }
  return draw_text_box(context, field, width, value);
}

// True when the recipe's value is wanted back.
bool draw_reset(const TrainContext& context, const FormField& field) {
  const Style& style = context.style;
  const Item back = item(style, landmark_of(field) + ".reset", {kReset_px, kFieldRow_px});
  draw_text_centred(style.fonts.small, back.place, back.hovered ? style.theme.text : style.theme.muted,
                    engine::icon_text(engine::Icon::Undo, style.fonts.has_icons));
  tooltip(style, "Back to the recipe's " + (field.of_recipe.empty() ? "choice" : field.of_recipe));
  return back.clicked;
}

// What was asked for; the form is changed only after its fields were drawn.
struct Wanted {
  std::string name, value;
  bool typed = false, reset = false;
};

void draw_row(const TrainContext& context, const FormField& field, Wanted& wanted) {
  const Style& style = context.style;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float right = at.x + ImGui::GetContentRegionAvail().x;
  const std::string help = help_of(field);
  draw_label(context, field, help);
  const float unit_px = field.info->unit.empty() ? 0 : kUnit_px;
  const float width = right - kReset_px - kGap_px - unit_px - at.x - kLabel_px;
  std::string value = field.value;
  if (draw_control(context, field, width, value)) wanted = {field.name, value, true, false};
  if (!ImGui::IsItemActive()) tooltip(style, help);  // it would lie over what is typed next
  draw_text(style.fonts.tiny, {right - kReset_px - kUnit_px, at.y + 8}, style.theme.faint, field.info->unit);
  if (field.changed) {
    ImGui::SetCursorScreenPos({right - kReset_px, at.y});
    if (draw_reset(context, field)) wanted = {field.name, "", false, true};
  }
  ImGui::SetCursorScreenPos({at.x, at.y + kFieldRow_px + 4});
  if (!field.problem.empty()) paragraph(style, style.fonts.tiny, style.theme.warning, field.problem);
}

// True while it is open.
bool draw_group_head(TrainContext& context, ml::SettingGroup group, int phase) {
  const Style& style = context.style;
  TrainView& view = context.view;
  const std::string title(ml::title_of(group));
  const float width = ImGui::GetContentRegionAvail().x;
  const bool wrong = view.settings.has_problem(group, phase);
  const int changes = view.settings.changes(group, phase);
  const Item head = item(style, "train.group." + title, {width, 26});
  if (head.clicked && !view.open_groups.erase(group)) view.open_groups.insert(group);
  const bool open = view.open_groups.contains(group);
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const ImVec2 c{head.place.low.x + 5, head.place.centre().y};
  if (open)
    draw.AddTriangleFilled({c.x - 4.5F, c.y - 2.5F}, {c.x + 4.5F, c.y - 2.5F}, {c.x, c.y + 3.5F}, style.theme.muted);
  else
    draw.AddTriangleFilled({c.x - 2.5F, c.y - 4.5F}, {c.x + 3.5F, c.y}, {c.x - 2.5F, c.y + 4.5F}, style.theme.muted);
  draw_text(style.fonts.strong, {head.place.low.x + 18, head.place.low.y + 4},
            head.hovered ? style.theme.text : style.theme.muted, title);
  const std::string note = wrong ? "not valid" : changes > 0 ? std::to_string(changes) + " changed" : "";
  draw_text_right(style.fonts.tiny, {head.place.high.x - 4, head.place.low.y + 7},
                  wrong ? style.theme.warning : style.theme.accent, note);
  return open;
}

void draw_phases(TrainContext& context) {
  const std::vector<Depth>& phases = context.view.settings.phases();
  int& phase = context.view.shown_phase;
  phase = std::clamp(phase, 1, std::max(1, static_cast<int>(phases.size())));
  if (phases.size() < 2) return;
  std::vector<std::string> names;
  for (std::size_t i = 0; i < phases.size(); ++i)
    names.push_back("phase " + std::to_string(i + 1) + ": " + name_of(phases[i]));
  const std::vector<std::string_view> shown(names.begin(), names.end());
  const int chosen = segmented(context.style, "train.phase", shown, phase - 1, ImGui::GetContentRegionAvail().x);
  if (chosen >= 0) phase = chosen + 1;
}

}  // namespace

void draw_settings_fields(TrainContext& context) {
  TrainView& view = context.view;
  draw_phases(context);
  Wanted wanted;
  std::optional<ml::SettingGroup> group;
  bool open = false;
  for (const FormField& field : view.settings.fields()) {
    if (field.phase != 0 && field.phase != view.shown_phase) continue;
    if (group != field.info->group) open = draw_group_head(context, field.info->group, view.shown_phase);
    group = field.info->group;
    if (open) draw_row(context, field, wanted);
  }
  if (wanted.typed) view.settings.type(view.form, wanted.name, wanted.value);
  if (wanted.reset) view.settings.reset(view.form, wanted.name);
}

}  // namespace app
