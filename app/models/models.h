// What the pages share: the workspace, its images as they are shown, the image in focus, the shown run. Pages read
// them and ask for changes with commands (commands.h); session.h keeps them in step.
// Main thread only; owned by the session.
#pragma once

#include <cstdint>

#include "app/models/focused_image.h"
#include "app/models/referral_view.h"
#include "app/models/refit_view.h"
#include "app/models/run_view.h"
#include "app/models/unlike_view.h"
#include "app/models/workspace_view.h"
#include "app/table/gallery.h"

namespace app {

struct Models {
  WorkspaceView workspace;
  Gallery gallery;
  FocusedImage image;
  RunView run;
  RefitView refit;
  UnlikeView unlike;
  ReferralView referral;
  bool show_predictions = true;  // false: the reader labels blind
  bool one_image_seen = false;   // a page shows the image in focus and no selection
  std::uint64_t reveals = 0;     // counts the moves of the focus that a grid has to scroll to
  // Counts what was undone or redone of the set itself, from wherever: groups, pairs kept apart, what belongs to it.
  std::uint64_t set_reversals = 0;
  std::int64_t reversed_batch = 0;  // the last decision that was undone or redone

  // What the predictions on the screen come from: "run 3, epoch 12"; empty: there are none.
  std::string prediction_source() const;
  // What a label key changes: what is seen of it. The selection where a page shows it, else the image in focus.
  std::vector<Row> label_candidates() const;
  std::size_t candidate_count() const;
  std::optional<TargetFacts> shown_target() const {
    return gallery.target() == nullptr ? std::nullopt : std::optional(*gallery.target());
  }
  bool predictions_seen() const { return show_predictions && gallery.predictions().run() != nullptr; }
};

}  // namespace app
