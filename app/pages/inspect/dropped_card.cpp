#include "app/pages/inspect/dropped_card.h"

#include "app/core/disclaimer.h"
#include "app/intake/import_source.h"
#include "app/models/run_words.h"
#include "app/pages/common/image_parts.h"
#include "app/pages/inspect/familiarity_note.h"
#include "app/pages/inspect/inspect_commands.h"
#include "app/widgets/charts.h"
#include "app/widgets/controls.h"
#include "app/widgets/format.h"
#include "app/widgets/text.h"
#include "app/workspace/model_store.h"

namespace app {
using namespace widgets;
namespace {

constexpr float kCardSide_px = 392;

std::string advice_when_referred(const std::string& why) {
  return "The model does not answer for this picture (" + why.substr(why.find(": ") + 2) +
         "). Whoever reads it decides without the model.";
}

// Under the title: what it says, and how surely.
std::string said_in_short(const ProbabilityView& said, bool binary, bool refers, float threshold) {
  const std::string how = percent(said.probability, 1) + (binary ? ", threshold " + decimals(threshold, 2) : "");
  return (refers ? "leans to " + said.group + ", " : "confidence ") + how;
}

std::string about_model(const Models& models, const std::string& name) {
  for (const RunRow& run : models.run.runs) {
    if ("run:" + std::to_string(run.id) == name) return run.name + ", " + run.summary;
  }
  return name;
}

void draw_result(InspectContext& context) {
  const Style& style = context.style;
  const FocusedImage& image = context.view.dropped.image;
  const bool known = image.predicted_group >= 0 && image.predicted_group < static_cast<int>(image.probabilities.size());
  if (image.state == LoadState::Failed) return paragraph(style, style.fonts.small, style.theme.bad, image.message);
  if (!image.model_problem.empty())
    return paragraph(style, style.fonts.small, style.theme.warning, image.model_problem);
  if (!known) return paragraph(style, style.fonts.small, style.theme.muted, why_no_answer(image, context.models.run));
  draw_familiarity(style, image.familiarity, false);
  const bool binary = image.probabilities.size() == 2, positive = binary && image.predicted_group == 1;
  const ProbabilityView& said = image.probabilities[static_cast<std::size_t>(image.predicted_group)];
  const ImVec2 low = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x;
  const bool refers = image.familiarity.referred;
  const ImU32 colour = refers ? style.theme.warning : positive ? style.theme.miss : style.theme.hit;
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  draw.AddRectFilled(low, {low.x + width, low.y + 62}, with_opacity(colour, 0.14F), 10);
  draw.AddRectFilled(low, {low.x + 5, low.y + 62}, colour, 2);
  draw_text(style.fonts.title, {low.x + 18, low.y + 8}, style.theme.text,
            elided(style.fonts.title, refers ? "refer to a person" : said.group, width - 30));
  draw_text(style.fonts.small, {low.x + 18, low.y + 38}, style.theme.muted,
            elided(style.fonts.small, said_in_short(said, binary, refers, context.view.dropped.threshold), width - 30));
  style.mark("dropped.result", low, {low.x + width, low.y + 62});
  ImGui::Dummy({width, 66});
  section(style, "Probabilities");
  for (std::size_t i = 0; i < image.probabilities.size(); ++i)
    probability_bar(style, image.probabilities[i].group, image.probabilities[i].probability,
                    static_cast<int>(i) == image.predicted_group ? colour : style.theme.faint,
                    binary && i == 1 ? context.view.dropped.threshold : -1);
  if (!image.asked.empty()) paragraph(style, style.fonts.tiny, style.theme.faint, image.asked);
  if (const std::string colours = colours_in_words(image); !colours.empty())
    paragraph(style, style.fonts.small, style.theme.text, colours);
  if (binary) {
    slider(style, "dropped.threshold", "Threshold", context.view.dropped.threshold, kLeastCardThreshold,
           kMostCardThreshold);
    section(style, "What to make of it");
    paragraph(style, style.fonts.small, style.theme.text,
              refers ? advice_when_referred(image.familiarity.refer_words) : advice_for(positive));
  }
}

std::string pixels_of_square(int side) {
  return side < 1 ? "" : " at " + std::to_string(side) + " × " + std::to_string(side) + " pixels";
}

void draw_about(const InspectContext& context) {
  const Style& style = context.style;
  const FocusedImage& image = context.view.dropped.image;
  section(style, "The model");
  paragraph(style, style.fonts.small, style.theme.text, about_model(context.models, image.model_name));
  paragraph(style, style.fonts.small, style.theme.muted,
            "A MobileNetV2 that looks at the middle square of the picture" + pixels_of_square(image.model_px) +
                " and gives each group a probability. It knows nothing but the images it learned from: it gives an "
                "answer for a picture of a cat, "
                "too.");
  section(style, "Not in the set");
  paragraph(style, style.fonts.small, style.theme.muted,
            context.view.dropped.path + " was looked at and not imported; nothing was written. Ctrl O imports it.");
  paragraph(
      style, style.fonts.small, style.theme.warning,
      std::string(kDisclaimer) + " Whoever worries about a spot on their skin sees a doctor, whatever stands here.");
}

}  // namespace

bool is_one_picture(std::span<const std::filesystem::path> paths) {
  return paths.size() == 1 && is_image_file(paths.front());
}

std::string advice_for(bool positive) {
  return positive
             ? "The model puts this picture among those it was taught to call suspicious. In a clinic that would mean: "
               "a dermatologist looks at the person, with a dermatoscope, and a biopsy decides. A high number is no "
               "diagnosis, and at this threshold some of these alarms are false."
             : "The model does not find what it was taught to call suspicious. That excludes nothing: at this "
               "threshold it misses some. A spot that changes, bleeds or looks unlike the others is shown to a "
               "dermatologist, whatever a model says.";
}

// Of two groups they are of the second, whichever is the answer.
std::string colours_in_words(const FocusedImage& image) {
  const std::string group = image.evidence_group();
  const HeatView& heat = image.heat;
  if (group.empty() || heat.state == HeatState::None || heat.state == HeatState::Computing) return "";
  const bool shown = heat.state == HeatState::Ready || heat.state == HeatState::Saturated;
  return (shown ? "Colours (key H): evidence for " : "No colours: evidence for ") + group + "." +
         (heat.message.empty() ? "" : " " + heat.message + ".");
}

void DroppedFile::open(const std::filesystem::path& file) {
  view_.open = true;
  view_.path = file.string();
  view_.image.file_name = file.filename().string();
  view_.threshold = std::clamp(session_.models().image.threshold, kLeastCardThreshold, kMostCardThreshold);
  follow();
  loader_.open(--number_, file);
}

void DroppedFile::close() {
  view_.open = false;
  loader_.close();
}

void DroppedFile::follow() {
  if (!view_.open) return;
  const FocusedImage& focused = session_.models().image;
  view_.image.heat.style = focused.heat.style;
  view_.image.heat.visible = focused.heat.visible;
  loader_.set_threshold(view_.threshold);
  if (focused.model_name.empty()) return;
  if (focused.model_name == model_ && focused.model_version == model_version_) return;
  model_ = focused.model_name;
  model_version_ = focused.model_version;
  Workspace& workspace = session_.workspace();
  loader_.set_model(model_, [&workspace, name = model_] { return find_model(&workspace, name); });
}

void draw_dropped(InspectContext& context, const Rect& page) {
  const Style& style = context.style;
  const FocusedImage& image = context.view.dropped.image;
  Rect rest = page;
  const Rect side = rest.take_right(std::min(kCardSide_px, page.width() * 0.5F));
  rest.take_right(style.theme.gap_px);
  ImGui::GetWindowDrawList()->AddRectFilled(rest.low, rest.high, style.theme.panel, style.theme.radius_px);
  if (image.state == LoadState::Ready) {
    const float scale = std::min((rest.width() - 32) / static_cast<float>(image.width_px),
                                 (rest.height() - 32) / static_cast<float>(image.height_px));
    const ImVec2 half{static_cast<float>(image.width_px) * scale / 2, static_cast<float>(image.height_px) * scale / 2};
    const ImVec2 c = rest.centre();
    common::draw_image(image, image.heat.visible && image.heat.texture != 0,
                       {{c.x - half.x, c.y - half.y}, {c.x + half.x, c.y + half.y}}, {0, 0}, {1, 1});
  } else {
    draw_text_centred(style.fonts.small, rest, style.theme.muted,
                      image.state == LoadState::Failed ? "This file is not shown." : "Loading …");
  }
  common::begin_card(context, "dropped", side);
  const ImVec2 at = ImGui::GetCursorScreenPos();
  if (image.width_px > 0)
    draw_text_right(style.fonts.small, {at.x + ImGui::GetContentRegionAvail().x, at.y}, style.theme.muted,
                    std::to_string(image.width_px) + " × " + std::to_string(image.height_px));
  label(style, style.fonts.strong, style.theme.text, elided(style.fonts.strong, image.file_name, side.width() - 150));
  draw_result(context);
  draw_about(context);
  if (button(style, "dropped.close", "Close", {.tip = "Back to the set (Escape)"}))
    context.commands.push(CloseDropped{});
  common::end_card();
}

}  // namespace app
