// Training runs: what was trained on what, epoch by epoch, with the probability of every image. A run
// is pinned to a label revision, a seed, a preprocessing contract and a weights hash.
// One thread at a time; the owner of the Reader or Transaction decides. Plain values.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "db/ids.h"
#include "db/images.h"
#include "db/reader.h"
#include "db/writer.h"

namespace db {

enum class RunState { Running, Finished, Stopped, Failed, Interrupted };
const char* name_of(RunState state);  // "running", ...

struct Run {
  RunId id = 0;
  std::string name;  // empty at add_run: becomes "run <id>"
  std::int64_t created_at_ms = 0;
  RunState state = RunState::Running;
  std::string target;  // its name; the grouping itself is in classes_json
  std::string depth;   // "head", "tail", "whole"
  std::string config_json = "{}";
  std::uint64_t seed = 0;
  EventId label_revision = 0;
  std::string contract_json = "{}";
  std::string weights_hash;
  std::string model_path;
  std::string message;              // why it ended
  std::string classes_json = "[]";  // groups as they were
  EventId edit_revision = 0;        // what belonged to the set and its splits when it began
  std::string note;
  bool deleted = false;               // put away: not listed; its rows and files stay
  std::optional<double> threshold;    // of the second of two groups, as chosen; empty: none was
  std::string threshold_json = "{}";  // how it was chosen
  std::optional<RunId> parent;        // the run it went on from
  int parent_epoch = 0;
  std::string calibration_json = "{}";  // of its probabilities; {}: none was fitted
};

struct RunEvent {
  RunId run = 0;
  int epoch = 0;
  std::int64_t step = 0;
  std::int64_t at_ms = 0;
  std::string kind;  // "pause", "learning_rate", ...
  std::string json = "{}";
};

struct Epoch {
  RunId run = 0;
  int epoch = 0;                                                      // 1-based
  std::optional<double> train_loss, val_loss, val_auc, val_accuracy;  // empty also for NaN
  std::optional<double> learning_rate, seconds;
  std::string metrics_json = "{}";
};

struct Prediction {
  RunId run = 0;
  int epoch = 0;
  Split split = Split::Val;
  EventId label_revision = 0;
  int groups = 0;                    // K
  std::vector<ImageId> images;       // (N)
  std::vector<float> probabilities;  // (N,K), images in the order above; as the network gave them
  int views = 0;                     // of each image, whose answers were averaged; 0: not recorded
};

struct Checkpoint {
  RunId run = 0;
  int epoch = 0;
  std::string path;
  std::optional<double> criterion;  // value of what chooses the best epoch
  bool is_best = false;
};

// Numbers of the test split that somebody saw.
struct TestLook {
  std::int64_t id = 0;
  std::int64_t at_ms = 0;
  std::string who;
  std::optional<RunId> run;  // empty: a model that is no run of this workspace
  int epoch = 0;
  std::optional<double> threshold;
  std::int64_t n = 0;  // images
  EventId label_revision = 0;
  std::string reason;  // "nevus eval", "the Compare page", ...
};

// id, created_at_ms, note, deleted, threshold and calibration of the argument are ignored.
RunId add_run(Transaction& transaction, const Run& run);
void set_run_state(Transaction& transaction, RunId run, RunState state, const std::string& message = "");
void set_run_model(Transaction& transaction, RunId run, const std::string& model_path, const std::string& weights_hash);
void set_run_name(Transaction& transaction, RunId run, const std::string& name);  // not empty
void set_run_note(Transaction& transaction, RunId run, const std::string& note);
// Puts it away, or brings it back; nothing is lost by it.
void set_run_deleted(Transaction& transaction, RunId run, bool deleted);
// `how` is a JSON object; an empty threshold forgets both. Throws db::Error unless 0 <= threshold <= 1.
void set_run_threshold(Transaction& transaction, RunId run, std::optional<double> threshold, const std::string& how);
void set_run_calibration(Transaction& transaction, RunId run, const std::string& calibration_json);
// id, at_ms and who of the argument are ignored. Looks are never taken back.
void add_test_look(Transaction& transaction, const TestLook& look);
// At start: runs still marked running belong to a program that ended, but for those that are trained now.
// Gives their ids.
std::vector<RunId> mark_interrupted_runs(Transaction& transaction, const std::function<bool(RunId)>& is_trained_now);
void add_run_event(Transaction& transaction, const RunEvent& event);  // at_ms 0: now
// The newest of its kind, of an attempt that began nothing.
void take_back_run_event(Transaction& transaction, RunId run, const std::string& kind);
// These three replace what the run has for the same epoch (and split).
void save_epoch(Transaction& transaction, const Epoch& epoch);
void save_prediction(Transaction& transaction, const Prediction& prediction);
void save_checkpoint(Transaction& transaction, const Checkpoint& checkpoint);  // one best per run

std::vector<Run> runs(const Readable& from);  // newest first, deleted ones too
std::optional<Run> run(const Readable& from, RunId id);
std::vector<TestLook> test_looks(const Readable& from);             // oldest first, of all runs
std::vector<RunEvent> run_events(const Readable& from, RunId run);  // oldest first
std::vector<Epoch> epochs(const Readable& from, RunId run);         // by epoch
std::optional<Prediction> prediction(const Readable& from, RunId run, int epoch, Split split);
std::vector<int> predicted_epochs(const Readable& from, RunId run, Split split);
std::vector<Checkpoint> checkpoints(const Readable& from, RunId run);
std::optional<Checkpoint> best_checkpoint(const Readable& from, RunId run);

}  // namespace db
