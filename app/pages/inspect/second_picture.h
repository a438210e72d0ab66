// The second picture of Inspect, beside the first or wiped over it: another image that was pinned, the same image as
// another run sees it, or the evidence for another class. It has a loader of its own, so that both are asked at once.
// Main thread only, but for the work on the lane. Owns the second picture.
#pragma once

#include <string>

#include "app/core/inbox.h"
#include "app/core/job_lane.h"
#include "app/models/focused_image_loader.h"
#include "app/models/session.h"
#include "app/pages/inspect/inspect_view.h"
#include "engine/host/host.h"

namespace app {

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

  Session& session_;
  PairView& view_;
  FocusedImageLoader loader_;
  std::string model_;
  std::uint64_t model_version_ = 0;
  int asked_group_ = -1;
};

}  // namespace app
