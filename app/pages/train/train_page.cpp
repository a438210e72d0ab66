#include "app/pages/train/train_page.h"

#include <algorithm>
#include <exception>
#include <utility>

#include "app/core/joined.h"
#include "app/pages/train/train_commands.h"
#include "app/pages/train/train_panel.h"
#include "app/workspace/model_store.h"
#include "app/workspace/train_request.h"
#include "ml/train/train_plan.h"

namespace app {

TrainPage::TrainPage(Session& session, JobLane& lane, Inbox& inbox, Messages& messages, CommandQueue& commands,
                     std::function<void()> wake)
    : session_(session),
      messages_(messages),
      commands_(commands),
      launcher_(session, lane, inbox, messages, std::move(wake)) {}

const PageInfo& TrainPage::info() const {
  static const PageInfo info{"train", "Train", "Start a run and watch it", "f3", engine::Icon::Train};
  return info;
}

void TrainPage::draw(PageContext& context, widgets::Rect in) {
  TrainContext own{context, view_};
  draw_train(own, in);
}

void TrainPage::refresh_models() {
  view_.models = {{"starter", "Starter", "MobileNetV2 0.35, 96 px, trained on generated images"}};
  if (has_imported_weights())
    view_.models.insert(view_.models.begin(), {"imagenet", "ImageNet", "MobileNetV2 1.0, 224 px, imported weights"});
  view_.recipes = {{"", "By hand", "for experiments: one phase with the settings below"}};
  for (const ml::PresetInfo& preset : ml::presets())
    view_.recipes.push_back({std::string(preset.name), std::string(preset.name), std::string(preset.summary)});
  if (view_.form.model.empty()) view_.form.model = view_.models.front().id;
}

// They were imported to be trained from.
void TrainPage::weights_changed() {
  refresh_models();
  view_.form.model = view_.models.front().id;
}

TrainRequest TrainPage::request() const {
  TrainRequest request = view_.form;
  if (const TargetFacts* target = session_.models().gallery.target()) request.target = target->name;
  return request;
}

void TrainPage::start() {
  view_.settings.follow(view_.form);
  view_.sources.follow(session_.models().gallery);
  std::string problem = view_.settings.problem();
  if (problem.empty() && !view_.form.leave_out.empty())
    problem = left_out_words(view_.sources, view_.form.leave_out).problem;
  if (!problem.empty()) return messages_.show(MessageKind::Warning, "Nothing was started", problem);
  if (!session_.models().run.live) view_.asked = {.rate = 0};  // as the run says
  launcher_.start(request());
}

void TrainPage::branch(RunId run, int epoch) {
  const std::vector<RunRow>& runs = session_.models().run.runs;
  const auto row = std::ranges::find(runs, run, &RunRow::id);
  if (row == runs.end())
    return messages_.show(MessageKind::Warning, "No branch", "There is no run " + std::to_string(run) + " any more.");
  try {
    view_.form = request_from_json(row->config_json);
  } catch (const std::exception& error) {
    return messages_.show(MessageKind::Error, "No branch", "Its settings cannot be read: " + std::string(error.what()));
  }
  view_.form.parent = run;
  view_.form.parent_epoch = epoch;
  view_.form.replay_of = 0;
  view_.parent_name = row->name;
  if (!view_.form.target.empty()) commands_.push(SetTarget{view_.form.target});
  commands_.push(ShowPage{"train"});
}

std::optional<std::string> TrainPage::script_value(const std::string& key) const {
  if (key == "train.part")
    return view_.live.part == EvaluationPart::Numbers  ? "numbers"
           : view_.live.part == EvaluationPart::Matrix ? "matrix"
                                                       : "curve";
  if (key == "train.leave_out") return view_.form.leave_out.empty() ? "nothing" : joined(view_.form.leave_out);
  if (key == "train.left_out_words")
    return view_.form.leave_out.empty() ? "" : left_out_words(view_.sources, view_.form.leave_out).words;
  return std::nullopt;
}

void TrainPage::enter_commands(CommandTable& table) {
  table.on<ResumeRun>([](const ResumeRun& c) { return "Resume run " + std::to_string(c.run); },
                      [this](const ResumeRun& c) {
                        launcher_.resume({.run = c.run, .epochs = c.epochs, .patience = c.patience});
                        commands_.push(ShowPage{"train"});
                      });
  table.on<ReplayRun>([](const ReplayRun& c) { return "Replay run " + std::to_string(c.run); },
                      [this](const ReplayRun& c) {
                        launcher_.replay(c.run);
                        commands_.push(ShowPage{"train"});
                      });
  table.on<BranchRun>([](const BranchRun& c) { return "Branch from run " + std::to_string(c.run); },
                      [this](const BranchRun& c) { branch(c.run, c.epoch); });
  table.on<SetEpochs>("Change the number of epochs", [this](const SetEpochs& c) { launcher_.set_epochs(c.epochs); });
  table.on<SetPatience>("Change the patience", [this](const SetPatience& c) { launcher_.set_patience(c.epochs); });
  table.on<SetDepth>("Change the depth", [this](const SetDepth& c) { launcher_.set_depth(c.depth, c.learning_rate); });
  table.on<SetLearningRate>("Change the learning rate",
                            [this](const SetLearningRate& c) { launcher_.set_learning_rate(c.learning_rate); });
}

void TrainPage::enter_actions(ActionTable& table) {
  enter_part_actions(table);
  table.add({.id = "start-training",
             .menu = "Train",
             .title = "Start training",
             .tooltip = "Start a run with these settings",
             .shortcut = "ctrl+enter",
             .scope = Scope::Page,
             .pages = {"train"},
             .over_text_field = true,
             .run = [this] { start(); }});
  table.add({.id = "fine-tune",
             .menu = "Train",
             .title = "Fine-tune…",
             .tooltip = "Show the settings of a run, to start it there",
             .shortcut = "ctrl+enter",
             .scope = Scope::Page,
             .pages = {"library", "inspect"},
             .run = [this] { commands_.push(ShowPage{"train"}); }});
  table.add({.id = "pause-training",
             .menu = "Train",
             .title = "Pause or resume",
             .tooltip = "Pause the run at the next batch, or go on",
             .shortcut = "ctrl+p",
             .over_text_field = true,
             .run = [this] { launcher_.pause_or_resume(); }});
  table.add({.id = "step-training",
             .menu = "Train",
             .title = "One batch, then pause",
             .tooltip = "Let the run make one batch (or the evaluation that ends the epoch), then pause",
             .shortcut = "ctrl+shift+b",
             .over_text_field = true,
             .run = [this] { launcher_.one_step(); }});
  table.add({.id = "epoch-training",
             .menu = "Train",
             .title = "One epoch, then pause",
             .tooltip = "Let the run go on to the end of the epoch, then pause",
             .shortcut = "ctrl+shift+o",
             .over_text_field = true,
             .run = [this] { launcher_.one_epoch(); }});
  table.add({.id = "stop-training",
             .menu = "Train",
             .title = "Stop and keep best",
             .tooltip = "End the run and keep its best epoch",
             .shortcut = "ctrl+.",
             .over_text_field = true,
             .run = [this] { launcher_.stop_and_keep_best(); }});
  table.add({.id = "preview-views",
             .menu = "Train",
             .title = "Preview augmentation",
             .tooltip = "What training will see: random views of a few images",
             .shortcut = "ctrl+shift+v",
             .scope = Scope::Page,
             .pages = {"train"},
             .run = [this] {
               commands_.push(PreviewAugmentation{request(), 0});
             }});
}

void TrainPage::enter_part_actions(ActionTable& table) {
  const auto part = [&](const char* id, const char* title, EvaluationPart which) {
    table.add({.id = id,
               .title = title,
               .tooltip = "Where the window has room for one of numbers, matrix and curve",
               .scope = Scope::Page,
               .pages = {"train"},
               .run = [this, which] { view_.live.part = which; }});
  };
  part("train-numbers", "Numbers of the evaluation", EvaluationPart::Numbers);
  part("train-matrix", "Matrix of the evaluation", EvaluationPart::Matrix);
  part("train-curve", "Curve of the evaluation", EvaluationPart::Curve);
}

}  // namespace app
