#include "app/pages/library/library_panel.h"

#include <algorithm>
#include <string>

#include "app/pages/common/curves.h"
#include "app/pages/common/image_parts.h"
#include "app/pages/common/trajectory.h"
#include "app/table/query_words.h"
#include "app/widgets/controls.h"
#include "app/widgets/format.h"
#include "app/widgets/item.h"
#include "app/widgets/text.h"
#include "engine/ui/scale.h"

namespace app {
using namespace widgets;
namespace {

constexpr float kSide_px = 372;
constexpr float kSelectionBar_px = 44;
constexpr float kCurves_px = 212, kRoomForCurves_px = 760;

void draw_selection_bar(LibraryContext& context, const Rect& in) {
  const Gallery& gallery = context.models.gallery;
  ImGui::SetCursorScreenPos(in.low);
  const std::string text = counted(static_cast<std::int64_t>(gallery.selected_count()), "image", "images") +
                           " selected · a key labels all " +
                           grouped(static_cast<std::int64_t>(gallery.selected_count())) + ":";
  draw_text(context.style.fonts.small, {in.low.x + 4, in.low.y + 14}, context.style.theme.accent, text);
  float x = in.low.x + 20 + text_size(context.style.fonts.small, text).x;
  const std::vector<ClassFacts>& classes = gallery.table().class_list().classes;
  for (std::size_t i = 0; i < classes.size() && key_of_class(i) != '\0'; ++i) {
    if (classes[i].retired) continue;
    const std::string name = std::string(1, key_of_class(i)) + " " + classes[i].name;
    const float width = text_size(context.style.fonts.small, name).x + 20;
    if (x + width > in.high.x - 130) break;
    draw_text(context.style.fonts.small, {x, in.low.y + 14}, context.style.theme.muted, name);
    x += width - 6;
  }
  ImGui::SetCursorScreenPos({in.high.x - 118, in.low.y + 6});
  if (button(context.style, "library.clear_selection", "Select none", {.width_px = 118, .height_px = 32}))
    context.commands.push(RunAction{"select-none"});
}

void draw_empty(LibraryContext& context, const Rect& in) {
  const Gallery& gallery = context.models.gallery;
  const bool nothing = gallery.table().count() == 0;
  const std::string unread = unread_text(parse_query(gallery.filter().text, gallery.table()));
  const ImVec2 c = in.centre();
  draw_text_centred(context.style.fonts.title, {{in.low.x, c.y - 60}, {in.high.x, c.y - 20}}, context.style.theme.text,
                    nothing ? "Drop a folder of images here" : "No image passes the filters");
  draw_text_centred(context.style.fonts.small, {{in.low.x, c.y - 16}, {in.high.x, c.y + 10}}, context.style.theme.muted,
                    nothing          ? "CLASS/*.jpg, train|val|test/CLASS/*.jpg, an index.tsv, or single images"
                    : unread.empty() ? "The images are all still there"
                                     : elided(context.style.fonts.small, unread, in.width() - 20));
  ImGui::SetCursorScreenPos({c.x - (nothing ? 148 : 70), c.y + 24});
  if (nothing) {
    if (button(context.style, "library.import", "Import…", {.kind = ButtonKind::Primary, .width_px = 140}))
      context.commands.push(RunAction{"import"});
    ImGui::SetCursorScreenPos({c.x + 8, c.y + 24});
    if (button(context.style, "library.demo", "Demo images",
               {.width_px = 140, .tip = "Generated images with known wrong labels, to try everything on"}))
      context.commands.push(RunAction{"demo"});
  } else if (button(context.style, "library.clear_filters", "Clear filters",
                    {.kind = ButtonKind::Primary, .width_px = 140}))
    context.commands.push(RunAction{"clear-filters"});
}

// At most half of the card, for the pictures need the room; more chips scroll.
void draw_filters_in(LibraryContext& context, const Rect& page) {
  float& height_px = context.view.filters_px;
  const float most_px = page.height() / 2;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  if (height_px <= most_px) {
    draw_filters(context);
    height_px = ImGui::GetCursorScreenPos().y - at.y;
    return;
  }
  ImGui::BeginChild("filters", {0, most_px});
  engine::sharpen(*ImGui::GetWindowDrawList());
  draw_filters(context);
  height_px = ImGui::GetCursorPosY();
  ImGui::EndChild();
}

}  // namespace

void draw_library(LibraryContext& context, Rect page) {
  const Rect side = page.take_right(kSide_px);
  page.take_right(context.style.theme.gap_px);
  if (context.models.run.live && page.height() > kRoomForCurves_px) {
    draw_curves(context, page.take_bottom(kCurves_px), context.view.curves);
    page.take_bottom(context.style.theme.gap_px);
  }
  common::begin_card(context, "library", page, common::Scroll::No);
  draw_filters_in(context, page);
  Rect inside{{page.low.x + 16, ImGui::GetCursorScreenPos().y + 4}, {page.high.x - 10, page.high.y - 12}};
  if (context.models.gallery.selected_count() > 1) draw_selection_bar(context, inside.take_bottom(kSelectionBar_px));
  if (context.models.gallery.rows().empty())
    draw_empty(context, inside);
  else
    draw_grid(context, inside);
  common::end_card();
  draw_side_column(context, side);
}

void draw_side_column(LibraryContext& context, const Rect& in) {
  common::begin_card(context, "side", in);
  const FocusedImage& inspect = context.models.image;
  const float width = ImGui::GetContentRegionAvail().x;
  if (!inspect.image) {
    label(context.style, context.style.fonts.small, context.style.theme.muted, "No image is focused");
    return common::end_card();
  }
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const std::string size = std::to_string(inspect.width_px) + " × " + std::to_string(inspect.height_px);
  draw_text_right(context.style.fonts.small, {at.x + width, at.y}, context.style.theme.muted, size);
  label(context.style, context.style.fonts.strong, context.style.theme.text,
        elided(context.style.fonts.strong, inspect.file_name, width - 100));
  const float aspect =
      inspect.width_px > 0 ? static_cast<float>(inspect.height_px) / static_cast<float>(inspect.width_px) : 1.0F;
  const ImVec2 low = ImGui::GetCursorScreenPos();
  const Rect picture{low, {low.x + width, low.y + std::min(width * aspect, width)}};
  if (inspect.state == LoadState::Ready) {
    common::draw_image(context, picture, {0, 0}, {1, 1});
    common::round_corners(picture, 10, context.style.theme.panel);
  } else {
    ImGui::GetWindowDrawList()->AddRectFilled(picture.low, picture.high, context.style.theme.control, 10);
  }
  ImGui::SetCursorScreenPos(picture.low);
  if (item(context.style, "side.image", {picture.width(), picture.height()}).clicked)
    context.commands.push(RunAction{"open"});
  tooltip(context.style, "Click to inspect (Enter)");
  if (inspect.state == LoadState::Failed)
    paragraph(context.style, context.style.fonts.small, context.style.theme.bad, inspect.message);
  common::relabel_buttons(context, "label");
  if (context.models.image.familiarity.unlike)
    label(context.style, context.style.fonts.small, context.style.theme.warning, "! unlike the training images");
  common::prediction_bars(context);
  common::draw_trajectory(context);
  common::heat_controls(context);
  common::end_card(context, "side.text");
}

}  // namespace app
