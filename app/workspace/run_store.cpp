#include "app/workspace/run_store.h"

#include <optional>
#include <utility>

#include "app/workspace/kept_models.h"
#include "app/workspace/run_groups.h"
#include "app/workspace/train_request.h"

namespace app {
namespace fs = std::filesystem;
namespace {

constexpr const char* kCheckpoint = "checkpoint.safetensors";

std::string start_name(int phase) { return "phase_" + std::to_string(phase) + "_start.safetensors"; }

}  // namespace

RunStore::RunStore(Workspace& workspace, RunId run, RunLock lock)
    : workspace_(workspace), run_(run), lock_(std::move(lock)), folder_(workspace.run_folder(run)) {}

RunStore RunStore::begin(Workspace& workspace, const TrainRequest& request, const TargetData& data,
                         const ml::Model& model) {
  db::Run run;
  run.target = data.target;
  run.depth = name_of(request.depth);
  run.config_json = to_json(request);
  run.seed = request.seed;
  run.label_revision = data.label_revision;
  run.contract_json = model.contract.to_json();
  run.weights_hash = ml::backbone_hash(model);
  run.classes_json = run_groups_json(data.classes_of_groups);
  run.edit_revision = data.edit_revision;
  if (request.parent > 0) run.parent = request.parent;
  run.parent_epoch = request.parent_epoch;
  RunId id = 0;
  std::optional<RunLock> lock;  // taken before anybody can see the row
  workspace.writer().transact_and_wait("Start training", [&](db::Transaction& transaction) {
    id = db::add_run(transaction, run);
    lock.emplace(workspace.run_folder(id));
  });
  return {workspace, id, std::move(*lock)};
}

void RunStore::set_state(db::RunState state, const std::string& message) {
  workspace_.writer().transact_and_wait(
      "Run state", [&](db::Transaction& transaction) { db::set_run_state(transaction, run_, state, message); });
}

// Paths in the database are relative to the workspace, so that it may be moved as a whole.
fs::path RunStore::save_best(ml::Model model, int epoch, double criterion, const std::string& trained_on) {
  const fs::path file = best_model_file(workspace_, run_);
  model.trained_on = trained_on;
  ml::save_model(file, model);
  const std::string relative = fs::relative(file, workspace_.folder()).string();
  workspace_.writer().transact_and_wait("Keep best epoch", [&](db::Transaction& transaction) {
    db::save_checkpoint(transaction, {run_, epoch, relative, criterion, true});
    db::set_run_model(transaction, run_, relative, ml::backbone_hash(model));
  });
  return file;
}

void RunStore::save_phase_start(int phase, const ml::Model& model) {
  ml::save_model(folder_ / start_name(phase), model);
}
ml::Model RunStore::phase_start(int phase) const { return ml::load_model(folder_ / start_name(phase)); }
void RunStore::save_checkpoint(const ml::TrainCheckpoint& checkpoint) {
  ml::save_checkpoint(folder_ / kCheckpoint, checkpoint);
}
ml::TrainCheckpoint RunStore::checkpoint() const { return ml::load_checkpoint(folder_ / kCheckpoint); }

bool RunStore::has_checkpoint(const Workspace& workspace, RunId run) {
  std::error_code ignored;
  return fs::exists(workspace.run_folder(run) / kCheckpoint, ignored);
}

void RunStore::save_kept(int epoch, ml::Model model, const std::string& trained_on) {
  model.trained_on = trained_on;
  ml::save_model(kept_model_file(workspace_, run_, epoch), model);
}

void RunStore::forget_phase_starts_but(int phase) {
  std::error_code ignored;  // what stays behind is only space
  for (int other = 1; other == phase || fs::remove(folder_ / start_name(other), ignored); ++other) {}
}

}  // namespace app
