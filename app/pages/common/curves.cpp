#include "app/pages/common/curves.h"

#include <functional>
#include <string>

#include "app/pages/common/image_parts.h"
#include "app/widgets/charts.h"
#include "app/widgets/format.h"
#include "app/widgets/text.h"

namespace app {
using namespace widgets;
namespace {

// Title, the newest number large, and the plot below.
Rect begin_chart(const PageContext& context, const char* name, const std::string& number, const Rect& in) {
  common::begin_card(context, name, in, common::Scroll::No);
  const Style& style = context.style;
  draw_text(style.fonts.small, {in.low.x + 16, in.low.y + 12}, style.theme.muted, name);
  draw_text(style.fonts.title, {in.low.x + 16, in.low.y + 30}, style.theme.text, number);
  return {{in.low.x + 8, in.low.y + 62}, {in.high.x - 10, in.high.y - 8}};
}

// As many names as there is room for beside the title.
void legend(const PageContext& context, const char* title, const Rect& card, std::span<const Series> series) {
  const float end = card.low.x + 24 + text_size(context.style.fonts.small, title).x;
  float x = card.high.x - 16;
  for (auto one = series.rbegin(); one != series.rend(); ++one) {
    const float width = text_size(context.style.fonts.tiny, one->name).x;
    if (x - width - 14 < end) return;
    draw_text(context.style.fonts.tiny, {x - width, card.low.y + 14}, context.style.theme.muted, one->name);
    ImGui::GetWindowDrawList()->AddCircleFilled({x - width - 9, card.low.y + 21}, 4, one->colour);
    x -= width + 26;
  }
}

using EpochValue = std::function<float(const EpochView&)>;

EpochValue metric(Metric id) {
  return [id](const EpochView& epoch) { return number(epoch.val[id]); };
}

std::vector<float> values_of(const RunView& train, const EpochValue& value) {
  std::vector<float> values;
  for (const EpochView& epoch : train.epochs_done) values.push_back(value(epoch));
  return values;
}

void epoch_chart(PageContext& context, const char* name, const Rect& in, const EpochValue& first,
                 const EpochValue& second, const char* first_name, const char* second_name, ImU32 first_colour) {
  const RunView& train = context.models.run;
  const std::vector<float> a = values_of(train, first), b = values_of(train, second);
  const std::vector<Series> series = {{second_name, b, context.style.theme.faint, false, false},
                                      {first_name, a, first_colour, false, true}};
  const Rect plot = begin_chart(context, name, a.empty() ? "–" : decimals(a.back(), 3), in);
  legend(context, name, in, series);
  const std::string landmark = std::string("train.chart.") + first_name;
  const auto clicked = line_plot(context.style, landmark, plot, series,
                                 {.first_x = 1, .marked = train.best_epoch - 1, .shown = train.evaluation.epoch - 1});
  if (clicked && train.run && !train.live) context.commands.push(ShowRun{*train.run, *clicked + 1});
  common::end_card();
}

void speed_chart(PageContext& context, const Rect& in) {
  const RunView& train = context.models.run;
  const std::vector<Series> series = {{"loss of each batch", train.step_loss, context.style.theme.warning, true, true}};
  const std::string speed =
      train.speed.empty() ? "–" : grouped(static_cast<std::int64_t>(train.speed.back())) + " images/s";
  const Rect plot = begin_chart(
      context, "Batches",
      context.deterministic ? grouped(static_cast<std::int64_t>(train.step_loss.size())) + " steps" : speed, in);
  legend(context, "Batches", in, series);
  line_plot(context.style, "train.chart.steps", plot, series, {.first_x = 1, .x_name = "step"});
  common::end_card();
}

}  // namespace

void draw_curves(PageContext& context, const Rect& in) {
  const float gap = context.style.theme.gap_px, width = (in.width() - 2 * gap) / 3;
  Rect rest = in;
  const engine::Theme& theme = context.style.theme;
  epoch_chart(context, "Loss", rest.take_left(width), &EpochView::val_loss, &EpochView::train_loss, "validation",
              "training", theme.accent);
  rest.take_left(gap);
  epoch_chart(context, "Validation AUC", rest.take_left(width), metric(Metric::Auc), metric(Metric::Accuracy), "AUC",
              "accuracy", theme.good);
  rest.take_left(gap);
  // A run whose log of steps is gone still has its epochs.
  const RunView& train = context.models.run;
  if (train.step_loss.empty() && !train.epochs_done.empty()) {
    epoch_chart(context, "Validation recall", rest, metric(Metric::Recall), metric(Metric::Specificity), "recall",
                "specificity", theme.warning);
  } else {
    speed_chart(context, rest);
  }
}

}  // namespace app
