#include "app/pages/train/live_controls.h"

#include <algorithm>
#include <cmath>
#include <string>

#include "app/models/run_words.h"
#include "app/pages/train/train_commands.h"
#include "app/widgets/controls.h"
#include "app/widgets/format.h"
#include "app/widgets/text.h"
#include "engine/ui/icons.h"

namespace app {
using namespace widgets;
namespace {

constexpr float kButtonHeight_px = 34;

// Of the run, or of the stage before its first epoch.
float fraction_done(const RunView& train) {
  if (train.epoch > 0 && train.phase.starts_with("Epoch")) {
    const float within = train.steps > 0 ? static_cast<float>(train.step) / static_cast<float>(train.steps) : 0;
    return (static_cast<float>(train.epoch - 1) + within) / static_cast<float>(std::max(1, train.epochs));
  }
  return train.stage_total > 0 ? static_cast<float>(train.stage_done) / static_cast<float>(train.stage_total) : -1;
}

// "1,200 of 5,700 · 84 images/s · 53 s left"
std::string measures(const TrainContext& context) {
  const RunView& train = context.models.run;
  const bool epochs = train.phase.starts_with("Epoch");
  std::string text;
  if (train.stage_total > 0)
    text = (epochs ? "batch " : "") + grouped(train.stage_done) + " of " + grouped(train.stage_total);
  if (context.deterministic) return text;
  const auto add = [&](const std::string& part) { text += (text.empty() ? "" : "   ") + part; };
  if (!std::isnan(train.images_per_s)) add(grouped(std::lround(train.images_per_s)) + " images/s");
  if (!std::isnan(train.seconds_left)) add(duration(train.seconds_left) + " left");
  return text;
}

void progress(TrainContext& context) {
  const RunView& train = context.models.run;
  const Style& style = context.style;
  const float width = ImGui::GetContentRegionAvail().x;
  label(style, style.fonts.small, style.theme.text, elided(style.fonts.small, train.phase, width));
  progress_bar(style, fraction_done(train), width, 8);
  paragraph(style, style.fonts.tiny, style.theme.muted, measures(context));
  std::string standing;
  if (train.best_epoch > 0) standing = kept_epoch_words(train.best_epoch, chose_best(train));
  if (train.patience_left >= 0) standing += "   " + std::to_string(train.patience_left) + " epochs of patience left";
  if (!standing.empty()) paragraph(style, style.fonts.tiny, style.theme.muted, standing);
}

void action_button(TrainContext& context, const char* landmark, const char* text, const char* action, float width,
                   const ButtonLook& look) {
  ButtonLook shown = look;
  shown.width_px = width;
  shown.height_px = kButtonHeight_px;
  if (button(context.style, landmark, text, shown)) context.commands.push(RunAction{action});
}

void going(TrainContext& context) {
  const RunView& train = context.models.run;
  const float half = (ImGui::GetContentRegionAvail().x - 8) / 2;
  const bool held = train.state == RunState::Paused || train.pausing || train.stepping;
  action_button(
      context, "train.pause", held ? "Resume" : "Pause", "pause-training", half,
      {.icon = engine::icon_text(held ? engine::Icon::Play : engine::Icon::Pause, context.style.fonts.has_icons),
       .tip = "Ctrl P"});
  ImGui::SameLine(0, 8);
  action_button(context, "train.stop", "Stop, keep best", "stop-training", half,
                {.kind = ButtonKind::Danger,
                 .enabled = !train.stopping,
                 .tip = "End the run now and keep its best epoch; it can be resumed. Ctrl ."});
  action_button(context, "train.step", "One batch", "step-training", half,
                {.tip = "One batch (or the evaluation that ends the epoch), then pause. Ctrl Shift B"});
  ImGui::SameLine(0, 8);
  action_button(context, "train.one_epoch", "One epoch", "epoch-training", half,
                {.tip = "On to the end of the epoch, then pause. Ctrl Shift O"});
}

// The fields show what holds in the run until they are edited.
void follow(const RunView& train, LiveSettings& live) {
  const bool another_phase = live.first_epoch != train.part_first_epoch;
  const bool another = train.run && (live.run != *train.run || another_phase);
  if (another || live.epochs == 0) live.epochs = train.epochs;
  if (another) {
    live.run = *train.run;
    live.first_epoch = train.part_first_epoch;
    live.rate = 0;
    live.patience = train.patience_epochs;
    live.depth = train.depth;
  }
  if (live.rate <= 0 && train.learning_rate > 0 && train.epoch > train.part_first_epoch)
    live.rate = train.learning_rate;
}

void rate_and_length(TrainContext& context) {
  const RunView& train = context.models.run;
  const Style& style = context.style;
  LiveSettings& live = context.view.asked;
  section(style, "Change on the way", "from the next batch");
  // Each change is an event of the run: only the rate at which the slider is let go counts.
  float shown = live.rate > 0 ? live.rate : train.learning_rate > 0 ? train.learning_rate : 1e-6F;
  const bool moved =
      slider(style, "train.live_rate", "Rate", shown, 1e-6F, 1e-1F, {.format = "%.1e", .logarithmic = true});
  if (moved) live.rate = shown;
  const bool by_key = moved && !ImGui::IsMouseDown(ImGuiMouseButton_Left);
  if ((ImGui::IsItemDeactivated() && live.rate > 0) || by_key) context.commands.push(SetLearningRate{live.rate});
  if (train.learning_rate > 0)
    label(style, style.fonts.tiny, style.theme.muted, "now " + learning_rate(train.learning_rate));
  const int least = std::max(1, train.epoch);
  number_field(style, "train.live_epochs", "Epochs", live.epochs, least, 100'000);
  if (ImGui::IsItemDeactivatedAfterEdit()) context.commands.push(SetEpochs{live.epochs});
  tooltip(style, "In all; the phase at work gets the difference. An epoch that has begun is finished");
  number_field(style, "train.live_patience", "Patience", live.patience, 0, 100'000);
  if (ImGui::IsItemDeactivatedAfterEdit()) context.commands.push(SetPatience{live.patience});
  tooltip(style, "Epochs without improvement before the phase ends; 0: never");
}

void depth_change(TrainContext& context) {
  const RunView& train = context.models.run;
  const Style& style = context.style;
  LiveSettings& live = context.view.asked;
  section(style, "What learns", "from the next epoch");
  const float width = ImGui::GetContentRegionAvail().x;
  const int depth = segmented(style, "train.live_depth", kDepths, static_cast<int>(live.depth), width);
  if (depth >= 0) {
    live.depth = static_cast<Depth>(depth);
    live.depth_rate = usual_learning_rate(live.depth);
  }
  if (live.depth == train.depth) return;
  slider(style, "train.depth_rate", "At rate", live.depth_rate, 1e-6F, 1e-1F, {.format = "%.1e", .logarithmic = true});
  if (button(style, "train.depth_apply", "Train the " + std::string(name_of(live.depth)) + " from the next epoch",
             {.width_px = width, .height_px = kButtonHeight_px}))
    context.commands.push(SetDepth{live.depth, live.depth_rate});
  paragraph(style, style.fonts.tiny, style.theme.muted,
            "Goes on from the best epoch so far, with the epochs that are left; optimiser, schedule and patience begin "
            "anew.");
}

}  // namespace

void draw_live_controls(TrainContext& context) {
  const Style& style = context.style;
  std::string doing = doing_in_words(context.models.run);
  doing[0] = static_cast<char>(doing[0] - 'a' + 'A');
  paragraph(style, style.fonts.title, style.theme.text, doing);
  follow(context.models.run, context.view.asked);
  progress(context);
  going(context);
  if (context.models.run.epoch == 0) return;  // nothing holds yet that could be changed
  rate_and_length(context);
  depth_change(context);
}

}  // namespace app
