#include <cmath>
#include <string>

#include "app/pages/common/image_parts.h"
#include "app/pages/duplicates/duplicates_commands.h"
#include "app/pages/duplicates/duplicates_panel.h"
#include "app/widgets/controls.h"
#include "app/widgets/format.h"
#include "app/widgets/text.h"

namespace app {
using namespace widgets;
namespace {

constexpr float kName_px = 92, kRow_px = 22;

// Both values side by side; where they differ they stand out.
void row(const Style& style, const std::string& name, const std::string& first, const std::string& second) {
  if (first.empty() && second.empty()) return;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x, each = (width - kName_px) / 2 - 6;
  const bool differ = first != second;
  if (differ)
    ImGui::GetWindowDrawList()->AddRectFilled({at.x - 6, at.y - 2}, {at.x + width + 6, at.y + kRow_px - 4},
                                              with_opacity(style.theme.warning, 0.13F), 5);
  const ImU32 colour = differ ? style.theme.warning : style.theme.text;
  draw_text(style.fonts.small, at, style.theme.muted, name);
  const auto value = [](const std::string& text) { return text.empty() ? std::string("–") : text; };
  draw_text(style.fonts.small, {at.x + kName_px, at.y}, colour, elided(style.fonts.small, value(first), each));
  draw_text(style.fonts.small, {at.x + kName_px + each + 12, at.y}, colour,
            elided(style.fonts.small, value(second), each));
  ImGui::Dummy({width, kRow_px - 8});
  tooltip(style, value(first) + "   |   " + value(second));
}

std::string number(float value, int places = 0) { return std::isnan(value) ? "" : decimals(value, places); }

std::string size_text(const ImageTable& table, Row image) {
  return number(table.measure(image, Measure::Width)) + " × " + number(table.measure(image, Measure::Height));
}

void draw_differences(const DuplicatesContext& context, Row a, Row b) {
  const Style& style = context.style;
  const ImageTable& table = context.models.gallery.table();
  section(style, "First and second");
  const auto both = [&](const char* name, auto text) { row(style, name, text(a), text(b)); };
  both("Class", [&](Row r) { return std::string(common::class_name(context, table.class_index(r))); });
  both("Split", [&](Row r) { return std::string(name_of(table.split(r))); });
  both("Lesion", [&](Row r) { return std::string(table.lesion(r)); });
  both("Patient", [&](Row r) { return std::string(table.patient(r)); });
  both("Group", [&](Row r) { return std::string(table.image_group(r)); });
  both("Age", [&](Row r) { return number(table.age_years(r)); });
  both("Sex", [&](Row r) { return std::string(table.sex(r)); });
  both("Site", [&](Row r) { return std::string(table.site(r)); });
  both("Diagnosed", [&](Row r) { return std::string(table.dx_type(r)); });
  both("Data set", [&](Row r) { return std::string(table.source(r)); });
  both("Size", [&](Row r) { return size_text(table, r); });
  both("Sharpness", [&](Row r) { return number(table.measure(r, Measure::Sharpness)); });
  both("Exposure", [&](Row r) { return number(table.measure(r, Measure::Exposure)); });
}

struct VerdictButton {
  const char *landmark, *text, *tip;
  PairDecision decision;
};

void draw_verdicts(DuplicatesContext& context, const ShelfPair& pair) {
  static constexpr VerdictButton kButtons[] = {
      {"duplicates.group", "Group   Enter", "They show the same: one group, on one side of every split (also G)",
       PairDecision::Group},
      {"duplicates.apart", "Keep apart   K", "They are not the same; the pair is not shown again",
       PairDecision::KeepApart},
      {"duplicates.remove", "Remove the second   R", "The second picture leaves the set; its file stays",
       PairDecision::RemoveSecond}};
  const PairDecision decided = context.view.decision(pair);
  for (const VerdictButton& verdict : kButtons) {
    const ButtonKind kind = verdict.decision == PairDecision::Group && decided == PairDecision::None
                                ? ButtonKind::Primary
                                : ButtonKind::Secondary;
    if (button(context.style, verdict.landmark, verdict.text,
               {.kind = kind,
                .width_px = ImGui::GetContentRegionAvail().x,
                .selected = decided == verdict.decision,
                .tip = verdict.tip}))
      context.commands.push(DecidePair{verdict.decision});
  }
}

void draw_waiting(DuplicatesContext& context) {
  const Style& style = context.style;
  const std::size_t waiting = context.view.order.size();
  const float width = ImGui::GetContentRegionAvail().x;
  section(style, "Waiting", counted(static_cast<std::int64_t>(waiting), "verdict", "verdicts"));
  if (button(style, "duplicates.apply",
             "Apply " + counted(static_cast<std::int64_t>(waiting), "verdict", "verdicts") + "   Ctrl Enter",
             {.kind = ButtonKind::Primary,
              .width_px = width,
              .enabled = waiting > 0,
              .tip = "Saves them as one decision, which undo takes back whole"}))
    context.commands.push(RunAction{"pair-apply"});
  if (button(style, "duplicates.undo", "Take back the last   Ctrl Z",
             {.width_px = width, .enabled = context.view.can_take_back()}))
    context.commands.push(RunAction{"pair-undo"});
  if (context.view.shelf != kCopiesShelf &&
      button(style, "duplicates.group_rest", "Group all that are left   Shift G",
             {.width_px = width,
              .enabled =
                  context.view.decided_on(context.view.shelf) < context.view.shelves[context.view.shelf].pairs.size(),
              .tip = "Every pair of the shelf without a verdict; nothing is saved before it is applied"}))
    context.commands.push(RunAction{"pair-group-rest"});
  if (button(style, "duplicates.search", "Search again   Ctrl R",
             {.kind = ButtonKind::Quiet, .width_px = width, .enabled = context.view.working.empty()}))
    context.commands.push(RunAction{"pair-search"});
  if (!context.view.note.empty()) paragraph(style, style.fonts.tiny, style.theme.muted, context.view.note);
}

}  // namespace

void draw_pair_details(DuplicatesContext& context, const Rect& in) {
  const Style& style = context.style;
  common::begin_card(context, "pair", in);
  const ShelfPair* pair = context.view.pair();
  if (pair == nullptr) {
    label(style, style.fonts.small, style.theme.muted, "No pair is shown");
    draw_waiting(context);
    return common::end_card();
  }
  const ImageTable& table = context.models.gallery.table();
  const PairShelf& shelf = context.view.shelves[context.view.shelf];
  const ImVec2 at = ImGui::GetCursorScreenPos();
  draw_text_right(style.fonts.small, {at.x + ImGui::GetContentRegionAvail().x, at.y}, style.theme.muted,
                  grouped(static_cast<std::int64_t>(shelf.at + 1)) + " of " +
                      grouped(static_cast<std::int64_t>(shelf.pairs.size())));
  label(style, style.fonts.strong, style.theme.text, elided(style.fonts.strong, pair->why, in.width() - 120));
  if (pair->copy_path.empty()) {
    draw_verdicts(context, *pair);
  } else {
    paragraph(style, style.fonts.small, style.theme.muted,
              "Both files have the same bytes: they are one image already, with the label and the metadata of the "
              "first. There is nothing to decide.");
    section(style, "The other file");
    paragraph(style, style.fonts.small, style.theme.text, pair->copy_path);
  }
  const auto a = table.row_of(pair->a), b = table.row_of(pair->b);
  if (a && b && pair->copy_path.empty()) draw_differences(context, *a, *b);
  draw_waiting(context);
  common::end_card();
}

}  // namespace app
