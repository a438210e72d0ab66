#include "app/shell/shell_panel.h"

#include <algorithm>
#include <string>

#include <imgui.h>
#include <imgui_stdlib.h>

#include "app/core/disclaimer.h"
#include "app/shell/shell_commands.h"
#include "app/widgets/controls.h"
#include "app/widgets/format.h"
#include "app/widgets/text.h"
#include "engine/ui/icons.h"

namespace app {
using namespace widgets;
namespace {

const char* icon(const ShellContext& context, engine::Icon which) {
  return engine::icon_text(which, context.style.fonts.has_icons);
}

void nav_item(ShellContext& context, const PageInfo& page, float y) {
  const std::string landmark = "nav." + page.id;
  const Style& style = context.style;
  const Rect place{{8, y}, {68, y + 58}};
  const bool on = context.view.page == page.id;
  ImGui::SetCursorScreenPos(place.low);
  ImGui::PushID(landmark.c_str());
  const bool clicked = ImGui::InvisibleButton("nav", {place.width(), place.height()});
  ImGui::PopID();
  style.mark(landmark, place.low, place.high);
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  if (on || ImGui::IsItemHovered())
    draw.AddRectFilled(place.low, place.high, on ? style.theme.accent_soft : style.theme.control, 10);
  if (on) draw.AddRectFilled({0, y + 14}, {3, y + 44}, style.theme.accent, 2);
  const ImU32 colour = on ? style.theme.accent : style.theme.muted;
  draw_text_centred(style.fonts.icons, {{place.low.x, y + 6}, {place.high.x, y + 34}}, colour,
                    icon(context, page.icon));
  draw_text_centred(style.fonts.tiny, {{place.low.x, y + 36}, {place.high.x, y + 54}},
                    on ? style.theme.text : style.theme.muted, page.title);
  if (clicked) context.commands.push(ShowPage{page.id});
}

std::string counts_text(const Gallery& gallery) {
  const ImageTable& table = gallery.table();
  std::string text = counted(static_cast<std::int64_t>(table.size()), "image", "images") + "  ·  " +
                     counted(static_cast<std::int64_t>(table.class_list().classes.size()), "class", "classes");
  if (const std::size_t relabelled = table.relabelled_rows().count(); relabelled > 0)
    text += "  ·  " + grouped(static_cast<std::int64_t>(relabelled)) + " relabelled";
  if (table.unsaved_count() > 0) text += "  ·  saving " + grouped(static_cast<std::int64_t>(table.unsaved_count()));
  return text + "  ·  revision " + grouped(table.label_revision());
}

void search_field(ShellContext& context, const Rect& in) {
  const Style& style = context.style;
  ImGui::SetCursorScreenPos(in.low);
  ImGui::PushStyleVar(ImGuiStyleVar_FrameRounding, in.height() / 2);
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {36, (in.height() - 14) / 2});
  ImGui::PushFont(style.fonts.small);
  ImGui::SetNextItemWidth(in.width());
  if (context.view.focus_search) ImGui::SetKeyboardFocusHere();
  context.view.focus_search = false;
  Filter filter = context.models.gallery.filter();
  if (ImGui::InputTextWithHint("##search", "Find a file, lesion or site  (Ctrl F)", &filter.text)) {
    context.commands.push(SetFilter{filter});
    context.commands.push(ShowPage{"library"});
  }
  ImGui::PopFont();
  ImGui::PopStyleVar(2);
  draw_text(style.fonts.small, {in.low.x + 14, in.low.y + (in.height() - 14) / 2}, style.theme.muted,
            icon(context, engine::Icon::Search));
  style.mark("header.search", in.low, in.high);
}

void target_choice(ShellContext& context, const Rect& in) {
  const Gallery& gallery = context.models.gallery;
  const std::vector<TargetFacts>& targets = gallery.table().class_list().targets;
  if (targets.empty()) return;
  ImGui::SetCursorScreenPos(in.low);
  ImGui::PushFont(context.style.fonts.small);
  ImGui::PushStyleVar(ImGuiStyleVar_FramePadding, {12, (in.height() - 14) / 2});
  ImGui::SetNextItemWidth(in.width());
  const bool open =
      ImGui::BeginCombo("##target", gallery.target() != nullptr ? gallery.target()->name.c_str() : "target");
  ImGui::PopStyleVar();
  if (open) {
    for (const TargetFacts& target : targets) {
      if (ImGui::Selectable(target.name.c_str(), &target == gallery.target()))
        context.commands.push(SetTarget{target.name});
    }
    ImGui::EndCombo();
  }
  ImGui::PopFont();
  context.style.mark("header.target", in.low, in.high);
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

}  // namespace

void draw_navigation(ShellContext& context, const Rect& in) {
  const Rect logo{{18, 14}, {58, 54}};
  ImGui::GetWindowDrawList()->AddRectFilled(logo.low, logo.high, context.style.theme.accent_strong, 10);
  draw_text_centred(context.style.fonts.title, logo, context.style.theme.text, "N");
  float y = 80;
  for (const PageInfo& page : context.pages) {
    nav_item(context, page, y);
    y += 66;
  }
  draw_menu(context, {{20, in.high.y - 128}, {56, in.high.y - 92}});
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
  const bool wide = in.width() > 1300;
  const float search_low = wide ? centre - 190 : in.low.x + 330, search_high = wide ? centre + 190 : in.high.x - 560;
  draw_text(style.fonts.strong, {in.low.x + 8, in.low.y + 13}, style.theme.text,
            elided(style.fonts.strong, workspace.name, search_low - in.low.x - 20));
  draw_text(style.fonts.tiny, {in.low.x + 8, in.low.y + 36}, style.theme.muted,
            elided(style.fonts.tiny, counts_text(context.models.gallery), search_low - in.low.x - 20));
  if (search_high - search_low > 80) search_field(context, {{search_low, in.low.y + 14}, {search_high, in.low.y + 50}});
  Rect right{{in.low.x, in.low.y + 14}, {in.high.x - 12, in.low.y + 50}};
  ImGui::SetCursorScreenPos(right.take_right(150).low);
  const bool live = context.models.run.live;
  if (button(style, "header.train", live ? "Training …" : "Fine-tune",
             {.kind = ButtonKind::Primary,
              .icon = icon(context, engine::Icon::Fire),
              .width_px = 150,
              .tip = "Start a run with the settings of the Train page (Ctrl Enter)"})) {
    if (live)
      context.commands.push(ShowPage{"train"});
    else
      context.commands.push(RunAction{"start-training"});
  }
  right.take_right(10);
  ImGui::SetCursorScreenPos(right.take_right(44).low);
  if (button(style, "header.redo", "",
             {.icon = icon(context, engine::Icon::Redo),
              .width_px = 44,
              .enabled = !workspace.redo_name.empty(),
              .tip = workspace.redo_name.empty() ? "Nothing to redo" : "Redo: " + workspace.redo_name}))
    context.commands.push(RunAction{"redo"});
  right.take_right(8);
  ImGui::SetCursorScreenPos(right.take_right(44).low);
  if (button(style, "header.undo", "",
             {.icon = icon(context, engine::Icon::Undo),
              .width_px = 44,
              .enabled = !workspace.undo_name.empty(),
              .tip = workspace.undo_name.empty() ? "Nothing to undo" : "Undo: " + workspace.undo_name}))
    context.commands.push(RunAction{"undo"});
  right.take_right(10);
  target_choice(context, right.take_right(150));
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
}

void draw_toasts(ShellContext& context, const Rect& window) {
  const Style& style = context.style;
  float bottom = window.high.y - 44;
  for (auto toast = context.view.toasts.rbegin(); toast != context.view.toasts.rend(); ++toast) {
    const float width = 400;
    ImGui::SetNextWindowPos({window.high.x - width - 20, bottom}, ImGuiCond_Always, {0, 1});
    ImGui::SetNextWindowSize({width, 0});
    ImGui::PushStyleColor(ImGuiCol_WindowBg, style.theme.panel_raised);
    ImGui::Begin(("toast" + std::to_string(toast->id)).c_str(), nullptr,
                 ImGuiWindowFlags_NoDecoration | ImGuiWindowFlags_NoMove | ImGuiWindowFlags_NoSavedSettings |
                     ImGuiWindowFlags_NoFocusOnAppearing);
    const ImVec2 low = ImGui::GetWindowPos();
    ImGui::GetWindowDrawList()->AddRectFilled({low.x, low.y + 10}, {low.x + 4, low.y + ImGui::GetWindowHeight() - 10},
                                              toast_colour(style.theme, toast->kind), 2);
    ImGui::SetCursorPosX(16);
    paragraph(style, style.fonts.strong, style.theme.text, toast->title);
    if (!toast->detail.empty()) paragraph(style, style.fonts.small, style.theme.muted, toast->detail);
    if (toast->undo_batch != 0 && button(style, "toast.undo", "Undo", {.width_px = 84, .height_px = 30})) {
      context.commands.push(UndoDecision{toast->undo_batch});
      context.commands.push(DismissToast{toast->id});
    }
    ImGui::SetCursorScreenPos({low.x + width - 38, low.y + 8});
    if (button(
            style, "toast.close", "",
            {.kind = ButtonKind::Quiet, .icon = icon(context, engine::Icon::Close), .width_px = 28, .height_px = 28}))
      context.commands.push(DismissToast{toast->id});
    bottom -= ImGui::GetWindowHeight() + 10;
    ImGui::End();
    ImGui::PopStyleColor();
  }
}

}  // namespace app
