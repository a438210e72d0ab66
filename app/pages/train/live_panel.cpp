#include "app/pages/train/live_panel.h"

#include <algorithm>
#include <string>
#include <vector>

#include "app/pages/common/stage.h"
#include "app/widgets/controls.h"
#include "app/widgets/drop_down.h"
#include "engine/ui/scale.h"

namespace app {
using namespace widgets;
namespace {

constexpr float kTabs_px = 32, kTabWidth_px = 84;

const char* name_of(EvaluationPart part) {
  switch (part) {
    case EvaluationPart::Numbers: return "Numbers";
    case EvaluationPart::Matrix: return "Matrix";
    case EvaluationPart::Curve: return "Curve";
  }
  return "";
}

void draw_part(TrainContext& context, EvaluationPart part, const Rect& in) {
  switch (part) {
    case EvaluationPart::Numbers: return draw_numbers(context, in);
    case EvaluationPart::Matrix: return draw_matrix(context, in);
    case EvaluationPart::Curve: return draw_curve(context, in);
  }
}

}  // namespace

int looked_at(const TrainContext& context) {
  const auto groups = static_cast<int>(context.models.run.evaluation.groups.size());
  if (groups == 2) return 1;
  return context.view.live.group < groups ? context.view.live.group : kAllGroups;
}

void group_choice(TrainContext& context, const char* landmark, const Rect& in) {
  const std::vector<std::string>& groups = context.models.run.evaluation.groups;
  if (groups.size() <= 2) return;
  std::vector<std::string> names{"all " + std::to_string(groups.size()) + ", mean"};
  names.insert(names.end(), groups.begin(), groups.end());
  ImGui::SetCursorScreenPos(in.low);
  const int chosen = drop_down(context.style, landmark, names, looked_at(context) + 1, {in.width(), in.height()});
  if (chosen >= 0) context.view.live.group = chosen - 1;
}

void present_part(TrainContext& context, EvaluationPart part, const Rect& in) {
  if (const auto place = common::on_stage(context, name_of(part), in)) draw_part(context, part, *place);
}

void draw_one_of(TrainContext& context, const LiveLayout& layout) {
  if (!layout.one) return;
  std::vector<EvaluationPart> parts;
  if (!layout.numbers) parts.push_back(EvaluationPart::Numbers);
  if (!layout.matrix) parts.push_back(EvaluationPart::Matrix);
  if (!layout.curve) parts.push_back(EvaluationPart::Curve);
  EvaluationPart& shown = context.view.live.part;
  if (std::ranges::find(parts, shown) == parts.end()) shown = parts.front();
  std::vector<std::string_view> names;
  for (const EvaluationPart part : parts) names.emplace_back(name_of(part));
  Rect rest = *layout.one;
  const Rect tabs = rest.take_top(kTabs_px);
  rest.take_top(6);
  ImGui::SetCursorScreenPos(tabs.low);
  const int selected = static_cast<int>(std::ranges::find(parts, shown) - parts.begin());
  const float width = std::min(tabs.width(), kTabWidth_px * static_cast<float>(parts.size()));
  const int clicked = segmented(context.style, "train.show", names, selected, width);
  if (clicked >= 0) shown = parts[static_cast<std::size_t>(clicked)];
  draw_part(context, shown, rest);
}

// Higher than the window where that is too small: it is scrolled then.
void draw_live(TrainContext& context, const Rect& in) {
  ImGui::SetCursorScreenPos(in.low);
  ImGui::PushStyleVar(ImGuiStyleVar_WindowPadding, {0, 0});
  ImGui::BeginChild("live", {in.width(), in.height()}, false, ImGuiWindowFlags_None);
  ImGui::PopStyleVar();
  engine::sharpen(*ImGui::GetWindowDrawList());
  const float gap = context.style.theme.gap_px;
  const RunView& run = context.models.run;
  const bool norms = !blocks_of(run).empty();
  LiveLayout layout = live_layout(in, gap, norms);
  const bool scrolls = layout.height_px > in.height() + 0.5F;
  Rect place = in;
  if (scrolls) place.high.x -= ImGui::GetStyle().ScrollbarSize + 2;
  place.low.y -= ImGui::GetScrollY();
  place.high.y -= ImGui::GetScrollY();
  layout = live_layout(place, gap, norms);
  if (!common::one_on_stage(context)) draw_live_status(context, layout.status);
  if (const auto charts = common::on_stage(context, "curves", layout.charts))
    draw_live_charts(context, common::one_on_stage(context) ? charts_layout(*charts, norms) : layout);
  if (layout.numbers) present_part(context, EvaluationPart::Numbers, *layout.numbers);
  if (layout.curve) present_part(context, EvaluationPart::Curve, *layout.curve);
  if (layout.matrix) present_part(context, EvaluationPart::Matrix, *layout.matrix);
  if (!common::one_on_stage(context)) draw_one_of(context, layout);
  ImGui::SetCursorScreenPos({place.low.x, place.low.y + layout.height_px - 1});
  ImGui::Dummy({1, 1});
  ImGui::EndChild();
}

}  // namespace app
