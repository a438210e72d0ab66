// What was changed in a run while it trained, as its log in the database has it: so that a resumed run goes on with
// what held then, and a replayed one does the same at the same places.
//
//   const RunChanges changes = RunChanges::read(reader, run);
//   changes.apply_before(plan, {phase, epochs_done});       // the plan as it stood there
//   control.replay(changes.of_phase(phase, epochs_done));   // what followed
//
// An event's json: {"text", "old", "new", "phase", "first_epoch"}; its epoch counts over the run, from 1.
// Any thread; a plain value. Throws when the log cannot be read.
#pragma once

#include <vector>

#include "db/runs.h"
#include "ml/train/train_change.h"
#include "ml/train/train_plan.h"

namespace app {

// A place in a run, between two epochs of a phase.
struct RunPlace {
  int phase = 1;        // 1-based
  int epochs_done = 0;  // of the phase
};

class RunChanges {
 public:
  static RunChanges read(const db::Readable& from, db::RunId run);

  // From this epoch of the phase on (from 0).
  std::vector<ml::TrainChange> of_phase(int phase, int from_epoch) const;
  // The phases as they were at this place: their numbers of epochs, patience, and phases begun at another depth.
  void apply_before(ml::TrainPlan& plan, RunPlace place) const;
  // Whether it is known where the run was stopped.
  bool stopped() const;

 private:
  struct Logged {
    int phase = 1;
    ml::TrainChange change;
  };
  void take(const db::RunEvent& event);

  std::vector<Logged> changes_;
};

// As it is written to the log. `first_epoch`: epochs of the run before this phase.
db::RunEvent event_of(const ml::ChangeReport& report, db::RunId run, int phase, int first_epoch);
// That a run which had ended, or was cut off, goes on after this many epochs.
db::RunEvent continued_event(db::RunId run, RunPlace place, int first_epoch, bool other_epochs);
// Where nothing came of it.
void take_back_continued(db::Transaction& transaction, db::RunId run);

}  // namespace app
