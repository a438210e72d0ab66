#include "app/pages/train/train_panel.h"

#include "app/pages/common/curves.h"
#include "app/pages/common/image_parts.h"

namespace app {
namespace {

constexpr float kForm_px = 330;

}  // namespace

void draw_train(TrainContext& context, widgets::Rect page) {
  const widgets::Rect form = page.take_left(kForm_px);
  page.take_left(context.style.theme.gap_px);
  common::begin_card(context, "form", form);
  draw_train_form(context);
  draw_runs(context);
  common::end_card();
  const widgets::Rect curves = page.take_top((page.height() - context.style.theme.gap_px) * 0.44F);
  page.take_top(context.style.theme.gap_px);
  draw_curves(context, curves);
  draw_evaluation(context, page);
}

}  // namespace app
