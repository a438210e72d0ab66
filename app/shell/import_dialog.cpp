// Import: a path to type, or a folder to walk; the same as dropping files on the window.
#include <filesystem>
#include <string>
#include <utility>

#include <imgui.h>

#include "app/shell/dialog.h"
#include "app/shell/shell_commands.h"
#include "app/shell/shell_panel.h"
#include "app/widgets/controls.h"
#include "app/widgets/item.h"
#include "app/widgets/text.h"
#include "app/widgets/text_input.h"
#include "engine/ui/icons.h"

namespace app {
using namespace widgets;
namespace fs = std::filesystem;
namespace {

constexpr float kEntry_px = 32;

void choose(ShellContext& context, const fs::path& path, EntryKind kind) {
  switch (kind) {
    case EntryKind::Folder: return context.commands.push(BrowseFolder{path});
    case EntryKind::Table:
    case EntryKind::Container: return context.commands.push(PlanImport{{path}});
    case EntryKind::Weights: return context.commands.push(ImportWeights{path});
  }
}

const char* note_of(EntryKind kind) {
  switch (kind) {
    case EntryKind::Folder: return "";
    case EntryKind::Table: return "table: click to look at it";
    case EntryKind::Container: return "pictures in one file: click to look at it";
    case EntryKind::Weights: return "ImageNet weights: click to import";
  }
  return "";
}

engine::Icon icon_of(EntryKind kind) {
  switch (kind) {
    case EntryKind::Folder: return engine::Icon::Folder;
    case EntryKind::Table:
    case EntryKind::Container: return engine::Icon::Upload;
    case EntryKind::Weights: return engine::Icon::Chip;
  }
  return engine::Icon::Folder;
}

bool row(ShellContext& context, const std::string& landmark, engine::Icon icon, const std::string& name,
         const char* note) {
  const Style& style = context.style;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  const Rect in{at, {at.x + width, at.y + kEntry_px}};
  const Item button = item(style, landmark, {width, kEntry_px});
  if (button.hovered || button.focused)
    ImGui::GetWindowDrawList()->AddRectFilled(in.low, in.high, style.theme.accent_soft, 8);
  draw_text(style.fonts.body, {at.x + 10, at.y + 7}, style.theme.muted, engine::icon_text(icon, style.fonts.has_icons));
  draw_text(style.fonts.body, {at.x + 40, at.y + 7}, style.theme.text, elided(style.fonts.body, name, width - 280));
  draw_text_right(style.fonts.small, {in.high.x - 10, at.y + 8}, style.theme.muted, note);
  return button.clicked;
}

void draw_entries(ShellContext& context, const ImportView& view) {
  const fs::path folder = view.folder;
  if (folder.has_parent_path() && row(context, "import.up", engine::Icon::ArrowLeft, "..", "one folder up"))
    choose(context, folder.parent_path(), EntryKind::Folder);
  for (const FolderEntry& entry : view.entries) {
    if (row(context, "import.entry." + entry.name, icon_of(entry.kind), entry.name, note_of(entry.kind)))
      choose(context, folder / entry.name, entry.kind);
  }
}

void draw_footer(ShellContext& context, const ImportView& view) {
  const Style& style = context.style;
  const bool listed = view.message.empty() && view.path == view.folder;
  const std::string content = view.looking           ? "Looking into the folder …"
                              : !listed              ? "Enter looks into this path"
                              : view.content.empty() ? "Counting the images …"
                                                     : "Holds " + view.content;
  const float y = ImGui::GetCursorPosY();
  ImGui::SetCursorPosY(y + 9);  // on one line with the buttons' text
  label(style, style.fonts.small, style.theme.muted, elided(style.fonts.small, content, 400));
  ImGui::SetCursorPos({ImGui::GetWindowWidth() - 316, y});
  if (button(style, "import.close", "Close", {.kind = ButtonKind::Quiet, .width_px = 90}))
    context.view.import.open = false;
  ImGui::SameLine();
  if (button(style, "import.folder", "Look at this folder",
             {.kind = ButtonKind::Primary, .width_px = 190, .enabled = view.can_import()}))
    context.commands.push(PlanImport{{view.folder}});
}

// Enter looks at the folder that is listed as a whole, or else lists what was typed.
void path_field(ShellContext& context, ImportView& view) {
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  ImGui::SetNextItemWidth(width);
  before_text(context.style, "import.path", {at, {at.x + width, at.y + 34}});
  if (input_text("##path", "Path of a folder or file", view.path,
                 ImGuiInputTextFlags_EnterReturnsTrue | ImGuiInputTextFlags_AutoSelectAll))
    context.commands.push(EnterPath{view.path});
  context.style.mark("import.path", ImGui::GetItemRectMin(), ImGui::GetItemRectMax());
  after_text(context.style, "import.path", OnEnter::Stays);
}

}  // namespace

void draw_import_dialog(ShellContext& context, const Rect& window) {
  ImportView& view = context.view.import;
  const Style& style = context.style;
  begin_dialog(context, "import", window, {760, 560}, 90);
  label(style, style.fonts.title, style.theme.text, "Import");
  paragraph(style, style.fonts.small, style.theme.muted,
            "A folder of a public set, CLASS/*.jpg or train|val|test/CLASS/*.jpg, a table (.csv, .tsv), a zip, or "
            "ImageNet weights (.safetensors). Images stay where they are; a plan is shown before anything is written.");
  path_field(context, view);
  if (!view.message.empty()) paragraph(style, style.fonts.small, style.theme.warning, view.message);
  ImGui::BeginChild("entries", {0, -48}, false);
  // Into a folder with the keyboard: on with the first of what it holds.
  if (std::exchange(view.listed, false) && style.focus.current().starts_with("import.entry."))
    style.focus.want("import.up");
  draw_entries(context, view);
  ImGui::EndChild();
  draw_footer(context, view);
  end_dialog(context);
}

}  // namespace app
