// What the two are worth on the same images: the verdict, every metric with both intervals, matrices, curves, and the
// images that they decide differently.
#include <array>
#include <string>

#include "app/pages/compare/compare_commands.h"
#include "app/pages/compare/compare_panel.h"
#include "app/widgets/controls.h"
#include "app/widgets/format.h"
#include "app/widgets/text.h"
#include "app/workspace/comparison_json.h"

namespace app {
using namespace widgets;
namespace {

constexpr float kPlot_px = 232, kPlotLeast_px = 190;

struct Column {
  float at, width;
};

// Title, A, B, A − B, interval over lesions, width over images, verdict.
std::array<Column, 7> columns_of(float width) {
  constexpr std::array<float, 7> kShares = {0.18F, 0.085F, 0.085F, 0.09F, 0.26F, 0.13F, 0.17F};
  std::array<Column, 7> columns{};
  float at = 0;
  for (std::size_t i = 0; i < kShares.size(); ++i) {
    columns[i] = {at, width * kShares[i]};
    at += columns[i].width;
  }
  return columns;
}

void draw_cells(const CompareContext& context, const std::array<std::string, 7>& texts, ImU32 colour, ImU32 last) {
  const Style& style = context.style;
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const auto columns = columns_of(ImGui::GetContentRegionAvail().x);
  for (std::size_t i = 0; i < texts.size(); ++i) {
    const ImFont* font = i == 0 || i == 6 ? style.fonts.small : style.fonts.mono;
    draw_text(font, {at.x + columns[i].at + 4, at.y + 2}, i == 6 ? last : colour,
              elided(font, texts[i], columns[i].width - 8));
  }
  ImGui::Dummy({ImGui::GetContentRegionAvail().x, kLine_px});
}

std::string width_of(const std::optional<ml::PairedInterval>& interval) {
  if (!interval) return "–";
  return decimals(static_cast<float>(interval->difference.high - interval->difference.low), 3);
}

void draw_metric(const CompareContext& context, const MetricDifference& one) {
  const engine::Theme& theme = context.style.theme;
  std::array<std::string, 7> texts = {
      std::string(title_of(one.metric, context.view.comparison->numbers.a.groups.size())),
      decimals(number(one.a), 3),
      decimals(number(one.b), 3),
      "–",
      "–",
      width_of(one.single),
      "not defined for both"};
  bool noise = true;
  if (one.a && one.b && !one.clustered) {
    texts[3] = decimals(static_cast<float>(*one.a - *one.b), 3);
    texts[4] = "not estimated";
    texts[6] = "cannot be told";
  }
  if (one.clustered) {
    const auto& difference = one.clustered->difference;
    texts[3] = decimals(static_cast<float>(difference.estimate), 3);
    texts[4] = decimals(static_cast<float>(difference.low), 3) + " to " +
               decimals(static_cast<float>(difference.high), 3) + " (" + width_of(one.clustered) + ")";
    noise = one.clustered->within_noise();
    texts[6] = noise ? "within noise" : difference.estimate > 0 ? "A is higher" : "B is higher";
  }
  draw_cells(context, texts, theme.text, noise ? theme.muted : theme.text);
  tooltip(context.style, std::string(metric_table()[static_cast<std::size_t>(one.metric)].definition));
}

void draw_verdict(const CompareContext& context, const RunComparison& it) {
  const Style& style = context.style;
  const Comparison& numbers = it.numbers;
  if (!numbers.metrics.empty())
    paragraph(style, style.fonts.strong, style.theme.text, difference_text(numbers.metrics.front(), numbers.drawn));
  std::string more = it.split + ", n " + grouped(numbers.a.n) + ", label revision " +
                     grouped(numbers.a.from.label_revision) + "; A: epoch " + std::to_string(numbers.a.from.epoch) +
                     ", B: epoch " + std::to_string(numbers.b.from.epoch);
  if (numbers.a.groups.size() == 2)
    more += "; thresholds " + decimals(static_cast<float>(numbers.a.threshold), 3) + " and " +
            decimals(static_cast<float>(numbers.b.threshold), 3);
  paragraph(style, style.fonts.small, style.theme.muted, more);
  if (const std::string delong = delong_text(numbers); !delong.empty())
    paragraph(style, style.fonts.small, style.theme.muted, delong);
  for (const std::string& note : comparison_notes(it)) paragraph(style, style.fonts.small, style.theme.warning, note);
  if (context.view.outdated)
    paragraph(style, style.fonts.small, style.theme.warning,
              "Labels, images, runs, calibrations or thresholds changed since; the test split is not looked at again "
              "by itself.");
}

void draw_metrics(const CompareContext& context, const Comparison& numbers) {
  ImGui::Dummy({1, 4});
  const engine::Theme& theme = context.style.theme;
  draw_cells(context, {"metric", "A", "B", "A − B", "95 % over lesions", "over images", "verdict"}, theme.muted,
             theme.muted);
  for (const MetricDifference& one : numbers.metrics) draw_metric(context, one);
}

void draw_one_matrix(CompareContext& context, bool second, const Rect& in) {
  const auto& groups = context.view.comparison->numbers.a.groups;
  const auto& counts = second ? context.view.numbers.matrix_b : context.view.numbers.matrix_a;
  if (const auto cell = matrix_plot(context.style, second ? "compare.matrix_b" : "compare.matrix_a", in,
                                    {groups, counts}, {}, context.view.matrices[second ? 1 : 0]))
    context.commands.push(ShowComparedCell{second ? CellOf::B : CellOf::A, cell->true_group, cell->predicted_group});
}

void draw_curves_of_both(CompareContext& context, const Rect& in) {
  const engine::Theme& theme = context.style.theme;
  const auto& numbers = context.view.numbers;
  const std::array<UnitCurve, 2> curves = {
      UnitCurve{.name = "A", .points = numbers.roc_a, .colour = colour_of_a(theme), .front = true},
      UnitCurve{.name = "B", .points = numbers.roc_b, .colour = colour_of_b(theme), .front = false, .dashed = true}};
  const bool there = !numbers.roc_a.empty() && !numbers.roc_b.empty();
  curve_plot(context.style, "compare.roc", in,
             there ? std::span<const UnitCurve>(curves) : std::span<const UnitCurve>(),
             {.x_name = "1 − specificity",
              .y_name = "sensitivity",
              .diagonal = there,
              .empty = "a curve needs two groups and images of both"});
}

// As many beside one another as there is room for.
void draw_plots(CompareContext& context) {
  struct Plot {
    std::string title;
    void (*draw)(CompareContext&, const Rect&);
  };
  const RunComparison& it = *context.view.comparison;
  const std::array<Plot, 4> plots = {
      Plot{"A  " + it.a.name, [](CompareContext& c, const Rect& in) { draw_one_matrix(c, false, in); }},
      Plot{"B  " + it.b.name, [](CompareContext& c, const Rect& in) { draw_one_matrix(c, true, in); }},
      Plot{"A − B  (only A | only B)", draw_difference_matrix}, Plot{"ROC of both", draw_curves_of_both}};
  const float width = ImGui::GetContentRegionAvail().x, gap = 14;
  const std::size_t beside = width >= 4 * kPlotLeast_px + 3 * gap ? 4 : 2;
  const float each = (width - gap * static_cast<float>(beside - 1)) / static_cast<float>(beside);
  const ImVec2 origin = ImGui::GetCursorScreenPos();
  const float height = kPlot_px + 26;
  for (std::size_t i = 0; i < plots.size(); ++i) {
    const ImVec2 at{origin.x + static_cast<float>(i % beside) * (each + gap),
                    origin.y + static_cast<float>(i / beside) * (height + gap)};
    draw_text(context.style.fonts.small, {at.x + 2, at.y + 2}, context.style.theme.muted,
              elided(context.style.fonts.small, plots[i].title, each - 4));
    plots[i].draw(context, {{at.x, at.y + 26}, {at.x + each, at.y + height}});
  }
  ImGui::SetCursorScreenPos({origin.x, origin.y + (height + gap) * (beside == 4 ? 1.0F : 2.0F)});
  ImGui::Dummy({width, 1});
}

void draw_flips(CompareContext& context) {
  struct Shown {
    Flip flip;
    const char *landmark, *words;
  };
  constexpr std::array kShown = {Shown{Flip::OnlyARight, "compare.flip.a", "only A is right"},
                                 Shown{Flip::OnlyBRight, "compare.flip.b", "only B is right"},
                                 Shown{Flip::BothWrong, "compare.flip.wrong", "both wrong, otherwise"}};
  ImGui::Dummy({1, 4});
  for (const Shown& shown : kShown) {
    const auto count = static_cast<int>(rows_of_flip(context.view.comparison->numbers, shown.flip).size());
    if (shown.flip == Flip::BothWrong && context.view.comparison->numbers.a.groups.size() == 2) continue;
    if (shown.flip != Flip::OnlyARight) ImGui::SameLine(0, 8);
    if (button(context.style, shown.landmark, counted(count, "image", "images") + ": " + shown.words,
               {.height_px = 32, .enabled = count > 0, .tip = "Show them in the Library"}))
      context.commands.push(ShowFlips{shown.flip});
  }
}

}  // namespace

// The page chooses two by itself once it knows the groups of all.
std::string why_no_comparison(const CompareView& view, const RunView& run) {
  if (!run.runs_read || (view.groups.empty() && !run.runs.empty())) return "Reading the runs …";
  return "Choose two runs with a finished epoch: A and B in the list. They are compared on the images that both have "
         "judged.";
}

void draw_comparison(CompareContext& context) {
  const CompareView& view = context.view;
  const Style& style = context.style;
  if (!view.working.empty()) label(style, style.fonts.small, style.theme.muted, view.working + "…");
  if (!view.problem.empty()) return paragraph(style, style.fonts.body, style.theme.warning, view.problem);
  if (!view.comparison) {
    if (view.working.empty())
      paragraph(style, style.fonts.body, style.theme.muted, why_no_comparison(view, context.models.run));
    return;
  }
  draw_verdict(context, *view.comparison);
  draw_metrics(context, view.comparison->numbers);
  draw_flips(context);
  ImGui::Dummy({1, 6});
  draw_plots(context);
}

}  // namespace app
