#include "app/shell/shell_panel.h"

#include <algorithm>
#include <string>

#include <imgui.h>

#include "app/core/disclaimer.h"
#include "app/shell/header_words.h"
#include "app/shell/shell_commands.h"
#include "app/table/class_keys.h"
#include "app/widgets/controls.h"
#include "app/widgets/drop_down.h"
#include "app/widgets/format.h"
#include "app/widgets/item.h"
#include "app/widgets/text.h"
#include "app/widgets/text_input.h"
#include "engine/ui/icons.h"

namespace app {
using namespace widgets;
namespace {

const char* icon(const ShellContext& context, engine::Icon which) {
  return engine::icon_text(which, context.style.fonts.has_icons);
}

constexpr float kNavTop_px = 80, kNavBottom_px = 96, kNavPitch_px = 66, kNavNamed_px = 52;

// Where there is little room the pages have no names, which then stand in a tip.
void nav_item(ShellContext& context, const PageInfo& page, float y, float pitch) {
  const std::string landmark = "nav." + page.id;
  const Style& style = context.style;
  const bool named = pitch >= kNavNamed_px;
  const float middle = named ? y + (pitch - 8) / 2 - 9 : y + (pitch - 4) / 2;
  const Rect place{{8, y}, {68, y + pitch - (named ? 8 : 4)}};
  const bool on = context.view.page == page.id;
  ImGui::SetCursorScreenPos(place.low);
  const Item button = item(style, landmark, {place.width(), place.height()});
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  if (on || button.hovered)
    draw.AddRectFilled(place.low, place.high, on ? style.theme.accent_soft : style.theme.control, 10);
  if (on)
    draw.AddRectFilled({0, place.centre().y - pitch / 4}, {3, place.centre().y + pitch / 4}, style.theme.accent, 2);
  const ImU32 colour = on ? style.theme.accent : style.theme.muted;
  draw_text_centred(style.fonts.icons, {{place.low.x, middle - 14}, {place.high.x, middle + 14}}, colour,
                    icon(context, page.icon));
  if (named)
    draw_text_centred(style.fonts.tiny, {{place.low.x, middle + 16}, {place.high.x, middle + 34}},
                      on ? style.theme.text : style.theme.muted, page.title);
  else
    tooltip(style, page.title);
  if (button.clicked) context.commands.push(ShowPage{page.id});
}

std::string counts_text(const Gallery& gallery) {
  const ImageTable& table = gallery.table();
  std::string text = counted(static_cast<std::int64_t>(table.count()), "image", "images") + "  ·  " +
                     classes_in_words(table.class_list().classes);
  if (const std::size_t relabelled = count_of_both(table.all(), table.relabelled_rows()); relabelled > 0)
    text += "  ·  " + grouped(static_cast<std::int64_t>(relabelled)) + " relabelled";
  if (table.unsaved_count() > 0) text += "  ·  saving " + grouped(static_cast<std::int64_t>(table.unsaved_count()));
  return text + "  ·  revision " + grouped(table.label_revision());
}

// Whether the splits leak, beside the name of the workspace; a click shows the images.
void leak_chip(ShellContext& context, ImVec2 at, float room_px) {
  const WorkspaceView& workspace = context.models.workspace;
  constexpr float kLeast_px = 44;
  if (!workspace.leak_known || room_px < kLeast_px) return;
  const Style& style = context.style;
  const bool leaks = !workspace.leak.empty();
  const std::string text = elided(style.fonts.tiny, leaks ? "Leak: " + workspace.leak : "No leak", room_px - 16);
  const ImVec2 size{text_size(style.fonts.tiny, text).x + 16, 20};
  ImGui::SetCursorScreenPos(at);
  const Item button = item(style, "header.leak", size);
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  if (leaks || button.hovered)
    draw.AddRectFilled(button.place.low, button.place.high,
                       button.hovered ? style.theme.accent_soft : style.theme.control, 10);
  draw_text_centred(style.fonts.tiny, button.place, leaks ? style.theme.warning : style.theme.muted, text);
  tooltip(style, leaks ? workspace.leak_detail + ". Click to see them; `nevus split` ends it"
                       : "No lesion, patient or group of look-alikes stands in more than one split");
  if (!button.clicked || !leaks) return;
  Filter filter;
  filter.only_leaking = true;
  context.commands.push(SetFilter{filter});
  context.commands.push(ShowPage{"library"});
}

void search_field(ShellContext& context, const Rect& in) {
  constexpr float kBefore = 14, kAfter = 8;
  const Style& style = context.style;
  const char* sign = icon(context, engine::Icon::Search);
  const float room_px = kBefore + text_size(style.fonts.small, sign).x + kAfter;  // a word where there is no icon font
  ImGui::SetCursorScreenPos(in.low);
  ImGui::PushStyleVar(ImGuiStyleVar_FrameRounding, in.height() / 2);
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {std::max(36.0F, room_px), (in.height() - 14) / 2});
  ImGui::PushFont(style.fonts.small);
  ImGui::SetNextItemWidth(in.width());
  if (context.view.focus_search) style.focus.want("header.search");
  context.view.focus_search = false;
  Filter filter = context.models.gallery.filter();
  before_text(style, "header.search", in);
  if (input_text("##search", "Find a file, patient, lesion or site  (Ctrl F)", filter.text)) {
    context.commands.push(SetFilter{filter});
    context.commands.push(ShowPage{"library"});
  }
  after_text(style, "header.search", OnEnter::Leaves);
  ImGui::PopFont();
  ImGui::PopStyleVar(2);
  draw_text(style.fonts.small, {in.low.x + kBefore, in.low.y + (in.height() - 14) / 2}, style.theme.muted, sign);
  style.mark("header.search", in.low, in.high);
}

void target_choice(ShellContext& context, const Rect& in) {
  const Gallery& gallery = context.models.gallery;
  std::vector<std::string> names;
  int selected = -1;
  for (const TargetFacts& target : gallery.table().class_list().targets) {
    if (&target == gallery.target()) selected = static_cast<int>(names.size());
    names.push_back(target.name);
  }
  if (names.empty()) return;
  ImGui::SetCursorScreenPos(in.low);
  const int chosen = drop_down(context.style, "header.target", names, selected, {in.width(), in.height()});
  if (chosen >= 0) context.commands.push(SetTarget{names[static_cast<std::size_t>(chosen)]});
}

// What Undo or Redo would do, as a button that says so.
void step_button(ShellContext& context, const Rect& in, const char* action, engine::Icon which,
                 const std::string& name) {
  const HeaderStep step = header_step(context.actions, context.view.page, action, name);
  ImGui::SetCursorScreenPos(in.low);
  if (button(context.style, std::string("header.") + action, "",
             {.icon = icon(context, which), .width_px = in.width(), .enabled = step.enabled, .tip = step.tip}))
    context.commands.push(RunAction{step.action});
}

// Opens the messages; says how many are new.
void messages_button(ShellContext& context, const Rect& in) {
  const ShellView& shell = context.view;
  const std::size_t fresh = shell.messages.size() - shell.messages_seen;
  const std::string text = fresh == 0 ? "Messages" : "Messages (" + std::to_string(fresh) + " new)";
  const Style& style = context.style;
  ImGui::SetCursorScreenPos(in.low);
  const Item button = item(style, "status.messages", {in.width(), in.height()});
  if (button.hovered)
    ImGui::GetWindowDrawList()->AddRectFilled(button.place.low, button.place.high, style.theme.control, 6);
  draw_text_centred(style.fonts.tiny, button.place, fresh == 0 ? style.theme.muted : style.theme.text, text);
  tooltip(style, "Everything that was said, import reports as a whole (Ctrl M)");
  if (button.clicked) context.commands.push(RunAction{"messages"});
}

void draw_job(ShellContext& context, const JobView& job, float& x, float y) {
  const Style& style = context.style;
  std::string text = job.title + "  " + job.detail;
  if (job.seconds_left >= 0) text += "  " + duration(job.seconds_left) + " left";
  draw_text(style.fonts.tiny, {x, y}, style.theme.text, text);
  x += text_size(style.fonts.tiny, text).x + 10;
  ImGui::SetCursorScreenPos({x, y + 4});
  progress_bar(style, job.fraction, 140, 6);
  x += 150;
  ImGui::SetCursorScreenPos({x, y - 3});
  if (job.can_cancel &&
      button(style, "job.cancel", "Cancel", {.kind = ButtonKind::Quiet, .width_px = 64, .height_px = 22}))
    context.commands.push(CancelJob{job.id});
  x += 76;
}

ImU32 toast_colour(const engine::Theme& theme, MessageKind kind) {
  switch (kind) {
    case MessageKind::Success: return theme.good;
    case MessageKind::Warning: return theme.warning;
    case MessageKind::Error: return theme.bad;
    case MessageKind::Info: break;
  }
  return theme.accent;
}

// Gives its height. `name` is that of its landmarks; the newest is "toast", then "toast2".
float draw_toast(ShellContext& context, const ToastView& toast, const std::string& name, ImVec2 bottom_right) {
  constexpr float kWidth_px = 400;
  const Style& style = context.style;
  ImGui::SetNextWindowPos(bottom_right, ImGuiCond_Always, {1, 1});
  ImGui::SetNextWindowSize({kWidth_px, 0});
  ImGui::PushStyleColor(ImGuiCol_WindowBg, style.theme.panel_raised);
  ImGui::Begin(("toast" + std::to_string(toast.id)).c_str(), nullptr,
               ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                   ImGuiWindowFlags_NoFocusOnAppearing);
  const ImVec2 low = ImGui::GetWindowPos();
  const ImVec2 high{low.x + kWidth_px, low.y + ImGui::GetWindowHeight()};
  ImGui::PushClipRect(low, high, false);  // in the padding, where nothing else is drawn
  ImGui::GetWindowDrawList()->AddRectFilled({low.x, low.y + 10}, {low.x + 4, high.y - 10},
                                            toast_colour(style.theme, toast.kind), 2);
  ImGui::PopClipRect();
  ImGui::SetCursorPosX(16);
  paragraph(style, style.fonts.strong, style.theme.text, toast.title, kWidth_px - 44);
  if (!toast.detail.empty()) paragraph(style, style.fonts.small, style.theme.muted, toast.detail);
  const bool offers_undo = toast.undo_batch != 0 || toast.undo_import != 0;
  if (offers_undo && button(style, name + ".undo", "Undo", {.width_px = 84, .height_px = 30})) {
    if (toast.undo_import != 0)
      context.commands.push(UndoImport{toast.undo_import});
    else
      context.commands.push(UndoDecision{toast.undo_batch});
    context.commands.push(DismissToast{toast.id});
  }
  if (offers(context, toast.action) && button(style, name + ".action", toast.action_text, {.height_px = 30})) {
    context.commands.push(RunAction{toast.action});
    context.commands.push(DismissToast{toast.id});
  }
  ImGui::SetCursorScreenPos({low.x + kWidth_px - 38, low.y + 8});
  if (button(style, name + ".close", "",
             {.kind = ButtonKind::Quiet, .icon = icon(context, engine::Icon::Close), .width_px = 28, .height_px = 28}))
    context.commands.push(DismissToast{toast.id});
  const float height = ImGui::GetWindowHeight();
  ImGui::End();
  ImGui::PopStyleColor();
  return height;
}

}  // namespace

void draw_navigation(ShellContext& context, const Rect& in) {
  draw_menu(context, {{18, 14}, {58, 54}});
  float y = kNavTop_px;
  const float pitch = std::min(kNavPitch_px, (in.height() - kNavTop_px - kNavBottom_px) /
                                                 static_cast<float>(std::max<std::size_t>(1, context.pages.size())));
  for (const PageInfo& page : context.pages) {
    nav_item(context, page, y, pitch);
    y += pitch;
  }
  ImGui::SetCursorScreenPos({20, in.high.y - 88});
  if (button(context.style, "nav.shortcuts", "",
             {.kind = ButtonKind::Quiet,
              .icon = icon(context, engine::Icon::Keyboard),
              .width_px = 36,
              .tip = "Keyboard shortcuts"}))
    context.commands.push(RunAction{"shortcuts"});
  ImGui::SetCursorScreenPos({20, in.high.y - 48});
  if (button(context.style, "nav.about", "",
             {.kind = ButtonKind::Quiet,
              .icon = icon(context, engine::Icon::Help),
              .width_px = 36,
              .tip = "About and disclaimer"}))
    context.commands.push(RunAction{"about"});
}

void draw_header(ShellContext& context, const Rect& in) {
  const Style& style = context.style;
  const WorkspaceView& workspace = context.models.workspace;
  const float centre = in.centre().x;
  const bool wide = in.width() > 1300, narrow = in.width() < 1100;
  const float search_low = wide ? centre - 190 : in.low.x + (narrow ? 210.0F : 330.0F),
              search_high = wide ? centre + 190 : in.high.x - (narrow ? 450.0F : 560.0F);
  draw_text(style.fonts.strong, {in.low.x + 8, in.low.y + 13}, style.theme.text,
            elided(style.fonts.strong, workspace.name, search_low - in.low.x - 70));
  const std::string name = elided(style.fonts.strong, workspace.name, search_low - in.low.x - 70);
  const float name_px = text_size(style.fonts.strong, name).x;
  leak_chip(context, {in.low.x + 18 + name_px, in.low.y + 12}, search_low - in.low.x - name_px - 30);
  const bool viewing = !workspace.viewing_because.empty();
  draw_text(style.fonts.tiny, {in.low.x + 8, in.low.y + 36}, viewing ? style.theme.warning : style.theme.muted,
            elided(style.fonts.tiny, (viewing ? "viewing only, " : "") + counts_text(context.models.gallery),
                   search_low - in.low.x - 20));
  if (search_high - search_low > 80) search_field(context, {{search_low, in.low.y + 14}, {search_high, in.low.y + 50}});
  Rect right{{in.low.x, in.low.y + 14}, {in.high.x - 12, in.low.y + 50}};
  const Rect train = right.take_right(150);
  right.take_right(10);
  const Rect redo = right.take_right(44);
  right.take_right(8);
  const Rect undo = right.take_right(44);
  right.take_right(10);
  target_choice(context, right.take_right(150));
  step_button(context, undo, "undo", engine::Icon::Undo, workspace.undo_name);
  step_button(context, redo, "redo", engine::Icon::Redo, workspace.redo_name);
  const std::string train_tip =
      with_key(context.actions, context.view.page, "fine-tune", "The settings of a run, to start it there");
  ImGui::SetCursorScreenPos(train.low);
  if (button(style, "header.train", context.models.run.live ? "Training …" : "Fine-tune",
             {.kind = ButtonKind::Primary,
              .icon = icon(context, engine::Icon::Fire),
              .width_px = train.width(),
              .tip = train_tip}))
    context.commands.push(ShowPage{"train"});
}

void draw_status(ShellContext& context, const Rect& in) {
  const Style& style = context.style;
  const ShellView& shell = context.view;
  const float y = in.low.y + 8;
  float x = in.low.x + 8;
  for (const JobView& job : shell.jobs) draw_job(context, job, x, y);
  const RunView& train = context.models.run;
  if (train.live) {
    std::string text = train.phase;
    if (train.seconds_left >= 0) text += "  " + duration(train.seconds_left) + " left";
    draw_text(style.fonts.tiny, {x, y}, style.theme.accent, text);
    x += text_size(style.fonts.tiny, text).x + 20;
  }
  draw_text(style.fonts.tiny, {x, y}, style.theme.muted, kDisclaimer);
  std::string device = shell.device;
  if (!context.deterministic && shell.frame_ms > 0) device += "   " + decimals(shell.frame_ms, 1) + " ms";
  draw_text_right(style.fonts.tiny, {in.high.x - 16, y}, style.theme.faint, device);
  const float right = in.high.x - 28 - text_size(style.fonts.tiny, device).x;
  messages_button(context, {{right - 130, in.low.y + 4}, {right, in.high.y - 4}});
}

void draw_toasts(ShellContext& context, const Rect& window) {
  float bottom = window.high.y - 44;
  const auto& toasts = context.view.toasts;
  for (auto toast = toasts.rbegin(); toast != toasts.rend(); ++toast) {
    const auto place = toast - toasts.rbegin();
    const std::string name = place == 0 ? "toast" : "toast" + std::to_string(place + 1);
    bottom -= draw_toast(context, *toast, name, {window.high.x - 20, bottom}) + 10;
  }
}

}  // namespace app
