// A plan as the import dialog shows it. Any thread; pure.
#pragma once

#include "app/shell/plan_view.h"
#include "app/workspace/import.h"

namespace app {

struct PlanDecisions {
  SourceChoices source;
  PlanChoices plan;
  ImportChoices import;
};

PlanView plan_view_of(const ImportPlan& plan, const PlanDecisions& decisions);

}  // namespace app
