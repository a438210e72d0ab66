// The parts of a plan in the import dialog. Main thread only, while a frame is built.
#pragma once

#include <string_view>
#include <vector>

#include "app/shell/plan_view.h"
#include "app/shell/shell_context.h"

namespace app {

void draw_plan_summary(ShellContext& context, const PlanView& plan);
void draw_plan_columns(ShellContext& context, const PlanView& plan);
void draw_plan_classes(ShellContext& context, const PlanView& plan);
void draw_plan_splits(ShellContext& context, const PlanView& plan);
void draw_plan_conflicts(ShellContext& context, PlanView& plan);
void draw_plan_lines(ShellContext& context, std::string_view title, const std::vector<PlanLine>& lines,
                     std::string_view nothing);

}  // namespace app
