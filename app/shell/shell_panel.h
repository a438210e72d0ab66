// What surrounds the page: navigation, header, status line, toasts and dialogs. Main thread only.
#pragma once

#include "app/shell/shell_context.h"

namespace app {

void draw_navigation(ShellContext& context, const widgets::Rect& in);
void draw_header(ShellContext& context, const widgets::Rect& in);
void draw_menu(ShellContext& context, const widgets::Rect& in);  // its button, and the menu when open
void draw_status(ShellContext& context, const widgets::Rect& in);
void draw_toasts(ShellContext& context, const widgets::Rect& window);
void draw_dialogs(ShellContext& context, const widgets::Rect& window);  // whichever is open
void draw_label_chooser(ShellContext& context, const widgets::Rect& window);
void draw_classes_dialog(ShellContext& context, const widgets::Rect& window);
void draw_palette(ShellContext& context, const widgets::Rect& window);
void draw_shortcuts(ShellContext& context, const widgets::Rect& window);
void draw_messages(ShellContext& context, const widgets::Rect& window);
void draw_question(ShellContext& context, const widgets::Rect& window);
void draw_augment_preview(ShellContext& context, const widgets::Rect& window);
void draw_import_dialog(ShellContext& context, const widgets::Rect& window);  // folders to choose from
void draw_import_plan(ShellContext& context, const widgets::Rect& window);    // and what an import would do
void draw_export_dialog(ShellContext& context, const widgets::Rect& window);

}  // namespace app
