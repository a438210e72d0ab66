#include "app/pages/train/train_view.h"

#include <exception>

#include "app/core/setting_text.h"
#include "app/workspace/train_request.h"

namespace app {

void read_settings(TrainView& view) {
  view.settings_problem.clear();
  try {
    view.form.settings = split_assignments(view.settings_text);
    plan_from(view.form, 1);
  } catch (const std::exception& error) {
    view.settings_problem = error.what();
  }
}

}  // namespace app
