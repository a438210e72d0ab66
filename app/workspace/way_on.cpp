#include "app/workspace/way_on.h"

#include <exception>
#include <stdexcept>
#include <string>

#include "app/workspace/refit_adoption.h"

namespace app {
namespace {

[[noreturn]] void refuse(RunId run, const std::string& why) {
  throw std::runtime_error("resuming a training: run " + std::to_string(run) + " " + why);
}

}  // namespace

void require_way_on(const db::Run& run, const ResumeOrder& order, const ml::TrainPlan& plan, const RunPosition& at,
                    const std::string& other_way) {
  const bool finished = run.state == db::RunState::Finished;
  if (!at.checkpoint) {
    if (finished) refuse(run.id, "has kept no state to go on from; " + other_way);
    if (order.epochs > 0 || order.patience >= 0)
      refuse(run.id, "has not kept an epoch yet: --resume alone begins it again, as it was asked for then");
    return;
  }
  const int done = at.first_epoch + at.checkpoint->epochs_done;
  const bool in_last_phase = at.phase == static_cast<int>(plan.phases.size());
  if (order.epochs > 0 && !in_last_phase)
    refuse(run.id, "stands in phase " + std::to_string(at.phase) + " of " + std::to_string(plan.phases.size()) +
                       ", and each has its own number of epochs; resume it without --epochs first");
  if (order.epochs > 0 && order.epochs <= done)
    refuse(run.id, "has made " + std::to_string(done) + " epochs; ask for more than that in all, not " +
                       std::to_string(order.epochs));
  if (!finished) return;
  const ml::TrainConfig& phase = plan.phases[static_cast<std::size_t>(at.phase - 1)];
  const int patience = order.patience >= 0 ? order.patience : phase.patience;
  const int waited = at.checkpoint->stopping.wait;
  if (at.checkpoint->epochs_done >= phase.epochs && order.epochs == 0)
    refuse(run.id, "has finished its " + std::to_string(done) + " epochs; say with --epochs how many there shall be");
  // As the trainer has it: without a usable criterion no epoch is the best, though the last one is kept.
  if (patience > 0 && waited >= patience && at.checkpoint->stopping.best_epoch >= 0)
    refuse(run.id, "stopped early, after " + std::to_string(waited) +
                       " epochs without improvement; it would stop again at once. Give it more with --patience (0: "
                       "never stop early)");
}

void require_processors(const db::Run& run, const ml::TrainPlan& plan, const std::string& other_way) {
  try {
    ml::require_valid(plan);
  } catch (const std::exception& error) {
    refuse(run.id, std::string("goes on only as it began: ") + error.what() + "; " + other_way);
  }
}

void require_repeatable(const db::Run& run, const RunChanges& changes) {
  const auto refuse_replay = [&](const std::string& why) {
    throw std::runtime_error("replaying a training: run " + std::to_string(run.id) + " " + why);
  };
  if (is_refit(run)) refuse_replay("is a refit of another run's head and was not trained; replay that run");
  const bool ended = run.state == db::RunState::Finished || run.state == db::RunState::Failed;
  if (!ended && !changes.stopped())
    refuse_replay("was cut off and does not say where; go on with it with --resume " + std::to_string(run.id));
}

}  // namespace app
