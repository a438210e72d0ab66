// Which share of the images a run refers to a person, chosen in the window: the model is asked once about each image of
// validation, on the numbers lane; another share or doubt follows from what it said. What is chosen is kept in the
// model's file, and the picture in focus is asked about again by it.
// Main thread only, but for the work on the lane.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "app/core/command_table.h"
#include "app/core/inbox.h"
#include "app/core/job_lane.h"
#include "app/models/lane_reader.h"
#include "app/models/messages.h"
#include "app/models/models.h"
#include "app/models/referral_commands.h"
#include "app/workspace/workspace.h"

namespace app {

struct ReferralGround;

class ReferralDesk {
 public:
  using ModelChanged = std::function<void(RunId run)>;
  ReferralDesk(Workspace& workspace, JobLane& lane, Inbox& inbox, Messages& messages, Models& models,
               ModelChanged changed);

  void look_at(RunId run);  // from now on; what is kept with it is read
  void choose(const ChooseReferral& wanted);
  void keep();
  void forget(RunId run);

  void enter_commands(CommandTable& table);
  std::optional<std::string> script_value(const std::string& key) const;

 private:
  // What the ground was made of; another one needs another.
  struct Basis {
    RunId run = 0;
    int best_epoch = 0;
    std::int64_t label_revision = 0;
    std::uint64_t edit_version = 0;  // the split's among them
    std::optional<double> threshold = {};
    std::string calibration = {};
    bool operator==(const Basis&) const = default;
  };
  Basis basis(RunId run) const;
  void read_kept(RunId run);
  bool drop_old_choice();  // true: there was one, of what is no more
  void write(const char* attempted, RunId run, std::function<void()> work);
  bool refused(const char* wanted) const;

  Workspace& workspace_;
  JobLane& lane_;
  Inbox& inbox_;
  Messages& messages_;
  Models& models_;
  ReferralView& view_;
  ModelChanged changed_;
  std::shared_ptr<LaneReader> reader_;
  std::shared_ptr<const ReferralGround> ground_;
  std::optional<Basis> ground_of_, choice_of_;
  int looked_at_epoch_ = 0;
  JobId job_ = 0;
  std::uint64_t question_ = 0;
};

}  // namespace app
