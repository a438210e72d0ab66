// The Train page: the settings of the next run, the run that trains, its curves and its evaluation.
// Main thread only, but for the work on the lane.
#pragma once

#include <functional>
#include <string>

#include "app/pages/page.h"
#include "app/pages/train/train_view.h"
#include "app/pages/train/training_launcher.h"

namespace app {

class TrainPage : public Page {
 public:
  TrainPage(Session& session, JobLane& lane, Inbox& inbox, Messages& messages, CommandQueue& commands,
            std::function<void()> wake);

  const PageInfo& info() const override;
  void draw(PageContext& context, widgets::Rect in) override;
  void open() override { refresh_models(); }
  void enter_commands(CommandTable& table) override;
  void enter_actions(ActionTable& table) override;
  void update() override { launcher_.fold(); }
  void weights_changed() override;
  void closing() override { launcher_.cancel(); }
  std::optional<std::string> script_value(const std::string& key) const override;

 private:
  void refresh_models();
  TrainRequest request() const;  // the form, for the shown target
  void start();
  void branch(RunId run, int epoch);
  void enter_part_actions(ActionTable& table);

  Session& session_;
  Messages& messages_;
  CommandQueue& commands_;
  TrainView view_;
  TrainingLauncher launcher_;
};

}  // namespace app
