// Where a card of a page is drawn while the page is presented: a double click on it makes it fill the page, another one
// gives the page back. A page asks for each of its cards and draws those that have a place:
//
//   if (const auto place = common::on_stage(context, "loss", rect)) draw_loss(context, *place);
//
// Main thread only, while a frame is built.
#pragma once

#include <optional>
#include <string_view>

#include "app/pages/page.h"

namespace app::common {

// One card fills the page: the others need no room.
bool one_on_stage(const PageContext& context);
std::optional<widgets::Rect> on_stage(const PageContext& context, std::string_view card, const widgets::Rect& in);

}  // namespace app::common
