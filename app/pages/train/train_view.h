// The Train page's own view: the settings of the next run and what can be chosen. Main thread only.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "app/core/train_request.h"
#include "app/pages/page.h"
#include "app/pages/train/form_settings.h"
#include "app/pages/train/left_out_choice.h"
#include "app/pages/train/live_view.h"

namespace app {

struct ModelChoice {
  std::string id, title;
  std::string note;  // "0.35 x 96 px, ships with Nevus"
};

// What is set in the run that trains now: edited in place, and asked for when a field is left.
struct LiveSettings {
  float rate = 1e-3F;
  int epochs = 0, patience = 0;
  Depth depth = Depth::Head;  // asked for next
  float depth_rate = 1e-4F;   // at this rate
  RunId run = 0;              // whose they are
  int first_epoch = 0;        // of the phase whose they are
};

struct TrainView {
  TrainRequest form;        // edited in place by the panel
  SettingsForm settings;    // the same, setting by setting
  LabelledSources sources;  // of which one can be left out
  int shown_phase = 1;      // whose settings are seen
  std::set<ml::SettingGroup> open_groups = {ml::SettingGroup::Length, ml::SettingGroup::Rate};
  std::string parent_name;  // of the run that is branched from; empty: none
  LiveView live;            // how the shown run is looked at
  LiveSettings asked;
  int more_epochs = 0;  // to which the shown run, which has finished, may go on
  std::vector<ModelChoice> models;
  std::vector<ModelChoice> recipes;  // the first, without id, is what stands in the form
};

struct TrainContext : PageContext {
  TrainView& view;
};

}  // namespace app
