#include "app/pages/train/train_page.h"

#include <utility>

#include "app/pages/train/train_commands.h"
#include "app/pages/train/train_panel.h"
#include "app/workspace/model_store.h"
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
  view_.recipes = {{"", "By hand", "The settings below"}};
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
  if (!view_.settings_problem.empty())
    return messages_.show(MessageKind::Warning, "Nothing was started", view_.settings_problem);
  if (!session_.models().run.live) view_.live_rate = view_.form.learning_rate;
  launcher_.start(request());
}

void TrainPage::enter_commands(CommandTable& table) {
  table.on<ResumeRun>([](const ResumeRun& c) { return "Resume run " + std::to_string(c.run); },
                      [this](const ResumeRun& c) {
                        launcher_.resume(c.run);
                        commands_.push(ShowPage{"train"});
                      });
  table.on<SetLearningRate>("Change the learning rate",
                            [this](const SetLearningRate& c) { launcher_.set_learning_rate(c.learning_rate); });
}

void TrainPage::enter_actions(ActionTable& table) {
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

}  // namespace app
