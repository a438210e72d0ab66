#include <algorithm>
#include <set>

#include "app/pages/common/run_charts.h"
#include "app/widgets/format.h"

namespace app {
using namespace widgets;
namespace {

constexpr float kStep = 1.4F;  // a rate that falls by so much at once has been lowered; a cosine falls in small steps

// Where the trainer lowered the rate: it was level before.
void add_rate_steps(const RunView& run, const engine::Theme& theme, std::vector<ChartMark>& marks) {
  const auto asked_for = [&](float at) {
    return std::ranges::any_of(run.marks, [at](const RunMark& mark) {
      return mark.kind == "learning_rate" && mark.at >= at - 1 && mark.at <= at + 1;
    });
  };
  for (std::size_t i = 1; i < run.epochs_done.size(); ++i) {
    const float before = run.epochs_done[i - 1].learning_rate, now = run.epochs_done[i].learning_rate;
    const bool level = i > 1 && run.epochs_done[i - 2].learning_rate == before;
    const auto at = static_cast<float>(run.epochs_done[i - 1].epoch);
    if (!(now > 0) || !(before / now >= kStep) || !level || asked_for(at)) continue;
    marks.push_back({.at = at, .text = "rate " + learning_rate(now), .colour = theme.muted, .dashed = true});
  }
}

// Without validation nothing was waited for.
void add_best(const RunView& run, const engine::Theme& theme, std::vector<ChartMark>& marks) {
  if (run.best_epoch <= 0) return;
  const bool chosen = chose_best(run), waits = chosen && run.patience_epochs > 0;
  const auto best = static_cast<float>(run.best_epoch), end = best + static_cast<float>(run.patience_epochs);
  if (waits) marks.push_back({.at = best, .until = end, .text = "", .colour = theme.text});
  marks.push_back(
      {.at = best, .text = (chosen ? "best " : "kept ") + std::to_string(run.best_epoch), .colour = theme.good});
  if (waits)
    marks.push_back(
        {.at = end, .text = "patience " + std::to_string(run.patience_epochs), .colour = theme.muted, .dashed = true});
}

}  // namespace

std::vector<ChartMark> marks_of(const RunView& run, const engine::Theme& theme) {
  std::vector<ChartMark> marks;
  add_best(run, theme, marks);
  add_rate_steps(run, theme, marks);
  for (const RunMark& mark : run.marks)
    marks.push_back({.at = mark.at, .text = mark.text, .colour = theme.warning, .dashed = true});
  std::ranges::stable_sort(marks, {}, &ChartMark::at);
  return marks;
}

std::vector<std::string> blocks_of(const RunView& run) {
  std::vector<std::string> blocks;
  std::set<std::string> known;
  for (const EpochView& epoch : run.epochs_done)
    for (const BlockNorm& norm : epoch.block_norms)
      if (known.insert(norm.block).second) blocks.push_back(norm.block);
  return blocks;
}

std::vector<float> norms_of(const RunView& run, const std::string& block, Norm norm) {
  std::vector<float> values;
  for (const EpochView& epoch : run.epochs_done) {
    const auto found = std::ranges::find(epoch.block_norms, block, &BlockNorm::block);
    values.push_back(found == epoch.block_norms.end() ? kUnknown
                     : norm == Norm::Gradient         ? found->gradient
                                                      : found->update);
  }
  return values;
}

ImU32 training_colour(const engine::Theme& theme) { return theme.series[1]; }
ImU32 validation_colour(const engine::Theme& theme) { return theme.series[0]; }
ImU32 overlay_colour(const engine::Theme& theme, std::size_t place) { return theme.series[2 + place % 6]; }

}  // namespace app
