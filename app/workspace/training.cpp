#include "app/workspace/training.h"

#include <algorithm>
#include <cstdlib>
#include <stdexcept>
#include <utility>

#include "app/core/joined.h"
#include "app/core/json.h"
#include "app/workspace/dataset.h"
#include "app/workspace/kept_models.h"
#include "app/workspace/leaks.h"
#include "app/workspace/left_out_sources.h"
#include "app/workspace/model_store.h"
#include "app/workspace/run_at_work.h"
#include "app/workspace/run_of_model.h"
#include "app/workspace/run_store.h"
#include "app/workspace/train_request.h"
#include "app/workspace/way_on.h"
#include "ml/model/companions.h"
#include "ml/runtime/thread_count.h"

namespace app {
namespace {

ml::Model model_of(const Workspace& workspace, const TrainRequest& request) {
  if (request.parent == 0) return find_model(&workspace, request.model);
  return ml::load_model(kept_model(workspace, workspace.reader(), request.parent, request.parent_epoch).file);
}

ml::Model initial_model(ml::Model model, const TrainRequest& request, const ml::TrainPlan& plan,
                        const TargetData& data) {
  ml::prepare(model, plan, data.groups, data.target, request.seed);
  model.calibration.reset();  // of what the weights were before
  return model;
}

// What training on these images would be measured with but has learnt from.
void check_leak(TargetData& data, bool allowed) {
  LeakScan scan;
  for (std::size_t i = 0; i < data.images.size(); ++i)
    if (data.group[i] >= 0) scan.add(data.images[i]);
  const LeakReport report = scan.report();
  const LeakReport::Crossing* leak = report.of_training();
  if (leak == nullptr) return;
  if (!allowed)
    throw std::runtime_error(
        "training on " + data.target + ": the split leaks, " + leak->text +
        ". A score on them would measure what was learnt by heart. Split by group with "
        "`nevus split WORKSPACE` (in the window: Split by group…), or train all the same with --allow-leak (the "
        "switch in the form), which marks every score");
  if (const auto* val = report.between(db::Split::Train, db::Split::Val)) data.leak = val->text;
  if (const auto* test = report.between(db::Split::Train, db::Split::Test)) data.test_leak = test->text;
}

// Of weights that came as a file. What they were made of elsewhere nobody can tell: that is said.
std::string require_unlearnt_file(const Workspace& workspace, const db::Readable& from, const TrainRequest& request,
                                  const ml::Model& model) {
  const bool own = request.parent > 0 || request.model == "starter" || request.model == "imagenet";
  if (request.leave_out.empty() || own || model.trained_on.empty()) return {};
  if (const auto run = maker_of(workspace, from, model)) {
    require_never_learnt(*run, request.leave_out);
    return {};
  }
  return "whether the weights this began with had learnt from " + joined(request.leave_out) +
         " cannot be told: no run of this workspace has kept them";
}

void require_unlearnt(const db::Readable& from, const TrainRequest& request) {
  constexpr std::string_view kRun = "run:";
  if (request.leave_out.empty()) return;
  RunId parent = request.parent;
  if (parent == 0 && request.model.starts_with(kRun)) parent = std::atoll(request.model.c_str() + kRun.size());
  if (const auto run = parent > 0 ? db::run(from, parent) : std::nullopt) require_never_learnt(*run, request.leave_out);
}

// Does the work and marks how it ended. A run keeps its state, so that it can go on.
template <typename Work>
TrainOutcome recorded(RunStore& store, const Work& work) {
  try {
    const TrainOutcome outcome = work();
    const bool complete = outcome.end == "finished" || outcome.end == "stopped early";
    store.set_state(complete ? db::RunState::Finished : db::RunState::Stopped, outcome.end);
    return outcome;
  } catch (const std::exception& error) {
    store.set_state(db::RunState::Failed, error.what());
    throw;
  }
}

RunPosition position_of(const Workspace& workspace, const RunStore& store) {
  RunPosition at;
  if (!RunStore::has_checkpoint(workspace, store.run())) return at;
  at.checkpoint = store.checkpoint();
  const auto note = Json::parse(at.checkpoint->note);
  at.phase = note.at("phase").get<decltype(at.phase)>();
  at.first_epoch = note.at("first_epoch").get<int>();
  if (!note.at("best").is_null()) at.best = note.at("best").get<double>();
  at.best_loss = note.value("best_loss", 0.0);
  return at;
}

db::Run existing_run(const db::Readable& from, RunId id, const std::string& attempt) {
  const auto run = db::run(from, id);
  if (!run) throw std::runtime_error(attempt + ": the workspace has no run " + std::to_string(id));
  return *run;
}

void take_back_resuming(Workspace& workspace, const db::Run& before) {
  workspace.writer().transact_and_wait("Resume training", [&](db::Transaction& transaction) {
    take_back_continued(transaction, before.id);
    db::set_run_state(transaction, before.id, before.state, before.message);
  });
}

// Runs of before do not name the network that was the usual one then.
std::string said_of_start(const db::Run& run) {
  const TrainRequest request = request_from_json(run.config_json);
  if (request.parent > 0 || !request.model.empty()) return {};
  return "; it began from the usual model, which may have been another one then (the usual one is " +
         usual_model_name() + " now)";
}

// What differs from the run that was replayed; empty: nothing does.
std::string comparison(const Workspace& workspace, const db::Run& old, const TrainOutcome& outcome) {
  const std::string other = "run " + std::to_string(old.id);
  if (outcome.best_epoch == 0 || old.model_path.empty()) return other + " cannot be compared: no epoch was kept";
  const ml::Weights before = ml::load_model(workspace.folder() / old.model_path).weights;
  const ml::Weights now = ml::load_model(outcome.model_file).weights;
  for (const auto& [name, tensor] : before.tensors()) {
    if (ml::is_companion(name)) continue;
    const auto found = now.tensors().find(name);
    if (found == now.tensors().end() || !(found->second == tensor))
      return "differs from " + other + ": the tensor " + name + said_of_start(old);
  }
  return {};
}

}  // namespace

std::vector<std::string> notes_on(const TargetData& data, bool by_loss) {
  std::vector<std::string> notes;
  std::vector<long> of_group(data.groups.size());
  for (const std::size_t index : indices_of(data, db::Split::Val))
    ++of_group[static_cast<std::size_t>(data.group[index])];
  const auto present = std::ranges::count_if(of_group, [](long images) { return images > 0; });
  if (present == 0)
    notes.push_back("nothing validates: no labelled image of " + data.target +
                    " is in the validation split, so no epoch can be chosen and the last one is kept; set some aside "
                    "with `nevus split WORKSPACE`");
  if (present == 1 && data.groups.size() > 1) {
    const auto only = std::ranges::find_if(of_group, [](long images) { return images > 0; }) - of_group.begin();
    notes.push_back("every validation image is " + data.groups[static_cast<std::size_t>(only)] +
                    ", so no AUC is defined" +
                    (by_loss ? "; split again with `nevus split WORKSPACE`"
                             : ": it chooses no epoch, patience ends nothing, and the last epoch is kept; split again "
                               "with `nevus split WORKSPACE`, or let the loss choose with --criterion val_loss"));
  }
  if (!data.leak.empty()) notes.push_back("LEAK, allowed: " + data.leak);
  if (!data.test_leak.empty()) notes.push_back("LEAK, allowed: " + data.test_leak);
  return notes;
}

namespace {

TrainOutcome begun_on(Workspace& workspace, const TrainRequest& begun, TargetData& data, ml::TrainControl& control,
                      const TrainWatch& watch, const RunChanges& changes) {
  ml::TrainPlan plan = plan_from(begun, begun.threads);
  ml::adapt(plan, data.groups.size());
  ml::require_valid(plan);
  ml::Model model = model_of(workspace, begun);
  const std::string unknown = require_unlearnt_file(workspace, *workspace.make_reader(), begun, model);
  model = initial_model(std::move(model), begun, plan, data);
  RunStore store = RunStore::begin(workspace, begun, data, model);
  TrainOutcome outcome = recorded(store, [&] {
    return RunAtWork(workspace, store, begun, std::move(plan), data, changes, control, watch)
        .from(std::move(model), {});
  });
  if (!unknown.empty()) outcome.notes.push_back(unknown);
  return outcome;
}

}  // namespace

TrainOutcome run_training(Workspace& workspace, const TrainRequest& request, ml::TrainControl& control,
                          const TrainWatch& watch, int threads) {
  TrainRequest begun = request;
  begun.threads = threads > 0 ? threads : ml::ThreadCount::current();
  if (begun.parent == 0 && begun.model.empty()) begun.model = usual_model_name();  // it may be another one tomorrow
  plan_from(begun, begun.threads);  // what is wrong with the settings is said before the data is read
  const auto reader = workspace.make_reader();
  if (begun.parent > 0) begun.parent_epoch = kept_model(workspace, *reader, begun.parent, begun.parent_epoch).epoch;
  TargetData data = load_target_data(*reader, request.target);
  require_unlearnt(*reader, begun);
  leave_out(data, begun.leave_out);
  check_leak(data, request.allow_leak);
  return begun_on(workspace, begun, data, control, watch, {});
}

TrainOutcome resume_training(Workspace& workspace, const ResumeOrder& order, ml::TrainControl& control,
                             const TrainWatch& watch) {
  const auto reader = workspace.make_reader();
  const db::Run run = existing_run(*reader, order.run, "resuming a training");
  const TrainRequest request = request_from_json(run.config_json);
  ml::TrainPlan plan = plan_from(request, request.threads);
  TargetData data = load_run_data(*reader, run, run.label_revision);
  check_leak(data, true);  // it was allowed when the run began
  ml::adapt(plan, data.groups.size());
  RunStore store(workspace, order.run);
  const RunPosition at = position_of(workspace, store);
  const RunPlace place{at.phase, at.checkpoint ? at.checkpoint->epochs_done : 0};
  const auto log = [&](const db::RunEvent& event) {
    workspace.writer().transact_and_wait("Resume training",
                                         [&](db::Transaction& transaction) { db::add_run_event(transaction, event); });
  };
  RunChanges::read(*reader, order.run).apply_before(plan, place);
  const std::string other_way = branch_advice(workspace, *reader, run.id);
  require_processors(run, plan, other_way);
  require_way_on(run, order, plan, at, other_way);
  log(continued_event(order.run, place, at.first_epoch, order.epochs > 0));
  const RunChanges changes = RunChanges::read(*workspace.make_reader(), order.run);
  store.set_state(db::RunState::Running, "");
  if (order.epochs > 0) control.set_epochs(order.epochs - at.first_epoch);
  if (order.patience >= 0) control.set_patience(order.patience);
  const std::size_t epochs_before = db::epochs(*reader, run.id).size();
  try {
    return recorded(store, [&] {
      ml::Model model = at.checkpoint ? store.phase_start(at.phase)
                                      : initial_model(model_of(workspace, request), request, plan, data);
      return RunAtWork(workspace, store, request, plan, data, changes, control, watch).from(std::move(model), at);
    });
  } catch (const std::exception&) {  // where nothing was learnt the run is what it was
    if (db::epochs(*workspace.make_reader(), run.id).size() == epochs_before) take_back_resuming(workspace, run);
    throw;
  }
}

TrainOutcome replay_training(Workspace& workspace, RunId id, ml::TrainControl& control, const TrainWatch& watch) {
  const auto reader = workspace.make_reader();
  const db::Run run = existing_run(*reader, id, "replaying a training");
  TrainRequest request = request_from_json(run.config_json);
  request.replay_of = id;
  const RunChanges changes = RunChanges::read(*reader, id);
  require_repeatable(run, changes);
  TargetData data = load_run_data(*reader, run, run.label_revision);
  check_leak(data, true);  // it was allowed when the run began
  TrainOutcome outcome = begun_on(workspace, request, data, control, watch, changes);
  const std::string difference = comparison(workspace, run, outcome);
  outcome.replay_differs = !difference.empty();
  outcome.replay = outcome.replay_differs ? difference : "the same as run " + std::to_string(id) + ", bit for bit";
  return outcome;
}

}  // namespace app
