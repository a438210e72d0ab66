// The second picture of Inspect, beside the first or wiped over it: another image that was pinned, the same image as
// another run sees it, or the evidence for another class. It has a loader of its own, so that both are asked at once.
// Main thread only, but for the work on the lane. Owns the second picture.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/core/inbox.h"
#include "app/core/job_lane.h"
#include "app/models/focused_image_loader.h"
#include "app/models/session.h"
#include "app/pages/inspect/inspect_view.h"
#include "engine/host/host.h"

namespace app {

// The run whose model sees the second picture: the wanted one, else the newest other than `shown_model` ("run:3") that
// knows the same groups, else the newest other; 0: no other run has a model.
RunId run_to_compare(const std::vector<RunRow>& runs, std::string_view shown_model, RunId wanted);
bool can_be_compared(const RunRow& run, std::string_view shown_model);
// Of two groups, where a run decides: its own threshold, whatever is looked at of another.
float threshold_of(const RunRow& run, const FocusedImage& as_it_sees);
// The place of a group among those that the image's model knows; -1: it does not know it, or was not asked yet.
int place_of_group(const FocusedImage& image, std::string_view group);

class SecondPicture {
 public:
  SecondPicture(Session& session, engine::Host& host, JobLane& lane, Inbox& inbox, PairView& view)
      : session_(session), view_(view), loader_(host, lane, inbox, view.other) {}

  void pin();     // the image in focus is what others are compared with
  void follow();  // before each frame
  void forget() { loader_.close(); }

 private:
  void use_model(const std::string& name, std::uint64_t version);
  void follow_other();
  void follow_evidence();
  std::string evidence_wanted() const;

  Session& session_;
  PairView& view_;
  FocusedImageLoader loader_;
  std::string model_;
  std::uint64_t model_version_ = 0;
};

}  // namespace app
