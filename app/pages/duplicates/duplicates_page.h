// The Duplicates page: what may be in the set twice, a pair at a time. Measures what is not measured yet in the
// background from the moment the window opens, searches when the page is first seen, and keeps verdicts until they are
// applied as one decision.
// Main thread only, but for the work on the lane.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "app/models/lane_reader.h"
#include "app/models/messages.h"
#include "app/models/session.h"
#include "app/pages/duplicates/duplicates_view.h"
#include "app/pages/duplicates/picture_pair.h"
#include "app/pages/page.h"
#include "app/workspace/duplicate_verdicts.h"
#include "app/workspace/duplicates.h"

namespace app {

class DuplicatesPage : public Page {
 public:
  struct Lanes {
    JobLane& pictures;
    JobLane& measuring;
  };
  DuplicatesPage(Session& session, engine::Host& host, const Lanes& lanes, Inbox& inbox, Messages& messages);

  const PageInfo& info() const override;
  void draw(PageContext& context, widgets::Rect in) override;
  void open() override { measure(); }
  void enter_commands(CommandTable& table) override;
  void enter_actions(ActionTable& table) override;
  void update() override;
  void shown() override;
  void hidden() override;
  std::string unapplied() const override;
  void closing() override;
  std::optional<std::string> script_value(const std::string& key) const override;

 private:
  void measure();
  OnProgress told();
  void search();
  void take(const DuplicateReport& report);
  void decide(PairDecision decision);
  void group_rest();
  void step(int step);
  void show_shelf(std::size_t shelf);
  void undo();
  void say_nothing_waits();
  void show_where(const std::pair<ImageId, ImageId>& pair);
  void apply();
  using Decisions = std::map<std::pair<ImageId, ImageId>, PairDecision>;
  void applied(const VerdictOutcome& outcome, const Decisions& written);
  bool is_being_applied();  // which is said
  void follow_reversals();
  void show_pictures();
  void enter_verdict_actions(ActionTable& table);

  Session& session_;
  Lanes lanes_;
  Inbox& inbox_;
  Messages& messages_;
  DuplicatesView view_;
  PicturePair pictures_;
  std::shared_ptr<LaneReader> reader_;
  std::size_t measured_for_ = 0;  // images of the table when measuring was last asked for
  std::string progress_;          // of the lane: what it measured so far, also before anybody waits for it
  JobId measuring_ = 0, searching_ = 0;
  std::uint64_t reversals_ = 0;  // of the models, when the pairs were last searched
  bool searched_for_ = false;    // a search was begun that still holds
  bool visible_ = false;
  std::size_t applying_ = 0;  // verdicts that are with the writer
};

}  // namespace app
