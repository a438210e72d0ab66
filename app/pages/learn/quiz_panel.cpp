#include "app/pages/learn/quiz_panel.h"

#include <algorithm>
#include <string>
#include <vector>

#include "app/pages/common/image_parts.h"
#include "app/pages/common/stage.h"
#include "app/pages/learn/learn_commands.h"
#include "app/pages/learn/quiz_game.h"
#include "app/table/glossary.h"
#include "app/widgets/controls.h"
#include "app/widgets/format.h"
#include "app/widgets/item.h"
#include "app/widgets/text.h"
#include "engine/passes/texture_id.h"

namespace app {
using namespace widgets;
namespace {

constexpr float kSide_px = 340, kThumb_px = 76;
constexpr std::size_t kFewAnswers = 4;

void draw_before(LearnContext& context, const Rect& in) {
  QuizView& quiz = context.view.quiz;
  const Style& style = context.style;
  common::begin_card(context, "quiz", {in.low, {in.low.x + std::min(in.width(), 620.0F), in.high.y}});
  label(style, style.fonts.title, style.theme.text, "Guess before the answer is shown");
  paragraph(
      style, style.fonts.body, style.theme.muted,
      "Images are shown without label and prediction, as many of each group as can be. Answer with the keys of the "
      "classes, as when labelling; no answer is a label, and nothing is written. In the end your sensitivity and "
      "specificity stand as a point beside the model's curve, with the interval that so few images leave.");
  ImGui::Dummy({0, 6});
  number_field(style, "quiz.count", "Images", quiz.wanted, 2, 500, 120);
  number_field(style, "quiz.seed", "Seed", quiz.seed, 0, 1'000'000, 120);
  paragraph(style, style.fonts.small, style.theme.muted,
            "The same seed asks the same questions: a class compares its scores.");
  ImGui::Dummy({0, 6});
  if (button(style, "quiz.start", "Begin", {.kind = ButtonKind::Primary, .width_px = 160}))
    context.commands.push(StartQuiz{});
  if (!quiz.problem.empty() && !quiz.left_out.empty())
    paragraph(style, style.fonts.small, style.theme.muted, quiz.left_out);
  if (!quiz.problem.empty()) paragraph(style, style.fonts.small, style.theme.warning, quiz.problem);
  common::end_card();
}

// What stands on a group's button, and below it where that does not say all: a group of one class has its key before
// its name, as where one labels.
struct AnswerText {
  std::string button, below;
};

AnswerText answer_text(const LearnContext& context, std::size_t group) {
  const ClassList& list = context.models.gallery.table().class_list();
  const std::string& name = context.view.quiz.groups[group];
  std::vector<std::size_t> places;
  for (std::size_t i = 0; key_of_class(i) != '\0'; ++i)
    if (group_of_place(context.view.quiz, list, i) == static_cast<int>(group)) places.push_back(i);
  if (places.size() == 1 && list.classes[places[0]].name == name)
    return {std::string(1, key_of_class(places[0])) + "  " + name, ""};
  AnswerText text{name, ""};
  for (const std::size_t place : places)
    text.below +=
        (text.below.empty() ? "keys " : ", ") + std::string(1, key_of_class(place)) + " " + list.classes[place].name;
  return text;
}

void draw_picture(const LearnContext& context, const Rect& in) {
  const FocusedImage& image = context.view.quiz.image;
  const Style& style = context.style;
  ImGui::GetWindowDrawList()->AddRectFilled(in.low, in.high, style.theme.panel, style.theme.radius_px);
  if (image.state != LoadState::Ready) {
    const bool failed = image.state == LoadState::Failed;
    return draw_text_centred(style.fonts.small, in, failed ? style.theme.bad : style.theme.muted,
                             failed ? elided(style.fonts.small, image.message, in.width() - 40) : "Loading …");
  }
  const float scale = std::min((in.width() - 32) / static_cast<float>(image.width_px),
                               (in.height() - 32) / static_cast<float>(image.height_px));
  const ImVec2 c = in.centre();
  const float w = static_cast<float>(image.width_px) * scale / 2, h = static_cast<float>(image.height_px) * scale / 2;
  common::draw_image(image, false, {{c.x - w, c.y - h}, {c.x + w, c.y + h}}, {0, 0}, {1, 1});
}

void draw_question(LearnContext& context, Rect in) {
  QuizView& quiz = context.view.quiz;
  const Style& style = context.style;
  Rect side = in.take_right(std::min(kSide_px, in.width() * 0.42F));
  in.take_right(style.theme.gap_px);
  if (const auto place = common::on_stage(context, "quiz.image", in)) draw_picture(context, *place);
  const auto place = common::on_stage(context, "quiz.answers", side);
  if (!place) return;
  common::begin_card(context, "answers", *place);
  label(style, style.fonts.title, style.theme.text,
        std::to_string(quiz.at + 1) + " of " + std::to_string(quiz.questions.size()));
  progress_bar(style, static_cast<float>(quiz.at) / static_cast<float>(quiz.questions.size()),
               ImGui::GetContentRegionAvail().x, 6);
  ImGui::Dummy({0, 8});
  paragraph(style, style.fonts.body, style.theme.muted, "What is it?");
  for (std::size_t g = 0; g < quiz.groups.size(); ++g) {
    const float width = ImGui::GetContentRegionAvail().x;
    const AnswerText text = answer_text(context, g);
    const float height = quiz.groups.size() > kFewAnswers ? 36.0F : 46.0F;
    if (button(style, "quiz.answer." + quiz.groups[g], text.button, {.width_px = width, .height_px = height}))
      context.commands.push(AnswerQuiz{static_cast<int>(g)});
    if (!text.below.empty()) paragraph(style, style.fonts.tiny, style.theme.muted, text.below);
  }
  if (!quiz.left_out.empty()) paragraph(style, style.fonts.tiny, style.theme.muted, quiz.left_out);
  ImGui::Dummy({0, 10});
  if (button(style, "quiz.back", "Back",
             {.kind = ButtonKind::Quiet, .enabled = quiz.at > 0, .tip = "To the question before (Backspace)"}))
    context.commands.push(BackInQuiz{});
  ImGui::SameLine(0, 8);
  if (button(style, "quiz.skip", "Skip", {.kind = ButtonKind::Quiet, .tip = "It is not counted (0)"}))
    context.commands.push(AnswerQuiz{-1});
  ImGui::SameLine(0, 8);
  if (button(style, "quiz.leave", "Leave",
             {.kind = ButtonKind::Quiet, .tip = "What was answered so far is scored (Escape)"}))
    context.commands.push(LeaveQuiz{});
  common::end_card();
}

struct ScoreText {
  std::string value, counts = {};
};

ScoreText share_text(const std::optional<Share>& share) {
  if (!share) return {"–"};
  return {percent(static_cast<float>(share->value)) + "  [" + percent(static_cast<float>(share->low)) + " – " +
              percent(static_cast<float>(share->high)) + "]",
          std::to_string(share->hits) + " of " + std::to_string(share->of)};
}

// In a narrow card the counts stand below.
void score_row(const Style& style, std::string_view name, const ScoreText& reader, const ScoreText& model) {
  constexpr float kBelow_px = 560;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float width = ImGui::GetContentRegionAvail().x, column = (width - 110) / 2;
  const bool below = width < kBelow_px && !(reader.counts.empty() && model.counts.empty());
  draw_text(style.fonts.small, at, style.theme.muted, name);
  float x = at.x + 110;
  for (const ScoreText& text : {reader, model}) {
    const std::string line = text.value + (below || text.counts.empty() ? "" : "  " + text.counts);
    draw_text(style.fonts.small, {x, at.y}, style.theme.text, elided(style.fonts.small, line, column - 8));
    if (below)
      draw_text(style.fonts.tiny, {x, at.y + 17}, style.theme.muted, elided(style.fonts.tiny, text.counts, column - 8));
    x += column;
  }
  ImGui::Dummy({width, below ? 34.0F : 16.0F});
  tooltip(style, glossary_text(name));
}

std::string kappa_text(const QuizScore& score) {
  return score.kappa ? decimals(static_cast<float>(*score.kappa), 2) : "–";
}

void draw_scores(LearnContext& context) {
  const QuizView& quiz = context.view.quiz;
  const Style& style = context.style;
  label(style, style.fonts.title, style.theme.text, "Your score");
  paragraph(style, style.fonts.small, style.theme.muted,
            std::to_string(quiz.reader.asked) + " of " + std::to_string(quiz.questions.size()) + " answered, seed " +
                std::to_string(quiz.seed) +
                "; 95 % intervals (Wilson). Labels are not always right, the demo's least of all.");
  if (!quiz.left_out.empty()) paragraph(style, style.fonts.small, style.theme.muted, quiz.left_out);
  ImGui::Dummy({0, 4});
  score_row(style, "", {"you"}, {"model, same images"});
  score_row(style, "accuracy", share_text(quiz.reader.accuracy), share_text(quiz.model.accuracy));
  if (quiz.groups.size() == 2) {
    score_row(style, "sensitivity", share_text(quiz.reader.sensitivity), share_text(quiz.model.sensitivity));
    score_row(style, "specificity", share_text(quiz.reader.specificity), share_text(quiz.model.specificity));
  }
  score_row(style, "kappa", {kappa_text(quiz.reader)}, {kappa_text(quiz.model)});
  ImGui::Dummy({0, 6});
  if (button(style, "quiz.again", "Again", {.kind = ButtonKind::Primary})) context.commands.push(LeaveQuiz{});
}

// The images that the reader did not call as their label, with both.
void draw_misses(LearnContext& context) {
  const QuizView& quiz = context.view.quiz;
  const Style& style = context.style;
  const ImageTable& table = context.models.gallery.table();
  const std::vector<QuizQuestion> missed = misses(quiz, table);
  section(style, "Not as labelled", counted(static_cast<std::int64_t>(missed.size()), "image", "images"));
  const float right = ImGui::GetCursorScreenPos().x + ImGui::GetContentRegionAvail().x;
  int number = 0;
  for (const QuizQuestion& question : missed) {
    if (number > 0 && ImGui::GetItemRectMax().x + 8 + kThumb_px <= right) ImGui::SameLine(0, 8);
    ImGui::BeginGroup();
    const bool there = !table.removed(question.row);
    const Item thumb =
        item(style, "quiz.missed." + std::to_string(number++), {kThumb_px, kThumb_px}, Takes::Press, there);
    if (thumb.clicked) context.commands.push(OpenImage{question.row});
    tooltip(style, "You said " + quiz.groups[static_cast<std::size_t>(question.answer)] + ", the label is " +
                       quiz.groups[static_cast<std::size_t>(question.truth)] +
                       (there ? ". A click or Enter opens it in Inspect" : ". It was removed from the set since"));
    const auto& [low, high] = thumb.place;
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    if (const std::uint64_t texture = context.thumbnails.texture(table.id(question.row)))
      draw.AddImageRounded(engine::imgui_id(texture), low, high, {0, 0}, {1, 1}, IM_COL32_WHITE, 6);
    else
      draw.AddRectFilled(low, high, style.theme.control, 6);
    label(style, style.fonts.tiny, style.theme.miss,
          elided(style.fonts.tiny, "✗ " + quiz.groups[static_cast<std::size_t>(question.truth)], kThumb_px));
    ImGui::EndGroup();
  }
}

// The model's curve, and the reader's point with its interval both ways.
void draw_roc(const LearnContext& context, const Rect& in) {
  const QuizView& quiz = context.view.quiz;
  const Style& style = context.style;
  common::begin_card(context, "quiz roc", in, common::Scroll::No);
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  draw_text(style.fonts.strong, {in.low.x + 16, in.low.y + 12}, style.theme.text, "You beside the model");
  draw_text(style.fonts.tiny, {in.low.x + 16, in.low.y + 34}, style.theme.muted,
            elided(style.fonts.tiny, quiz.roc_of.empty() ? "no curve: there is no run of this target" : quiz.roc_of,
                   in.width() - 32));
  const float side = std::max(60.0F, std::min(in.width() - 76, in.height() - 146));
  const ImVec2 low{in.centre().x - side / 2 + 14, in.low.y + 76}, high{low.x + side, low.y + side};
  const auto at = [&](double fpr, double tpr) {
    return ImVec2{low.x + static_cast<float>(fpr) * side, high.y - static_cast<float>(tpr) * side};
  };
  draw.AddRect(low, high, style.theme.field_outline);
  draw.AddLine(at(0, 0), at(1, 1), style.theme.field_outline);
  for (std::size_t i = 1; i < quiz.roc.size(); ++i)
    draw.AddLine(at(quiz.roc[i - 1].false_positive_rate, quiz.roc[i - 1].true_positive_rate),
                 at(quiz.roc[i].false_positive_rate, quiz.roc[i].true_positive_rate), style.theme.series[0], 2);
  if (quiz.model.sensitivity && quiz.model.specificity)
    draw.AddCircleFilled(at(1 - quiz.model.specificity->value, quiz.model.sensitivity->value), 6,
                         style.theme.series[0]);
  if (quiz.reader.sensitivity && quiz.reader.specificity) {
    const Share &up = *quiz.reader.sensitivity, &along = *quiz.reader.specificity;
    const ImU32 colour = style.theme.series[1];
    draw.AddLine(at(1 - along.value, up.low), at(1 - along.value, up.high), colour, 2.5F);
    draw.AddLine(at(1 - along.high, up.value), at(1 - along.low, up.value), colour, 2.5F);
    const ImVec2 c = at(1 - along.value, up.value);
    draw.AddQuadFilled({c.x, c.y - 9}, {c.x + 9, c.y}, {c.x, c.y + 9}, {c.x - 9, c.y}, colour);
  }
  draw_text_centred(style.fonts.tiny, {{low.x, high.y + 4}, {high.x, high.y + 22}}, style.theme.muted,
                    "false alarms (1 − specificity)");
  draw_text(style.fonts.tiny, {low.x - 22, low.y - 4}, style.theme.muted, "1");
  draw_text(style.fonts.tiny, {low.x + 4, low.y - 18}, style.theme.muted, "sensitivity");
  draw_text(style.fonts.tiny, {low.x - 22, high.y - 10}, style.theme.muted, "0");
  const float y = high.y + 30;
  draw.AddCircleFilled({low.x + 8, y + 6}, 5, style.theme.series[0]);
  draw_text(style.fonts.tiny, {low.x + 20, y}, style.theme.text, "model at its threshold, these images");
  draw.AddQuadFilled({low.x + 8, y + 15}, {low.x + 15, y + 22}, {low.x + 8, y + 29}, {low.x + 1, y + 22},
                     style.theme.series[1]);
  draw_text(style.fonts.tiny, {low.x + 20, y + 16}, style.theme.text, "you, with interval");
  common::end_card();
}

void draw_done(LearnContext& context, Rect in) {
  if (context.view.quiz.groups.size() == 2) {
    const Rect right = in.take_right(std::min(460.0F, in.width() * 0.5F));
    in.take_right(context.style.theme.gap_px);
    if (const auto place = common::on_stage(context, "quiz.roc", right)) draw_roc(context, *place);
  }
  const auto place = common::on_stage(context, "quiz.score", in);
  if (!place) return;
  common::begin_card(context, "score", *place);
  draw_scores(context);
  draw_misses(context);
  common::end_card();
}

}  // namespace

void draw_quiz(LearnContext& context, const Rect& in) {
  switch (context.view.quiz.stage) {
    case QuizStage::Before: return draw_before(context, in);
    case QuizStage::Asking: return draw_question(context, in);
    case QuizStage::Done: return draw_done(context, in);
  }
}

}  // namespace app
