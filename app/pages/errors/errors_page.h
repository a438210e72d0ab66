// The Errors page: where the shown run goes wrong on validation, and the images behind every number. Counts follow at
// once; intervals, a second run and neighbours are asked for on the lanes and come later, late answers are dropped.
// Main thread only, but for the work on the lanes.
#pragma once

#include <atomic>
#include <memory>

#include "app/models/lane_reader.h"
#include "app/models/session.h"
#include "app/pages/errors/errors_view.h"
#include "app/pages/errors/training_neighbours.h"
#include "app/pages/page.h"

namespace app {

class ErrorsPage : public Page {
 public:
  struct Lanes {
    JobLane& reading;
    JobLane& numbers;
  };
  ErrorsPage(Session& session, const Lanes& lanes, Inbox& inbox, CommandQueue& commands);

  const PageInfo& info() const override;
  void draw(PageContext& context, widgets::Rect in) override;
  void enter_commands(CommandTable& table) override;
  void enter_actions(ActionTable& table) override;
  void update() override;
  void shown() override;
  void hidden() override;
  void closing() override;
  std::optional<std::string> script_value(const std::string& key) const override;

 private:
  void ask_for_doubts();
  void take_sides(std::uint64_t state, const CalibrationSides& sides);
  void take_doubt(std::uint64_t state, std::optional<std::size_t> place, const SliceDoubt& doubt,
                  std::optional<double> own_threshold);
  void compare_with(RunId run);
  void follow_focus();

  Session& session_;
  Lanes lanes_;
  Inbox& inbox_;
  CommandQueue& commands_;
  ErrorAnalysis analysis_;
  ErrorsView view_;
  TrainingNeighbours neighbours_;
  std::shared_ptr<LaneReader> reader_;
  std::shared_ptr<std::atomic<std::uint64_t>> wanted_state_;
  std::uint64_t asked_state_ = 0, second_question_ = 0;
  CalibrationSides sides_;  // of this truth, whatever the threshold
  std::shared_ptr<const std::vector<std::int16_t>> sides_of_;
  std::string doubts_of_;  // column and group they were computed for
  bool visible_ = false;
};

}  // namespace app
