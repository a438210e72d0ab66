// Whether a run can go on, or be repeated, and what to do where it cannot.
//
//   require_processors(run, plan, other_way);
//   require_way_on(run, order, plan, position, other_way);   // before anything is written
//
// Any thread; pure functions, which throw std::runtime_error naming the run, why not and the way out.
#pragma once

#include <string>

#include "app/workspace/run_at_work.h"
#include "app/workspace/run_changes.h"
#include "app/workspace/training.h"
#include "db/runs.h"
#include "ml/train/train_plan.h"

namespace app {

// What is asked for must lead on from where the run stands. `other_way`: branch_advice() of the run.
void require_way_on(const db::Run& run, const ResumeOrder& order, const ml::TrainPlan& plan, const RunPosition& at,
                    const std::string& other_way);

// It goes on bit for bit only as it began.
void require_processors(const db::Run& run, const ml::TrainPlan& plan, const std::string& other_way);

// A replay ends where the run did, so that has to be known.
void require_repeatable(const db::Run& run, const RunChanges& changes);

}  // namespace app
