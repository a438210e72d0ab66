// What a session needs that is about a run: a head on the shipped model, and enough images to judge it on.
#pragma once

#include <cstdint>
#include <vector>

#include "app/workspace/training.h"
#include "app/workspace/workspace.h"
#include "db/edits.h"
#include "db/images.h"

namespace flow_test {

// Two in three validate.
inline void let_most_validate(app::Workspace& workspace) {
  workspace.writer().transact_and_wait("Split", [](db::Transaction& t) {
    std::vector<db::ImageId> val, train;
    for (const db::Image& image : db::images(t)) (image.id % 3 == 0 ? train : val).push_back(image.id);
    db::move_to_split(t, val, db::Split::Val);
    db::move_to_split(t, train, db::Split::Train);
  });
}

inline app::TrainOutcome trained_head(app::Workspace& workspace, int epochs, std::uint64_t seed = 1) {
  app::TrainRequest request;
  request.model = "starter";
  request.target = "malignant";
  request.epochs = epochs;
  request.allow_leak = true;
  request.seed = seed;
  ml::TrainControl control;
  return run_training(workspace, request, control, {}, 1);
}

}  // namespace flow_test
