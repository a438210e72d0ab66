#include "app/pages/train/train_panel.h"

#include "app/pages/common/image_parts.h"
#include "app/pages/common/stage.h"
#include "app/pages/train/live_panel.h"
#include "app/pages/train/run_list.h"

namespace app {
namespace {

constexpr float kForm_px = 330;

}  // namespace

void draw_train(TrainContext& context, widgets::Rect page) {
  if (!context.view.live.form_hidden && !common::one_on_stage(context)) {
    const widgets::Rect form = page.take_left(kForm_px);
    page.take_left(context.style.theme.gap_px);
    common::begin_card(context, "form", form);
    draw_train_form(context);
    draw_runs(context);
    common::end_card();
  }
  draw_live(context, page);
}

}  // namespace app
