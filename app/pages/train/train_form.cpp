#include <algorithm>
#include <array>
#include <string>

#include "app/pages/train/train_commands.h"
#include "app/pages/train/train_panel.h"
#include "app/widgets/controls.h"
#include "app/widgets/format.h"
#include "app/widgets/item.h"
#include "app/widgets/text.h"
#include "engine/ui/icons.h"

namespace app {
using namespace widgets;
namespace {

constexpr std::array<std::string_view, 3> kDepths = {"head", "tail", "whole"};
constexpr std::array<std::string_view, 3> kDepthNotes = {"The last layers learn, on kept features: fast.",
                                                         "The last blocks and the head learn.",
                                                         "Every layer learns: slow, and needs the most memory."};

const char* icon(const TrainContext& context, engine::Icon which) {
  return engine::icon_text(which, context.style.fonts.has_icons);
}

// One of several by title; its note is the tooltip.
void choice_of(const TrainContext& context, const char* landmark, const char* title,
               const std::vector<ModelChoice>& choices, std::string& id) {
  std::vector<std::string> names;
  int selected = -1;
  for (std::size_t i = 0; i < choices.size(); ++i) {
    names.push_back(choices[i].title);
    if (choices[i].id == id) selected = static_cast<int>(i);
  }
  if (choice(context.style, landmark, title, names, selected)) id = choices[static_cast<std::size_t>(selected)].id;
  if (selected >= 0) tooltip(context.style, choices[static_cast<std::size_t>(selected)].note);
}

void target_choice(TrainContext& context) {
  const Gallery& gallery = context.models.gallery;
  std::vector<std::string> names;
  int selected = -1;
  for (const TargetFacts& target : gallery.table().class_list().targets) {
    if (&target == gallery.target()) selected = static_cast<int>(names.size());
    names.push_back(target.name);
  }
  if (choice(context.style, "train.target", "Target", names, selected))
    context.commands.push(SetTarget{names[static_cast<std::size_t>(selected)]});
}

void seed_field(TrainContext& context) {
  int seed = static_cast<int>(context.view.form.seed);
  if (number_field(context.style, "train.seed", "Seed", seed, 0, 1'000'000'000))
    context.view.form.seed = static_cast<std::uint64_t>(seed);
}

void criterion_choice(TrainContext& context) {
  static constexpr std::array<const char*, 3> kIds = {"val_auc", "val_loss", "val_balanced_accuracy"};
  static const std::vector<std::string> kNames = {"validation AUC", "validation loss", "balanced accuracy"};
  std::string& criterion = context.view.form.criterion;
  int selected = static_cast<int>(std::ranges::find(kIds, criterion) - kIds.begin());
  if (choice(context.style, "train.criterion", "Best by", kNames, selected))
    criterion = kIds[static_cast<std::size_t>(selected)];
}

// Only where the splits leak: otherwise there is nothing to allow.
void leak_choice(TrainContext& context) {
  if (context.models.workspace.leak.empty()) return;
  toggle(context.style, "train.allow_leak", "train on a split that leaks", context.view.form.allow_leak,
         context.models.workspace.leak_detail + ". Every score will be marked; \"Split by group…\" ends the leak");
}

// Any setting by name, over the form or the recipe.
void other_settings(TrainContext& context) {
  leak_choice(context);
  TrainView& train = context.view;
  const char* hint = train.form.preset.empty() ? "clip_norm=1 focal_gamma=2" : "2:epochs=10 clip_norm=1";
  const bool edited = text_field(context.style, "train.settings", "Settings", hint, train.settings_text);
  if (edited || !train.settings_text.empty()) read_settings(train);
  if (!train.settings_problem.empty())
    return paragraph(context.style, context.style.fonts.small, context.style.theme.warning, train.settings_problem);
  tooltip(context.style,
          "NAME=VALUE, with spaces between; 2:NAME=VALUE in the second phase only. \"nevus train --describe\" lists "
          "all names.");
}

void hand_made_settings(TrainContext& context) {
  TrainRequest& form = context.view.form;
  const Style& style = context.style;
  number_field(style, "train.epochs", "Epochs", form.epochs, 1, 1000);
  slider(style, "train.rate", "Rate", form.learning_rate, 1e-6F, 1e-1F, {.format = "%.1e", .logarithmic = true});
  number_field(style, "train.batch", "Batch", form.batch_size, 1, 512);
  number_field(style, "train.patience", "Patience", form.patience_epochs, 0, 1000);
  seed_field(context);
  criterion_choice(context);
  toggle(style, "train.class_weights", "weigh classes", form.class_weights,
         "Rare classes count more: n / (classes × n of the class)");
  ImGui::SameLine(0, 18);
  toggle(style, "train.augment", "augment", form.augment, "Rotate, flip, shift, zoom and relight training images");
}

// A recipe has its own settings; only what it starts from is asked.
void recipe_settings(TrainContext& context) {
  seed_field(context);
  for (const ModelChoice& recipe : context.view.recipes) {
    if (recipe.id == context.view.form.preset)
      paragraph(context.style, context.style.fonts.small, context.style.theme.muted, recipe.note);
  }
}

void settings(TrainContext& context) {
  TrainRequest& form = context.view.form;
  choice_of(context, "train.recipe", "Recipe", context.view.recipes, form.preset);
  choice_of(context, "train.model", "Model", context.view.models, form.model);
  target_choice(context);
  const int depth =
      segmented(context.style, "train.depth", kDepths, static_cast<int>(form.depth), ImGui::GetContentRegionAvail().x);
  if (depth >= 0) {
    form.depth = static_cast<Depth>(depth);
    form.learning_rate = usual_learning_rate(form.depth);
  }
  paragraph(context.style, context.style.fonts.tiny, context.style.theme.muted,
            kDepthNotes[static_cast<std::size_t>(form.depth)]);
  if (form.preset.empty())
    hand_made_settings(context);
  else
    recipe_settings(context);
  other_settings(context);
  if (form.preset.empty() && !form.augment) return;  // images are shown as they are
  if (button(context.style, "train.views", "Preview views",
             {.width_px = ImGui::GetContentRegionAvail().x,
              .tip = "What training will see: random views of a few images"})) {
    context.commands.push(RunAction{"preview-views"});
  }
}

// Offered while the shown run is one that was cut off.
void resume_button(TrainContext& context) {
  const RunView& train = context.models.run;
  for (const RunRow& run : train.runs) {
    if (run.id != train.run || !run.resumable) continue;
    const std::string text = "Resume " + run.name;
    if (button(context.style, "train.resume", text,
               {.icon = icon(context, engine::Icon::Play),
                .width_px = ImGui::GetContentRegionAvail().x,
                .tip = "Go on from its last checkpoint, on the labels it began with"})) {
      context.commands.push(ResumeRun{run.id});
    }
  }
}

void live_controls(TrainContext& context) {
  const RunView& train = context.models.run;
  const Style& style = context.style;
  const float half = (ImGui::GetContentRegionAvail().x - 8) / 2;
  const bool paused = train.state == RunState::Paused;
  if (button(style, "train.pause", paused ? "Resume" : "Pause",
             {.icon = icon(context, paused ? engine::Icon::Play : engine::Icon::Pause), .width_px = half}))
    context.commands.push(RunAction{"pause-training"});
  ImGui::SameLine(0, 8);
  if (button(style, "train.stop", "Stop, keep best",
             {.kind = ButtonKind::Danger, .width_px = half, .tip = "End the run now and keep its best epoch"}))
    context.commands.push(RunAction{"stop-training"});
  // Each change is an event of the run: only the rate at which the slider is let go counts.
  float& rate = context.view.live_rate;
  slider(style, "train.live_rate", "Rate", rate, 1e-6F, 1e-1F, {.format = "%.1e", .logarithmic = true});
  if (ImGui::IsItemDeactivated()) context.commands.push(SetLearningRate{rate});
  if (train.learning_rate > 0)
    label(style, style.fonts.tiny, style.theme.muted, "now " + learning_rate(train.learning_rate));
}

void progress(TrainContext& context) {
  const RunView& train = context.models.run;
  const Style& style = context.style;
  const float epochs = static_cast<float>(std::max(1, train.epochs));
  const float within = train.steps > 0 ? static_cast<float>(train.step) / static_cast<float>(train.steps) : 0;
  const float fraction = train.epoch > 0 ? (static_cast<float>(train.epoch - 1) + within) / epochs : -1;
  label(style, style.fonts.small, style.theme.text,
        elided(style.fonts.small, train.phase, ImGui::GetContentRegionAvail().x));
  progress_bar(style, fraction, ImGui::GetContentRegionAvail().x, 8);
  std::string text;
  if (train.seconds_left >= 0 && !context.deterministic) text += duration(train.seconds_left) + " left   ";
  if (train.best_epoch > 0) text += "best epoch " + std::to_string(train.best_epoch) + "   ";
  if (train.patience_left >= 0) text += "patience " + std::to_string(train.patience_left);
  label(style, style.fonts.tiny, style.theme.muted, text.empty() ? " " : text);
}

}  // namespace

void draw_train_form(TrainContext& context) {
  const RunView& train = context.models.run;
  const Style& style = context.style;
  label(style, style.fonts.title, style.theme.text, "Fine-tune");
  if (train.live) {
    progress(context);
    live_controls(context);
    return;
  }
  settings(context);
  ImGui::Dummy({1, 2});
  if (button(style, "train.start", "Start",
             {.kind = ButtonKind::Primary,
              .icon = icon(context, engine::Icon::Fire),
              .width_px = ImGui::GetContentRegionAvail().x,
              .height_px = 42,
              .enabled =
                  !context.models.gallery.table().class_list().targets.empty() && context.view.settings_problem.empty(),
              .tip = "Ctrl Enter"})) {
    context.commands.push(RunAction{"start-training"});
  }
  resume_button(context);
  if (context.models.gallery.table().class_list().targets.empty())
    paragraph(style, style.fonts.small, style.theme.warning,
              "Two labelled classes are needed before anything can be trained.");
  if (train.state == RunState::Failed) paragraph(style, style.fonts.small, style.theme.bad, train.message);
}

void draw_runs(TrainContext& context) {
  const Style& style = context.style;
  section(style, "Runs", std::to_string(context.models.run.runs.size()));
  for (const RunRow& run : context.models.run.runs) {
    const ImVec2 at = ImGui::GetCursorScreenPos();
    const float width = ImGui::GetContentRegionAvail().x;
    const Item row = item(style, "train.run." + std::to_string(run.id), {width, 44});
    if (row.clicked) context.commands.push(ShowRun{run.id, 0});
    const bool shown = context.models.run.run == run.id;
    if (shown || row.hovered)
      ImGui::GetWindowDrawList()->AddRectFilled(at, {at.x + width, at.y + 44},
                                                shown ? style.theme.accent_soft : style.theme.control, 8);
    draw_text(style.fonts.small, {at.x + 10, at.y + 5}, style.theme.text, run.name);
    draw_text_right(style.fonts.mono, {at.x + width - 10, at.y + 6},
                    run.state == RunState::Failed ? style.theme.bad : style.theme.good,
                    run.state == RunState::Failed ? "failed" : "AUC " + decimals(run.best_auc, 3));
    draw_text(style.fonts.tiny, {at.x + 10, at.y + 24}, style.theme.muted,
              elided(style.fonts.tiny, run.summary + (context.deterministic ? "" : " · " + run.when), width - 20));
  }
}

}  // namespace app
