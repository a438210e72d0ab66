#include <algorithm>
#include <array>
#include <string>

#include "app/pages/train/left_out_choice.h"
#include "app/pages/train/live_controls.h"
#include "app/pages/train/settings_fields.h"
#include "app/pages/train/train_commands.h"
#include "app/pages/train/train_panel.h"
#include "app/widgets/controls.h"
#include "app/widgets/format.h"
#include "app/widgets/text.h"
#include "engine/ui/icons.h"

namespace app {
using namespace widgets;
namespace {

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
  TrainRequest& form = context.view.form;
  number_field(context.style, "train.seed", "Seed", form.seed);
  tooltip(context.style, "Of all random numbers; equal seeds make equal runs");
  number_field(context.style, "train.keep_every", "Keep every", form.keep_every, 0, 100'000);
  tooltip(context.style,
          "Keep the weights of every so many epochs too, to branch from; 0: the best and the last. Each is a file of "
          "the model's size, 2 MB at width 0.35 and 9 MB at 1.0");
}

// Only where the splits leak: otherwise there is nothing to allow.
void leak_choice(TrainContext& context) {
  if (context.models.workspace.leak.empty()) return;
  toggle(context.style, "train.allow_leak", "train on a split that leaks", context.view.form.allow_leak,
         context.models.workspace.leak_detail + ". Every score will be marked; \"Split by group…\" ends the leak");
}

// Every change as text, for those who know the names.
void expert_line(TrainContext& context) {
  TrainView& view = context.view;
  std::string line = view.settings.line();
  if (text_field(context.style, "train.settings", "As text", "epochs=10 clip_norm=1", line))
    view.settings.type_line(view.form, line);
  tooltip(context.style,
          "The changes as NAME=VALUE, with spaces between; 2:NAME=VALUE in the second phase only. What "
          "`nevus train --set` takes");
  if (!view.settings.line_problem().empty())
    paragraph(context.style, context.style.fonts.tiny, context.style.theme.warning, view.settings.line_problem());
}

std::string_view recipe_sentence(const TrainView& view) {
  for (const ModelChoice& recipe : view.recipes)
    if (recipe.id == view.form.preset) return recipe.note;
  return {};
}

// What a branch begins from, instead of a model.
void parent_line(TrainContext& context) {
  TrainView& view = context.view;
  const std::string text =
      "From " + view.parent_name + ", " +
      (view.form.parent_epoch > 0 ? "epoch " + std::to_string(view.form.parent_epoch) : "its best epoch");
  if (button(context.style, "train.parent", text,
             {.icon = icon(context, engine::Icon::Close),
              .width_px = ImGui::GetContentRegionAvail().x,
              .tip = "The new run begins with these weights, its optimiser and schedule anew. Press to begin from a "
                     "model instead"})) {
    view.form.parent = 0;
    view.form.parent_epoch = 0;
  }
}

void what_learns(TrainContext& context) {
  TrainRequest& form = context.view.form;
  const int depth =
      segmented(context.style, "train.depth", kDepths, static_cast<int>(form.depth), ImGui::GetContentRegionAvail().x);
  if (depth >= 0) {
    form.depth = static_cast<Depth>(depth);
    form.learning_rate = usual_learning_rate(form.depth);
  }
  paragraph(context.style, context.style.fonts.tiny, context.style.theme.muted,
            kDepthNotes[static_cast<std::size_t>(form.depth)]);
}

// Whether images are varied, and what that looks like.
void views(TrainContext& context) {
  TrainRequest& form = context.view.form;
  if (form.preset.empty()) {
    toggle(context.style, "train.augment", "augment", form.augment,
           "Rotate, flip, shift, zoom and relight training images");
    if (!form.augment) return;  // images are shown as they are
    ImGui::SameLine(0, 14);
  }
  if (button(context.style, "train.views", "Preview views",
             {.width_px = ImGui::GetContentRegionAvail().x,
              .height_px = 28,
              .tip = "What training will see: random views of a few images"})) {
    context.commands.push(RunAction{"preview-views"});
  }
}

void essentials(TrainContext& context) {
  TrainView& view = context.view;
  choice_of(context, "train.recipe", "Recipe", view.recipes, view.form.preset);
  paragraph(context.style, context.style.fonts.tiny, context.style.theme.muted, recipe_sentence(view));
  if (view.form.parent > 0)
    parent_line(context);
  else
    choice_of(context, "train.model", "Model", view.models, view.form.model);
  target_choice(context);
  draw_left_out_choice(context);
  what_learns(context);
  leak_choice(context);
  views(context);
}

void settings(TrainContext& context) {
  TrainView& view = context.view;
  draw_settings_fields(context);
  ImGui::Dummy({1, 2});
  seed_field(context);
  if (!view.form.settings.empty() && button(context.style, "train.reset", "Reset to the recipe",
                                            {.width_px = ImGui::GetContentRegionAvail().x, .height_px = 30}))
    view.settings.reset_all(view.form);
}

// One that has finished gets more epochs than it has.
void go_on(TrainContext& context, const RunRow& run) {
  int& more = context.view.more_epochs;
  const int done = static_cast<int>(context.models.run.epochs_done.size());
  if (more <= done) more = done + std::max(1, done / 2);
  number_field(context.style, "train.more_epochs", "Go on to", more, done + 1, 100'000);
  if (button(context.style, "train.go_on", "Go on with " + run.name,
             {.icon = icon(context, engine::Icon::Play),
              .width_px = ImGui::GetContentRegionAvail().x,
              .height_px = 30,
              .tip = "Up to that epoch, on the labels it began with, without stopping early. It ends as one begun with "
                     "that many, but with a cosine schedule"}))
    context.commands.push(ResumeRun{run.id, more, 0});
}

// Offered while the shown run can go on.
void resume_button(TrainContext& context) {
  const RunView& train = context.models.run;
  for (const RunRow& run : train.runs) {
    if (run.id != train.run || !run.resumable) continue;
    if (run.state == RunState::Finished) return go_on(context, run);
    if (button(context.style, "train.resume", "Resume " + run.name,
               {.icon = icon(context, engine::Icon::Play),
                .width_px = ImGui::GetContentRegionAvail().x,
                .height_px = 30,
                .tip = "Go on from its last checkpoint, on the labels it began with"})) {
      context.commands.push(ResumeRun{run.id});
    }
  }
}

// Of the shown run: from the epoch that is shown another run begins, with what the form then says.
void branch_button(TrainContext& context) {
  const RunView& train = context.models.run;
  const auto row = std::ranges::find_if(train.runs, [&](const RunRow& run) { return run.id == train.run; });
  if (row == train.runs.end() || train.evaluation.epoch < 1 || train.evaluation.refit) return;
  if (button(
          context.style, "train.branch",
          "Branch from " + row->name + ", epoch " + std::to_string(train.evaluation.epoch),
          {.width_px = ImGui::GetContentRegionAvail().x,
           .height_px = 30,
           .tip = "Fills the form with its settings; the new run begins with the weights of that epoch, if they were "
                  "kept"}))
    context.commands.push(BranchRun{row->id, train.evaluation.epoch});
  if (row->state == RunState::Finished &&
      button(
          context.style, "train.replay", "Replay " + row->name,
          {.width_px = ImGui::GetContentRegionAvail().x,
           .height_px = 30,
           .tip = "Trains it once more with all that was changed on the way, and says whether it came out the same"}))
    context.commands.push(ReplayRun{row->id});
}

void start_button(TrainContext& context) {
  const Style& style = context.style;
  TrainView& view = context.view;
  const bool has_target = !context.models.gallery.table().class_list().targets.empty();
  std::string problem = view.settings.problem();
  if (problem.empty() && !view.form.leave_out.empty())
    problem = left_out_words(view.sources, view.form.leave_out).problem;
  if (button(style, "train.start", view.form.parent > 0 ? "Start the branch" : "Start",
             {.kind = ButtonKind::Primary,
              .icon = icon(context, engine::Icon::Fire),
              .width_px = ImGui::GetContentRegionAvail().x,
              .height_px = 40,
              .enabled = has_target && problem.empty(),
              .tip = problem.empty() ? "Ctrl Enter" : std::string_view(problem)})) {
    context.commands.push(RunAction{"start-training"});
  }
  if (!view.settings.problem().empty()) paragraph(style, style.fonts.tiny, style.theme.warning, problem);
  if (!has_target)
    paragraph(style, style.fonts.small, style.theme.warning,
              "Two labelled classes are needed before anything can be trained.");
  const RunView& run = context.models.run;
  if (const std::string& why = run.start_problem; !why.empty())
    paragraph(style, style.fonts.small, style.theme.bad, why);
  else if (run.state == RunState::Failed)
    paragraph(style, style.fonts.small, style.theme.bad, run.message);
}

}  // namespace

void draw_train_form(TrainContext& context) {
  const Style& style = context.style;
  if (context.models.run.live) return draw_live_controls(context);
  label(style, style.fonts.title, style.theme.text, "Fine-tune");
  context.view.settings.follow(context.view.form);
  essentials(context);
  start_button(context);
  expert_line(context);
  settings(context);
  resume_button(context);
  branch_button(context);
}

}  // namespace app
