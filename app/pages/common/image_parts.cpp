#include "app/pages/common/image_parts.h"

#include <algorithm>
#include <array>
#include <cstdio>
#include <string>

#include "app/models/run_words.h"
#include "app/pages/common/looked_at_chip.h"
#include "app/pages/common/term_tip.h"
#include "app/table/class_keys.h"
#include "app/table/glossary.h"
#include "app/widgets/charts.h"
#include "app/widgets/controls.h"
#include "app/widgets/format.h"
#include "app/widgets/item.h"
#include "app/widgets/text.h"
#include "engine/image/colour_map.h"
#include "engine/passes/heat_pass.h"
#include "engine/ui/scale.h"

namespace app::common {
using namespace widgets;
namespace {

// Buttons beside one another; in a narrow card three would cut their words.
int button_columns(float width_px) { return width_px < 280 ? 2 : 3; }
constexpr const char* kStopsBefore = "stops before";  // of the card: how many controls came before its own

}  // namespace

void begin_card(const PageContext& context, const char* name, const Rect& in, Scroll scroll) {
  ImGui::SetCursorScreenPos(in.low);
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  draw.AddRectFilled(in.low, in.high, context.style.theme.panel, context.style.theme.radius_px);
  draw.AddRect(in.low, in.high, context.style.theme.border, context.style.theme.radius_px);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {16, 14});
  ImGui::BeginChild(name, {in.width(), in.height()}, false,
                    ImGuiWindowFlags_AlwaysUseWindowPadding |
                        (scroll == Scroll::No ? ImGuiWindowFlags_NoScrollbar | ImGuiWindowFlags_NoScrollWithMouse : 0));
  ImGui::PopStyleVar();
  engine::sharpen(*ImGui::GetWindowDrawList());
  ImGui::GetStateStorage()->SetInt(ImGui::GetID(kStopsBefore), static_cast<int>(context.style.focus.entered()));
}

void end_card() { ImGui::EndChild(); }

void end_card(const PageContext& context, const char* text) {
  const auto before = static_cast<std::size_t>(ImGui::GetStateStorage()->GetInt(ImGui::GetID(kStopsBefore)));
  const float top = ImGui::GetCursorScreenPos().y - ImGui::GetCursorPosY();
  text_stop(context.style, text, context.style.focus.end_of_controls(before, top));
  end_card();
}

ImU32 class_colour(const PageContext& context, int class_index) {
  if (class_index < 0) return context.style.theme.faint;
  return colour_from_rgb(
      context.models.gallery.table().class_list().classes[static_cast<std::size_t>(class_index)].colour_rgb);
}

const char* class_name(const PageContext& context, int class_index) {
  return class_index < 0
             ? "unlabelled"
             : context.models.gallery.table().class_list().classes[static_cast<std::size_t>(class_index)].name.c_str();
}

namespace {

// The badge of its tile, and what it means.
void content_note(const PageContext& context) {
  if (!context.models.image.changed) return;
  paragraph(
      context.style, context.style.fonts.small, context.style.theme.bad,
      "File changed: it holds another picture than was imported. Label, outline and stored scores are of that one; "
      "training leaves it out. Put the file back, or import it as a new image.");
}

// Of a long list those with a key, and the image's own; L finds the others.
bool has_button(const PageContext& context, std::size_t i, std::size_t classes) {
  constexpr std::size_t kShortList = 12;
  return classes <= kShortList || key_of_class(i) != '\0' || context.models.image.class_index == static_cast<int>(i);
}

void relabel_button(PageContext& context, std::string_view landmark, std::size_t i, float width_px) {
  const ClassFacts& known = context.models.gallery.table().class_list().classes[i];
  const std::size_t images = context.models.candidate_count();
  const std::string key = key_of_class(i) != '\0' ? std::string(1, key_of_class(i)) + "  " : "";
  const std::string tip = known.full_name +
                          (images > 1 ? ": labels " + grouped(static_cast<std::int64_t>(images)) + " images" : "") +
                          (term_named(known.name) != nullptr ? "\n" + glossary_text(known.name) : "");
  const ButtonLook look{.width_px = width_px,
                        .height_px = 34,
                        .enabled = images > 0,
                        .selected = context.models.image.class_index == static_cast<int>(i) && images == 1,
                        .tip = tip};
  if (button(context.style, std::string(landmark) + "." + known.name, key + known.name, look))
    context.commands.push(RelabelImages{context.models.label_candidates(), known.id, true});
}

}  // namespace

void relabel_buttons(PageContext& context, std::string_view landmark) {
  const std::vector<ClassFacts>& classes = context.models.gallery.table().class_list().classes;
  const std::size_t images = context.models.candidate_count();
  const std::string note = images > 1                     ? grouped(static_cast<std::int64_t>(images)) + " images"
                           : context.models.image.unsaved ? "saving …"
                                                          : label_keys_in_words(classes);
  content_note(context);
  section(context.style, "Relabel", note);
  const int columns = button_columns(ImGui::GetContentRegionAvail().x);
  const auto gaps = static_cast<float>(columns - 1);
  const float width_px = (ImGui::GetContentRegionAvail().x - 8 * gaps) / (gaps + 1);
  int buttons = 0, hidden = 0;
  const auto next_place = [&buttons, columns] {
    if (buttons++ % columns != 0) ImGui::SameLine(0, 8);
  };
  for (std::size_t i = 0; i < classes.size(); ++i) {
    if (classes[i].retired) continue;
    if (!has_button(context, i, classes.size())) {
      ++hidden;
      continue;
    }
    next_place();
    relabel_button(context, landmark, i, width_px);
  }
  if (hidden == 0) return;
  next_place();
  const ButtonLook look{
      .width_px = width_px, .height_px = 34, .enabled = images > 0, .tip = "Find a class by some letters of its name"};
  if (button(context.style, std::string(landmark) + ".more", "L  " + std::to_string(hidden) + " more…", look))
    context.commands.push(RunAction{"label-as"});
}

std::string speaker_of(const PageContext& context, const FocusedImage& image) {
  if (!image.at_epoch.empty()) return context.models.prediction_source();
  return image.model_epoch.empty() ? name_of_model(image.model_name, context.models.run.runs) : image.model_epoch;
}

void prediction_bars(PageContext& context) {
  const FocusedImage& inspect = context.models.image;
  const bool other_epoch = !inspect.at_epoch.empty();
  const std::string source = speaker_of(context, inspect);
  const float room_px = ImGui::GetContentRegionAvail().x - text_size(context.style.fonts.strong, "Prediction").x - 16;
  term_section(context.style, "Prediction", elided(context.style.fonts.small, source, room_px), "threshold");
  if (!context.models.show_predictions)
    return label(context.style, context.style.fonts.small, context.style.theme.muted,
                 "hidden: you label blind (key B)");
  if (!inspect.model_problem.empty() && !other_epoch)
    return paragraph(context.style, context.style.fonts.small, context.style.theme.warning, inspect.model_problem);
  if (inspect.changed)
    return paragraph(context.style, context.style.fonts.small, context.style.theme.warning,
                     "withheld: the file holds another picture than was labelled");
  const auto& probabilities = inspect.said();
  const int predicted = inspect.said_group();
  if (probabilities.empty()) {
    paragraph(context.style, context.style.fonts.small, context.style.theme.muted,
              why_no_answer(inspect, context.models.run));
    if (inspect.state == LoadState::Failed && !inspect.in_the_grid.empty())
      paragraph(context.style, context.style.fonts.tiny, context.style.theme.faint, inspect.in_the_grid);
    return;
  }
  const bool binary = probabilities.size() == 2;
  for (std::size_t i = 0; i < probabilities.size(); ++i) {
    const ImU32 colour = static_cast<int>(i) == predicted ? context.style.theme.accent : context.style.theme.faint;
    probability_bar(context.style, probabilities[i].group, probabilities[i].probability, colour,
                    binary && i == 1 ? inspect.threshold : -1);
  }
  if (const RunScores* run = context.models.gallery.predictions().run(); binary && run != nullptr) {
    looked_at_chip(context, "prediction.looked_at", run->run);
    end_chips();
  }
  const std::string& asked = other_epoch ? inspect.asked_at_epoch : inspect.asked;
  if (!asked.empty()) paragraph(context.style, context.style.fonts.tiny, context.style.theme.faint, asked);
  if (!inspect.in_the_grid.empty())
    paragraph(context.style, context.style.fonts.tiny, context.style.theme.faint, inspect.in_the_grid);
}

namespace {

// Side by side where the names are seen whole, else in a list.
void map_choice(PageContext& context, HeatStyle style) {
  constexpr float kSideBySide_px = 300;
  using enum engine::ColourMap;
  static constexpr std::array<engine::ColourMap, engine::kColourMaps> kMaps = {Inferno, Turbo,   Viridis,
                                                                               Magma,   Cividis, Jet};
  std::array<std::string_view, kMaps.size()> names;
  std::ranges::transform(kMaps, names.begin(), engine::name_of);
  int shown = static_cast<int>(std::ranges::find(kMaps, style.colour_map) - kMaps.begin());
  int clicked = -1;
  if (const float width_px = ImGui::GetContentRegionAvail().x; width_px >= kSideBySide_px)
    clicked = segmented(context.style, "heat.map", names, shown, width_px);
  else if (const std::vector<std::string> listed(names.begin(), names.end());
           choice(context.style, "heat.map", "Colours", listed, shown))
    clicked = shown;
  if (clicked < 0) return;
  style.colour_map = kMaps[static_cast<std::size_t>(clicked)];
  context.commands.push(SetHeatStyle{style});
}

// Two classes side by side, more in a list, where the predicted one comes first.
void group_choice(PageContext& context) {
  const HeatView& heat = context.models.image.heat;
  const auto& groups = context.models.image.probabilities;
  if (groups.size() == 2) {
    const std::array<std::string_view, 2> names = {groups[0].group, groups[1].group};
    const int group = segmented(context.style, "heat.group", names, heat.group, ImGui::GetContentRegionAvail().x);
    if (group >= 0) context.commands.push(ShowHeat{heat.visible, group});
    return;
  }
  if (groups.empty()) return;
  std::vector<std::string> names{"the predicted one" +
                                 (heat.asked < 0 ? ": " + context.models.image.evidence_group() : "")};
  for (const ProbabilityView& group : groups) names.push_back(group.group);
  int chosen = heat.asked + 1;
  if (choice(context.style, "heat.group", "Evidence for", names, chosen))
    context.commands.push(ShowHeat{heat.visible, chosen - 1});
}

void explain_legend(PageContext& context) {
  const FocusedImage& image = context.models.image;
  const Style& style = context.style;
  char high[48];
  std::snprintf(high, sizeof high, "+%.2f", static_cast<double>(image.heat.peak));
  colour_map_legend(style, image.heat.style.colour_map, ImGui::GetContentRegionAvail().x, "nothing", high);
  char text[256];
  std::snprintf(
      text, sizeof text,
      "Full colour is the strongest place of this image: were the whole of it so, the %s of %s would be about "
      "%.2f above the model's bias. Images compare by that number, not by colour.",
      image.probabilities.size() == 2 ? "log-odds" : "logit", image.evidence_group().c_str(),
      static_cast<double>(image.heat.peak));
  paragraph(style, style.fonts.tiny, style.theme.muted, text);
  if (image.mask.of_heat && image.mask.of_area) {
    std::snprintf(text, sizeof text,
                  "%.0f %% of the evidence lies on the lesion, which is %.0f %% of what the model saw.",
                  100 * *image.mask.of_heat, 100 * *image.mask.of_area);
    paragraph(style, style.fonts.small, style.theme.text, text);
  }
  if (!image.mask.problem.empty())
    paragraph(style, style.fonts.tiny, style.theme.warning, "No outline: " + image.mask.problem);
}

}  // namespace

void heat_controls(PageContext& context) {
  const HeatView& heat = context.models.image.heat;
  HeatStyle style = heat.style;
  term_section(context.style, "Grad-CAM", "key H", "Grad-CAM");
  bool visible = heat.visible;
  if (toggle(context.style, "heat.visible", "show the evidence", visible))
    context.commands.push(ShowHeat{visible, heat.asked});
  constexpr float kBothToggles_px = 262;
  if (ImGui::GetContentRegionAvail().x >= kBothToggles_px) ImGui::SameLine(0, 14);
  if (toggle(context.style, "heat.contour", "contour", style.contour,
             "A line where the evidence crosses the threshold"))
    context.commands.push(SetHeatStyle{style});
  if (slider(context.style, "heat.opacity", "Overlay", style.opacity, 0, 1)) context.commands.push(SetHeatStyle{style});
  if (slider(context.style, "heat.threshold", "Threshold", style.threshold, 0, 0.95F))
    context.commands.push(SetHeatStyle{style});
  map_choice(context, style);
  group_choice(context);
  if (heat.state == HeatState::Ready || heat.state == HeatState::Saturated) explain_legend(context);
  if (const std::string epoch = epoch_of_evidence(context.models.image); !epoch.empty())
    paragraph(context.style, context.style.fonts.tiny, context.style.theme.muted, epoch);
  if (!heat.message.empty())
    paragraph(context.style, context.style.fonts.small, context.style.theme.warning, heat.message);
}

void draw_image(const FocusedImage& image, bool shows_heat, const Rect& at, ImVec2 uv_min, ImVec2 uv_max) {
  constexpr float kFeather = 0.3F, kContour = 0.85F;
  engine::HeatOverlay overlay;
  overlay.image = image.texture;
  overlay.map = shows_heat ? image.heat.texture : 0;
  overlay.image_from_crop = image.heat.image_from_crop;
  overlay.opacity = image.heat.style.opacity;
  overlay.threshold = image.heat.style.threshold;
  overlay.edge = kFeather;
  overlay.contour = image.heat.style.contour ? kContour : 0;
  overlay.colour_map = image.heat.style.colour_map;
  overlay.uv_min = uv_min;
  overlay.uv_max = uv_max;
  engine::draw_heat_overlay(*ImGui::GetWindowDrawList(), overlay, at.low, at.high);
}

void draw_image(PageContext& context, const Rect& at, ImVec2 uv_min, ImVec2 uv_max) {
  const FocusedImage& inspect = context.models.image;
  draw_image(inspect, inspect.heat.visible && context.models.show_predictions, at, uv_min, uv_max);
}

void round_corners(const Rect& picture, float radius_px, ImU32 surroundings) {
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const auto& [low, high] = picture;
  const float r = radius_px;
  const auto cover = [&](ImVec2 corner, ImVec2 centre, int from_twelfths) {
    draw.PathLineTo(corner);
    draw.PathArcToFast(centre, r, from_twelfths, from_twelfths + 3);
    draw.PathFillConvex(surroundings);
  };
  cover({low.x - 1, low.y - 1}, {low.x + r, low.y + r}, 6);
  cover({high.x + 1, low.y - 1}, {high.x - r, low.y + r}, 9);
  cover({high.x + 1, high.y + 1}, {high.x - r, high.y - r}, 0);
  cover({low.x - 1, high.y + 1}, {low.x + r, high.y - r}, 3);
}

}  // namespace app::common
