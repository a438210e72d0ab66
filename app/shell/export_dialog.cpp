// The export dialog: what, where, and of which images.
#include <array>

#include <imgui.h>

#include "app/export/export_request.h"
#include "app/shell/dialog.h"
#include "app/shell/shell_commands.h"
#include "app/shell/shell_panel.h"
#include "app/widgets/controls.h"
#include "app/widgets/item.h"
#include "app/widgets/text.h"

namespace app {
using namespace widgets;
namespace {

constexpr float kKind_px = 30;
constexpr std::array<std::string_view, 4> kSplits = {"All", "train", "val", "test"};

void draw_kind(ShellContext& context, const ExportKindInfo& info, float width) {
  const Style& style = context.style;
  const bool chosen = context.view.exporting.kind == info.kind;
  const Item row = item(style, "export." + std::string(info.name), {width, kKind_px});
  if (chosen || row.hovered || row.focused)
    ImGui::GetWindowDrawList()->AddRectFilled(row.place.low, row.place.high,
                                              chosen ? style.theme.accent_soft : style.theme.control_hovered, 8);
  draw_text(style.fonts.body, {row.place.low.x + 12, row.place.low.y + 5}, style.theme.text,
            elided(style.fonts.body, info.title, width - 24));
  if (row.clicked) context.commands.push(ChooseExport{info.kind});
}

// Two columns, so that everything is seen at once.
void draw_kinds(ShellContext& context) {
  const float width = ImGui::GetContentRegionAvail().x / 2 - 6;
  std::size_t place = 0;
  for (const ExportKindInfo& info : export_kinds()) {
    if (place++ % 2 == 1) ImGui::SameLine(0, 12);
    draw_kind(context, info, width);
  }
}

std::string note_of(const ExportView& view) {
  const ExportKindInfo& info = info_of(view.kind);
  if (view.kind == ExportKind::Predictions && view.split == 3)
    return "Telling predictions of the test split counts as a look at it.";
  if (!info.needs_run) return "A notice with the disclaimer, licences and authors goes beside it.";
  return view.run == 0 ? "Of the newest run with a finished epoch."
                       : "Of run " + std::to_string(view.run) + ", its best epoch.";
}

// Metrics and the log are of no split.
void draw_images(const Style& style, ExportView& view) {
  const ImVec2 line = ImGui::GetCursorScreenPos();
  draw_text(style.fonts.small, {line.x, line.y + 9}, style.theme.muted, "Images");
  ImGui::SetCursorScreenPos({line.x + 92, line.y});
  if (uses_split(view.kind)) {
    if (const int split = segmented(style, "export.split", kSplits, view.split, 320); split >= 0) view.split = split;
    return;
  }
  draw_text(style.fonts.small, {line.x + 92, line.y + 9}, style.theme.text, "This form is of no split.");
  ImGui::Dummy({320, 32});
}

void draw_footer(ShellContext& context, const ExportView& view) {
  const Style& style = context.style;
  ImGui::SetCursorPos({ImGui::GetWindowWidth() - 250, ImGui::GetWindowHeight() - 54});
  if (button(style, "export.close", "Close", {.kind = ButtonKind::Quiet, .width_px = 90}))
    context.view.exporting.open = false;
  ImGui::SameLine();
  if (button(style, "export.start", view.working ? "Exporting …" : "Export",
             {.kind = ButtonKind::Primary, .width_px = 130, .enabled = !view.working && !view.path.empty()}))
    context.commands.push(StartExport{});
}

}  // namespace

void draw_export_dialog(ShellContext& context, const Rect& window) {
  ExportView& view = context.view.exporting;
  const Style& style = context.style;
  begin_dialog(context, "export", window, {760, 520}, 90);
  label(style, style.fonts.title, style.theme.text, "Export");
  ImGui::Dummy({0, 4});
  draw_kinds(context);
  ImGui::Dummy({0, 6});
  text_field(style, "export.path", "Write to", "Path of the file or folder", view.path, 92);
  draw_images(style, view);
  if (view.kind == ExportKind::Folders)
    toggle(style, "export.copy", "copy the files", view.copy, "Links otherwise; copies take their EXIF data along");
  paragraph(style, style.fonts.small, style.theme.muted, note_of(view));
  if (view.failed && !view.message.empty()) paragraph(style, style.fonts.small, style.theme.warning, view.message);
  draw_footer(context, view);
  end_dialog(context);
}

}  // namespace app
