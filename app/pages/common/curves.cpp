#include "app/pages/common/curves.h"

#include <array>

#include "app/pages/common/image_parts.h"
#include "app/pages/common/run_charts.h"

namespace app {
using widgets::Rect;
namespace {

constexpr std::array kMetricsShown = {Metric::Auc, Metric::BalancedAccuracy};

Rect inside(const Rect& card) { return {{card.low.x + 14, card.low.y + 10}, {card.high.x - 8, card.high.y - 6}}; }

}  // namespace

void draw_curves(PageContext& context, const Rect& in, widgets::LinkedPlots& linked) {
  const float gap = context.style.theme.gap_px, width = (in.width() - 2 * gap) / 3;
  begin_run_charts(context, linked);
  Rect rest = in;
  const Rect loss = rest.take_left(width);
  rest.take_left(gap);
  const Rect metrics = rest.take_left(width);
  rest.take_left(gap);
  common::begin_card(context, "Loss", loss, common::Scroll::No);
  loss_chart(context, inside(loss), linked, {});
  common::end_card();
  common::begin_card(context, "Metrics", metrics, common::Scroll::No);
  metrics_chart(context, inside(metrics), linked, kMetricsShown, {});
  common::end_card();
  common::begin_card(context, "Rate", rest, common::Scroll::No);
  rate_chart(context, inside(rest), linked, {});
  common::end_card();
}

}  // namespace app
