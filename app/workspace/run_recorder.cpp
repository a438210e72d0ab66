#include "app/workspace/run_recorder.h"

#include <cmath>
#include <map>
#include <utility>

#include "app/core/json.h"
#include "app/workspace/evaluation_json.h"
#include "app/workspace/run_changes.h"
#include "db/base/error.h"
#include "db/runs.h"

namespace app {
namespace {

constexpr std::chrono::milliseconds kPublishEvery{100};

std::string phase_title(std::string_view name) {
  std::string title(name);
  if (!title.empty()) title[0] = static_cast<char>(std::toupper(static_cast<unsigned char>(title[0])));
  return title;
}

// The validation rows that could be read, with their labels.
struct ValRows {
  Scored scored;
  std::vector<ImageId> images;
};

ValRows rows_of(const TargetData& data, std::span<const std::size_t> val, std::span<const float> probabilities) {
  ValRows rows;
  rows.scored.groups = data.groups;
  rows.scored.known = known_groups(data);
  const std::size_t groups = data.groups.size();
  for (std::size_t i = 0; i < val.size(); ++i) {
    const std::span<const float> row = probabilities.subspan(i * groups, groups);
    if (std::isnan(row[0])) continue;  // the image could not be read
    rows.images.push_back(data.images[val[i]].id);
    rows.scored.labels.push_back(data.group[val[i]]);
    rows.scored.lesions.push_back(data.lesion[val[i]]);
    rows.scored.probabilities.insert(rows.scored.probabilities.end(), row.begin(), row.end());
  }
  return rows;
}

ValRows rows_of(const TargetData& data, const db::Prediction& stored) {
  std::map<ImageId, std::size_t> index_of;
  for (std::size_t i = 0; i < data.images.size(); ++i) index_of[data.images[i].id] = i;
  std::vector<std::size_t> known;
  std::vector<float> probabilities;
  const auto groups = static_cast<std::size_t>(stored.groups);
  for (std::size_t i = 0; i < stored.images.size(); ++i) {
    const auto found = index_of.find(stored.images[i]);
    if (found == index_of.end()) continue;
    known.push_back(found->second);
    const std::span row = std::span(stored.probabilities).subspan(i * groups, groups);
    probabilities.insert(probabilities.end(), row.begin(), row.end());
  }
  return rows_of(data, known, probabilities);
}

Provenance provenance(RunId run, int epoch, const TargetData& data) {
  return {"val", "run:" + std::to_string(run), data.target, epoch, data.label_revision, data.leak};
}

Json norms_json(const std::vector<ml::BlockNorm>& norms) {
  Json all = Json::array();
  for (const ml::BlockNorm& norm : norms)
    all.push_back(Json{{"block", norm.block}, {"gradient", norm.gradient}, {"update", norm.update}});
  return all;
}

std::vector<ml::BlockNorm> norms_from_json(const Json& metrics) {
  std::vector<ml::BlockNorm> norms;
  if (const Json* all = metrics.find("norms"))
    for (const Json& norm : *all)
      norms.push_back({norm.at("block").get<std::string>(), norm.value("gradient", 0.0), norm.value("update", 0.0)});
  return norms;
}

}  // namespace

RunRecorder::RunRecorder(Workspace& workspace, RunStore& store, int epochs, const TargetData& data,
                         std::vector<std::size_t> val, const TrainWatch& watch, std::function<void()> stop)
    : workspace_(workspace),
      store_(store),
      data_(data),
      val_(std::move(val)),
      watch_(watch),
      logs_(workspace.run_folder(store.run())),
      stop_(std::move(stop)) {
  progress_.run = store.run();
  progress_.epochs = epochs;
}

void RunRecorder::restore(int epochs_done) {
  logs_.restore_steps(epochs_done);
  const auto reader = workspace_.make_reader();
  progress_.events = db::run_events(*reader, progress_.run);
  for (const db::Epoch& epoch : db::epochs(*reader, progress_.run)) {
    if (epoch.epoch > epochs_done) continue;
    const auto metrics = Json::parse(epoch.metrics_json);
    EpochRecord record{.epoch = epoch.epoch,
                       .train_loss = epoch.train_loss.value_or(NAN),
                       .train_accuracy = metrics.value("train_accuracy", 0.0),
                       .val_loss = epoch.val_loss.value_or(NAN),
                       .seconds = epoch.seconds.value_or(0),
                       .learning_rate = static_cast<float>(epoch.learning_rate.value_or(0)),
                       .best_so_far = metrics.value("best", false),
                       .val = {},
                       .norms = norms_from_json(metrics)};
    if (const auto stored = db::prediction(*reader, progress_.run, epoch.epoch, db::Split::Val)) {
      const ValRows rows = rows_of(data_, *stored);
      record.val =
          evaluate(rows.scored, provenance(progress_.run, record.epoch, data_), {.threshold = 0.5, .interval = false});
    }
    logs_.append(record);
    if (record.best_so_far) progress_.best_epoch = record.epoch;
    progress_.epoch = record.epoch;
    progress_.epochs_done.push_back(std::move(record));
  }
}

void RunRecorder::begin(Phase phase) {
  phase_ = std::move(phase);
  progress_.part = phase_.number;
  progress_.parts = phase_.parts;
  progress_.part_first_epoch = phase_.first_epoch;
  progress_.part_epochs = phase_.epochs;
  progress_.depth = phase_.depth;
  progress_.patience = phase_.patience;
  progress_.criterion = phase_.criterion;
}

void RunRecorder::publish(bool now) {
  const auto time = std::chrono::steady_clock::now();
  if (watch_.progress == nullptr || (!now && time - last_published_ < kPublishEvery)) return;
  last_published_ = time;
  watch_.progress->publish(progress_);
  if (watch_.on_change) watch_.on_change();
}

void RunRecorder::on_phase(const ml::PhaseReport& report) {
  progress_.phase = phase_title(report.name);
  progress_.done = static_cast<long>(report.done);
  progress_.total = static_cast<long>(report.total);
  progress_.images_per_s = report.images_per_second;
  progress_.seconds_left = report.seconds_left;
  publish(false);
}

void RunRecorder::on_step(const ml::StepReport& report) {
  progress_.phase = "Training";
  progress_.done = phase_.first_epoch + report.epoch;
  progress_.total = progress_.epochs;
  progress_.epoch = phase_.first_epoch + report.epoch + 1;
  progress_.step = report.step + 1;
  progress_.steps = report.steps;
  progress_.learning_rate = report.learning_rate;
  progress_.images_per_s = report.images_per_second;
  progress_.step_loss.push_back(report.loss);
  progress_.speed.push_back(static_cast<float>(report.images_per_second));
  progress_.seconds_left = report.seconds_left;
  publish(false);
}

void RunRecorder::on_epoch(const ml::EpochReport& report) {
  keep([&] {
    const ValRows rows = rows_of(data_, val_, report.val_probabilities);
    EpochRecord record{.epoch = phase_.first_epoch + report.epoch + 1,
                       .train_loss = report.train_loss,
                       .train_accuracy = report.train_accuracy,
                       .val_loss = report.val_loss,
                       .seconds = report.seconds,
                       .learning_rate = report.learning_rate,
                       .best_so_far = report.best_so_far && beats_earlier_phases(report.criterion, report.val_loss),
                       .val = {},
                       .norms = report.norms};
    record.val =
        evaluate(rows.scored, provenance(progress_.run, record.epoch, data_), {.threshold = 0.5, .interval = false});
    store_epoch(record, rows.scored, rows.images);
    logs_.append(record);
    logs_.append_steps(record.epoch, progress_);
    newest_criterion_ = report.criterion;
    if (record.best_so_far) progress_.best_epoch = record.epoch;
    progress_.epoch = record.epoch;
    progress_.epochs_done.push_back(std::move(record));
  });
  publish(true);
}

void RunRecorder::store_epoch(const EpochRecord& record, const Scored& scored, std::span<const ImageId> images) {
  db::Epoch epoch{.run = progress_.run,
                  .epoch = record.epoch,
                  .train_loss = record.train_loss,
                  .val_loss = record.val_loss,
                  .val_auc = record.val.metrics[Metric::Auc],
                  .val_accuracy = record.val.metrics[Metric::Accuracy],
                  .learning_rate = record.learning_rate,
                  .seconds = record.seconds};
  auto metrics = evaluation_json(record.val);
  metrics["train_accuracy"] = record.train_accuracy;
  metrics["best"] = record.best_so_far;
  metrics["norms"] = norms_json(record.norms);
  epoch.metrics_json = metrics.dump();
  const db::Prediction prediction{progress_.run,
                                  record.epoch,
                                  db::Split::Val,
                                  data_.label_revision,
                                  static_cast<int>(scored.groups.size()),
                                  {images.begin(), images.end()},
                                  scored.probabilities,
                                  phase_.views};
  waiting_.push_back({std::move(epoch), prediction});
  write_or_wait();
}

void RunRecorder::write_waiting() {
  if (waiting_.empty()) return;
  const std::string last = std::to_string(waiting_.back().epoch.epoch);
  workspace_.writer().transact_and_wait("Epoch " + last, [&](db::Transaction& transaction) {
    for (const Waiting& one : waiting_) {
      db::save_epoch(transaction, one.epoch);
      if (!one.prediction.images.empty()) db::save_prediction(transaction, one.prediction);
    }
  });
  waiting_.clear();
  has_waited_ = false;
}

// Another program that writes for long may be done an epoch later; one that is not then holds the file for good.
void RunRecorder::write_or_wait() {
  try {
    write_waiting();
  } catch (const db::Error& error) {
    if (error.kind() != db::ErrorKind::Locked || std::exchange(has_waited_, true)) throw;
    if (watch_.on_trouble)
      watch_.on_trouble("epoch " + std::to_string(waiting_.back().epoch.epoch) +
                        " is not saved yet and is tried again with the next one: " + error.what());
  }
}

bool RunRecorder::beats_earlier_phases(double criterion, double loss) const {
  if (!phase_.best || std::isnan(criterion)) return true;
  if (criterion == *phase_.best) return loss < phase_.best_loss;
  return phase_.maximise ? criterion > *phase_.best : criterion < *phase_.best;
}

void RunRecorder::keep(const std::function<void()>& writing) {
  if (failure_) return;
  try {
    writing();
  } catch (...) {
    fail();
  }
}

// What is learnt from here on could not be kept.
void RunRecorder::fail() {
  failure_ = std::current_exception();
  if (stop_) stop_();
}

void RunRecorder::save_state(int epoch, const std::function<ml::TrainCheckpoint()>& take) {
  keep([&] {
    ml::TrainCheckpoint checkpoint = take();
    checkpoint.note = Json{{"phase", phase_.number},
                           {"first_epoch", phase_.first_epoch},
                           {"trained_on", phase_.trained_on},
                           {"best", phase_.best ? Json(*phase_.best) : Json()},
                           {"best_loss", phase_.best_loss}}
                          .dump();
    store_.save_checkpoint(checkpoint);
    last_checkpoint_ = std::chrono::steady_clock::now();
    checkpoint_phase_ = phase_.number;
    checkpoint_epoch_ = phase_.first_epoch + epoch + 1;
  });
}

// Writing a file and waiting for the disk costs more than a short epoch: the state is kept every few seconds. A run
// must not go on later from an epoch that was not saved.
void RunRecorder::on_checkpoint(int epoch, const std::function<ml::TrainCheckpoint()>& take) {
  if (!waiting_.empty()) return;
  if (std::chrono::steady_clock::now() - last_checkpoint_ >= watch_.keep_state_every) save_state(epoch, take);
}

void RunRecorder::on_end(int epoch, const std::function<ml::TrainCheckpoint()>& take,
                         const std::function<ml::Model()>& model) {
  const int of_run = phase_.first_epoch + epoch + 1;
  keep([&] { write_waiting(); });
  if (checkpoint_phase_ != phase_.number || checkpoint_epoch_ != of_run) save_state(epoch, take);
  const bool kept = of_run == progress_.best_epoch || (phase_.keep_every > 0 && of_run % phase_.keep_every == 0);
  if (!kept) keep([&] { store_.save_kept(of_run, model(), phase_.trained_on); });
}

void RunRecorder::on_model(int epoch, const std::function<ml::Model()>& take) {
  const int of_run = phase_.first_epoch + epoch + 1;
  if (phase_.keep_every < 1 || of_run % phase_.keep_every != 0) return;
  keep([&] { store_.save_kept(of_run, take(), phase_.trained_on); });
}

void RunRecorder::on_best(int epoch, const std::function<ml::Model()>& take) {
  const auto now = std::chrono::steady_clock::now();
  if (progress_.best_epoch != phase_.first_epoch + epoch + 1 || now - last_best_ < watch_.keep_state_every) return;
  if (!waiting_.empty()) return;
  keep([&] {
    try {
      store_.save_best(take(), progress_.best_epoch, newest_criterion_, phase_.trained_on);
      last_best_ = now;
    } catch (const db::Error& error) {  // the next best epoch, or the end of the run, is in time
      if (error.kind() != db::ErrorKind::Locked) throw;
    }
  });
}

void RunRecorder::on_change(const ml::ChangeReport& report) {
  if (failure_) return;  // the stop is this object's own
  const ml::TrainChange& change = report.change;
  if (report.refused.empty()) {
    if (change.kind == ml::ChangeKind::LearningRate) progress_.learning_rate = static_cast<float>(change.value);
    const int more = change.kind == ml::ChangeKind::Epochs ? static_cast<int>(change.value - report.before) : 0;
    progress_.epochs += more;
    progress_.part_epochs += more;
    if (change.kind == ml::ChangeKind::Patience) progress_.patience = static_cast<int>(change.value);
  }
  if (report.replayed && !phase_.logs_replayed) return publish(true);
  const db::RunEvent event = event_of(report, progress_.run, phase_.number, phase_.first_epoch);
  progress_.events.push_back(event);
  workspace_.writer().transact("Change of a run",
                               [event](db::Transaction& transaction) { db::add_run_event(transaction, event); });
  publish(true);
}

void RunRecorder::rethrow_failure() {
  keep([&] { write_waiting(); });
  if (failure_) std::rethrow_exception(failure_);
}

}  // namespace app
