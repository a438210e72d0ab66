// What a run leaves behind, epoch by epoch.
#include <bit>
#include <cstring>
#include <span>
#include <stdexcept>

#include "db/embedded_sql.h"
#include "db/runs.h"
#include "db/sqlite/query.h"

namespace db {
namespace {

static_assert(std::endian::native == std::endian::little, "blobs are stored little-endian");

template <class Value>
std::vector<Value> values_of(std::span<const std::byte> bytes) {
  std::vector<Value> values(bytes.size() / sizeof(Value));
  if (!values.empty()) std::memcpy(values.data(), bytes.data(), values.size() * sizeof(Value));
  return values;
}

}  // namespace

void save_epoch(Transaction& transaction, const Epoch& epoch) {
  Query(transaction.connection(), sql::epoch_save, epoch.run, epoch.epoch, epoch.train_loss, epoch.val_loss,
        epoch.val_auc, epoch.val_accuracy, epoch.learning_rate, epoch.seconds, epoch.metrics_json)
      .run();
  transaction.changes().runs.push_back(epoch.run);
}

void save_prediction(Transaction& transaction, const Prediction& prediction) {
  if (prediction.groups < 1 ||
      prediction.probabilities.size() != prediction.images.size() * static_cast<std::size_t>(prediction.groups))
    throw std::logic_error("save_prediction: probabilities are not (images, groups)");
  Query(transaction.connection(), sql::prediction_save, prediction.run, prediction.epoch, name_of(prediction.split),
        prediction.label_revision, prediction.groups, std::as_bytes(std::span(prediction.images)),
        std::as_bytes(std::span(prediction.probabilities)), prediction.views)
      .run();
  transaction.changes().runs.push_back(prediction.run);
}

void save_checkpoint(Transaction& transaction, const Checkpoint& checkpoint) {
  auto& connection = transaction.connection();
  if (checkpoint.is_best) Query(connection, sql::checkpoint_clear_best, checkpoint.run).run();
  Query(connection, sql::checkpoint_save, checkpoint.run, checkpoint.epoch, checkpoint.path, checkpoint.criterion,
        checkpoint.is_best)
      .run();
  transaction.changes().runs.push_back(checkpoint.run);
}

std::vector<Epoch> epochs(const Readable& from, RunId run) {
  Query query(from.connection(), sql::epoch_list, run);
  std::vector<Epoch> found;
  while (query.next())
    found.push_back({query.integer(0), query.small_integer(1), query.optional_real(2), query.optional_real(3),
                     query.optional_real(4), query.optional_real(5), query.optional_real(6), query.optional_real(7),
                     query.text(8)});
  return found;
}

std::optional<Prediction> prediction(const Readable& from, RunId run, int epoch, Split split) {
  Query query(from.connection(), sql::prediction_get, run, epoch, name_of(split));
  if (!query.next()) return std::nullopt;
  return Prediction{run,
                    epoch,
                    split,
                    query.integer(0),
                    query.small_integer(1),
                    values_of<ImageId>(query.blob(2)),
                    values_of<float>(query.blob(3)),
                    query.small_integer(4)};
}

std::vector<int> predicted_epochs(const Readable& from, RunId run, Split split) {
  Query query(from.connection(), sql::prediction_epochs, run, name_of(split));
  std::vector<int> found;
  while (query.next()) found.push_back(query.small_integer(0));
  return found;
}

std::vector<Checkpoint> checkpoints(const Readable& from, RunId run) {
  Query query(from.connection(), sql::checkpoint_list, run);
  std::vector<Checkpoint> found;
  while (query.next())
    found.push_back(
        {query.integer(0), query.small_integer(1), query.text(2), query.optional_real(3), query.boolean(4)});
  return found;
}

std::optional<Checkpoint> best_checkpoint(const Readable& from, RunId run) {
  for (const Checkpoint& checkpoint : checkpoints(from, run))
    if (checkpoint.is_best) return checkpoint;
  return std::nullopt;
}

}  // namespace db
