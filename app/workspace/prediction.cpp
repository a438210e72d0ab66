#include "app/workspace/prediction.h"

#include <algorithm>
#include <optional>
#include <span>

#include "ml/data/preprocess.h"
#include "ml/train/trainer.h"

namespace app {
namespace {

constexpr std::size_t kBatch = 16;

// The pooled features of the readable images of one batch.
class FeatureReader {
 public:
  FeatureReader(const ml::Model& model, const ml::SampleSource& source, const std::filesystem::path& cache_folder, int threads)
      : source_(source), predictor_(model, threads), length_(predictor_.feature_length()) {
    if (!cache_folder.empty()) cache_.emplace(cache_folder, ml::feature_space(model, ml::Depth::kHead));  // the one that training the head fills
  }

  ml::Predictor& predictor() { return predictor_; }

  // Appends to set.indices and set.unreadable; gives the features (n, C) of the former.
  std::vector<float> read(std::span<const std::size_t> batch, PredictedSet& set) {
    std::vector<ml::FeatureKey> keys;
    for (const std::size_t index : batch) keys.push_back({source_.key(index)});
    std::vector<float> rows(batch.size() * length_);
    const std::vector<std::uint8_t> found = cache_ ? cache_->read_many(keys, rows) : std::vector<std::uint8_t>(batch.size(), 0);
    std::vector<float> kept;
    std::vector<std::size_t> missing;
    for (std::size_t i = 0; i < batch.size(); ++i) {
      if (found[i] == 0) missing.push_back(i);
    }
    const std::vector<std::uint8_t> computed = compute(batch, missing, keys, rows, set);
    for (std::size_t i = 0; i < batch.size(); ++i) {
      if (found[i] == 0 && computed[i] == 0) continue;
      set.indices.push_back(batch[i]);
      kept.insert(kept.end(), rows.begin() + static_cast<std::ptrdiff_t>(i * length_), rows.begin() + static_cast<std::ptrdiff_t>((i + 1) * length_));
    }
    return kept;
  }

 private:
  // Runs the network on the missing ones, writes their rows and keeps them in the cache.
  std::vector<std::uint8_t> compute(std::span<const std::size_t> batch, const std::vector<std::size_t>& missing,
                                    const std::vector<ml::FeatureKey>& keys, std::vector<float>& rows, PredictedSet& set) {
    std::vector<std::uint8_t> done(batch.size(), 0);
    std::vector<float> inputs;
    std::vector<ml::FeatureKey> new_keys;
    for (const std::size_t i : missing) {
      std::vector<float> input(predictor_.input_length());
      try {
        ml::preprocess(source_.pixels(batch[i]).view(), predictor_.contract(), input);
      } catch (const std::exception& error) {  // one unreadable file is reported; the rest goes on
        set.unreadable.push_back({batch[i], error.what()});
        continue;
      }
      inputs.insert(inputs.end(), input.begin(), input.end());
      new_keys.push_back(keys[i]);
      done[i] = 1;
    }
    std::vector<float> pooled(new_keys.size() * length_);
    if (!new_keys.empty()) predictor_.features(inputs, new_keys.size(), pooled);
    if (cache_ && !new_keys.empty()) cache_->put_many(new_keys, pooled);
    std::size_t next = 0;
    for (std::size_t i = 0; i < batch.size(); ++i) {
      if (done[i] == 0) continue;
      std::copy_n(pooled.begin() + static_cast<std::ptrdiff_t>(next++ * length_), length_, rows.begin() + static_cast<std::ptrdiff_t>(i * length_));
    }
    return done;
  }

  const ml::SampleSource& source_;
  ml::Predictor predictor_;
  std::size_t length_;
  std::optional<ml::FeatureCache> cache_;
};

}  // namespace

PredictedSet predict_images(const ml::Model& model, const ml::SampleSource& source, const std::vector<std::size_t>& indices,
                            const std::filesystem::path& cache_folder, const PredictOptions& options) {
  FeatureReader reader(model, source, cache_folder, options.threads);
  Progress progress(options.progress, "Predicting", static_cast<long>(indices.size()));
  PredictedSet set;
  for (std::size_t begin = 0; begin < indices.size() && !options.stop.stop_requested(); begin += kBatch) {
    const std::span batch(indices.data() + begin, std::min(kBatch, indices.size() - begin));
    const std::size_t before = set.indices.size();
    const std::vector<float> pooled = reader.read(batch, set);
    const std::size_t n = set.indices.size() - before;
    const auto classes = static_cast<std::size_t>(reader.predictor().classes());
    set.probabilities.resize(set.indices.size() * classes);
    if (n > 0) reader.predictor().probabilities(pooled, n, std::span(set.probabilities).subspan(before * classes));
    progress.update(static_cast<long>(begin + batch.size()));
  }
  return set;
}

}  // namespace app
