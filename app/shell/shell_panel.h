// What surrounds the page: navigation, header, status line, toasts and dialogs. Main thread only.
#pragma once

#include "app/pages/panel_context.h"

namespace app {

void draw_navigation(PanelContext& context, const widgets::Rect& in);
void draw_header(PanelContext& context, const widgets::Rect& in);
void draw_menu(PanelContext& context, const widgets::Rect& in);  // its button, and the menu when open
void draw_status(PanelContext& context, const widgets::Rect& in);
void draw_toasts(PanelContext& context, const widgets::Rect& window);
void draw_dialogs(PanelContext& context, const widgets::Rect& window);  // whichever is open
void draw_views_dialog(PanelContext& context, const widgets::Rect& window);
void draw_import_dialog(PanelContext& context, const widgets::Rect& window);

}  // namespace app
