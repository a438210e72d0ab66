// The Compare page: runs as things with names and notes, two of them on the same images, and the threshold of a run
// chosen from what a decision costs. What takes long is computed on the lane; only the newest question is answered.
// Main thread only, but for the work on the lane.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "app/models/lane_reader.h"
#include "app/models/messages.h"
#include "app/models/session.h"
#include "app/pages/compare/compare_commands.h"
#include "app/pages/compare/compare_view.h"
#include "app/pages/page.h"

namespace app {

class ComparePage : public Page {
 public:
  ComparePage(Session& session, Inbox& inbox, Messages& messages, CommandQueue& commands);

  const PageInfo& info() const override;
  void draw(PageContext& context, widgets::Rect in) override;
  void enter_commands(CommandTable& table) override;
  void enter_actions(ActionTable& table) override;
  void update() override;
  void shown() override;
  void hidden() override { visible_ = false; }
  std::optional<std::string> script_value(const std::string& key) const override;

 private:
  // What the numbers were computed from: other labels, images, runs or calibrations, and they are computed again.
  struct Basis {
    RunId a = 0, b = 0;
    std::string split;
    std::int64_t label_revision = -1;
    std::uint64_t edit_version = 0;
    int epoch_a = 0, epoch_b = 0;  // the best so far: one of them may be training
    std::optional<double> threshold_a, threshold_b;
    std::string calibration_a, calibration_b;
    bool operator==(const Basis&) const = default;
  };
  Basis basis() const;
  // What a threshold was chosen from.
  struct ChoiceBasis {
    RunId run = 0;
    std::int64_t label_revision = -1;
    std::uint64_t edit_version = 0;
    int epoch = 0;
    std::optional<double> threshold;  // the present one
    std::string calibration;
    bool operator==(const ChoiceBasis&) const = default;
  };
  ChoiceBasis choice_basis(RunId run) const;
  void choose_runs();
  void choose_run(std::optional<RunId>& chosen, const std::optional<RunId>& other) const;
  void show_no_comparison();
  void choose(const ChooseCompared& choice);
  void forget_what_was_of_a();
  void compare_on(const CompareOn& wanted);
  void ask_for_comparison();
  void take(std::shared_ptr<const RunComparison> comparison);
  void ask_for_facts();  // looks at the test split, groups of the runs
  void choose_threshold(RunId run, const ml::ConsequenceRule& rule);
  void choose_threshold_of_a();
  void drop_old_choice();
  void keep_threshold_of_a();
  void kept(const std::shared_ptr<const ThresholdChoice>& choice);
  void forget_threshold_of_a();
  std::optional<std::string> threshold_value(const std::string& key) const;
  void evaluate_a_elsewhere(const EvaluateElsewhere& wanted);
  void show_images(const std::vector<ImageId>& images, const std::string& name);
  void show_rows(const std::vector<std::size_t>& rows, const std::string& name);

  Session& session_;
  Inbox& inbox_;
  Messages& messages_;
  CommandQueue& commands_;
  CompareView view_;
  std::shared_ptr<LaneReader> reader_;
  Basis computed_;  // or being computed
  ChoiceBasis choice_of_;
  std::uint64_t question_ = 0, threshold_question_ = 0, elsewhere_question_ = 0;
  std::size_t facts_of_ = 0;  // so many runs were there when they were last asked for
  bool visible_ = false;
};

}  // namespace app
