// The Train page's own view: the settings of the next run and what can be chosen. Main thread only.
#pragma once

#include <string>
#include <vector>

#include "app/core/train_request.h"
#include "app/pages/page.h"

namespace app {

struct ModelChoice {
  std::string id, title;
  std::string note;  // "0.35 x 96 px, ships with Nevus"
};

struct TrainView {
  TrainRequest form;             // edited in place by the panel
  std::string settings_text;     // what form.settings was read from
  std::string settings_problem;  // why it could not be read; empty: it could
  float live_rate = 1e-3F;       // of the run that trains now; edited in place
  std::vector<ModelChoice> models;
  std::vector<ModelChoice> recipes;  // the first, without id, is what stands in the form
};

// After settings_text was edited, or what it stands over: checks the names and values too.
void read_settings(TrainView& view);

struct TrainContext : PageContext {
  TrainView& view;
};

}  // namespace app
