#include "app/workspace/prediction.h"

#include <algorithm>
#include <span>
#include <stdexcept>

#include "ml/arch/trainable.h"
#include "ml/data/preprocess.h"
#include "ml/data/symmetry.h"
#include "ml/random/hash.h"
#include "ml/train/trainer.h"

namespace app {
namespace {

constexpr std::size_t kBatch = 16;

// The pooled features of the readable images of one batch, in every view.
class FeatureReader {
 public:
  FeatureReader(const ml::Model& model, const ml::SampleSource& source, const std::filesystem::path& cache_folder,
                const PredictOptions& options, int views)
      : source_(source),
        predictor_(model, options.threads, options.precision),
        length_(predictor_.feature_length()),
        views_(static_cast<std::size_t>(views)) {
    if (cache_folder.empty()) return;
    try {  // the one that training the head fills
      cache_.emplace(cache_folder, ml::feature_space(model, ml::Depth::Head, options.precision));
    } catch (const std::exception&) {
      // A cache that cannot be opened only costs time: `nevus check` says what is wrong with it.
    }
  }

  ml::Predictor& predictor() { return predictor_; }

  // Appends to set.indices and set.unreadable; gives the features (n, views, C) of the former.
  std::vector<float> read(std::span<const std::size_t> batch, PredictedSet& set) {
    Rows rows = rows_of(batch);
    std::vector<float> kept;
    const std::vector<bool> readable = compute_missing(batch, rows, set);
    for (std::size_t i = 0; i < batch.size(); ++i) {
      if (!readable[i]) continue;
      set.indices.push_back(batch[i]);
      const auto first = rows.values.begin() + static_cast<std::ptrdiff_t>(i * views_ * length_);
      kept.insert(kept.end(), first, first + static_cast<std::ptrdiff_t>(views_ * length_));
    }
    return kept;
  }

 private:
  // One per image and view, in that order.
  struct Rows {
    std::vector<ml::FeatureKey> keys;
    std::vector<float> values;
    std::vector<std::uint8_t> found;
  };

  Rows rows_of(std::span<const std::size_t> batch) const {
    Rows rows;
    for (const std::size_t index : batch) {
      for (std::size_t view = 0; view < views_; ++view) {
        rows.keys.push_back({source_.key(index), ml::symmetry_name(static_cast<int>(view))});
      }
    }
    rows.values.resize(rows.keys.size() * length_);
    rows.found = cache_ ? cache_->read_many(rows.keys, rows.values) : std::vector<std::uint8_t>(rows.keys.size(), 0);
    return rows;
  }

  // Runs the network on the missing rows, fills them in and keeps them in the cache. True for images that could be
  // read.
  std::vector<bool> compute_missing(std::span<const std::size_t> batch, Rows& rows, PredictedSet& set) {
    std::vector<bool> readable(batch.size(), true);
    std::vector<std::size_t> missing;
    std::vector<float> inputs;
    for (std::size_t i = 0; i < batch.size(); ++i) {
      const auto first = rows.found.begin() + static_cast<std::ptrdiff_t>(i * views_);
      if (std::all_of(first, first + static_cast<std::ptrdiff_t>(views_),
                      [](std::uint8_t found) { return found != 0; }))
        continue;
      try {
        add_inputs(batch[i], i * views_, rows.found, missing, inputs);
      } catch (const std::exception& error) {  // one unreadable file is reported; the rest goes on
        set.unreadable.push_back({batch[i], error.what()});
        readable[i] = false;
      }
    }
    if (missing.empty()) return readable;
    std::vector<float> pooled(missing.size() * length_);
    predictor_.features(inputs, missing.size(), pooled);
    std::vector<ml::FeatureKey> keys;
    for (std::size_t k = 0; k < missing.size(); ++k) {
      keys.push_back(rows.keys[missing[k]]);
      std::copy_n(pooled.begin() + static_cast<std::ptrdiff_t>(k * length_), length_,
                  rows.values.begin() + static_cast<std::ptrdiff_t>(missing[k] * length_));
    }
    keep(keys, pooled);
    return readable;
  }

  // What cannot be kept, on a full disk for example, is computed again the next time.
  void keep(const std::vector<ml::FeatureKey>& keys, const std::vector<float>& pooled) {
    try {
      if (cache_) cache_->put_many(keys, pooled);
    } catch (const std::exception&) {
      cache_.reset();
    }
  }

  void add_inputs(std::size_t image, std::size_t first_row, const std::vector<std::uint8_t>& found,
                  std::vector<std::size_t>& missing, std::vector<float>& inputs) const {
    std::vector<float> input(predictor_.input_length()), turned(input.size());
    ml::preprocess(source_.pixels(image).view(), predictor_.contract(), input);
    for (std::size_t view = 0; view < views_; ++view) {
      if (found[first_row + view] != 0) continue;
      ml::apply_symmetry(input, predictor_.contract().size_px, static_cast<int>(view), turned);
      inputs.insert(inputs.end(), turned.begin(), turned.end());
      missing.push_back(first_row + view);
    }
  }

  const ml::SampleSource& source_;
  ml::Predictor predictor_;
  std::size_t length_;
  std::size_t views_;
  std::optional<ml::FeatureCache> cache_;
};

// Every answer about n images, (answers, n, K), from their features (n, views, C).
std::vector<float> answers_about(ml::Predictor& predictor, const std::vector<float>& pooled,
                                 std::span<const std::uint64_t> seeds, const Questions& questions) {
  const std::size_t n = seeds.size(), length = predictor.feature_length(),
                    classes = static_cast<std::size_t>(predictor.classes());
  const auto views = static_cast<std::size_t>(questions.views),
             passes = static_cast<std::size_t>(std::max(1, questions.dropout_passes));
  std::vector<float> answers(views * passes * n * classes), of_view(passes * classes);
  for (std::size_t i = 0; i < n; ++i) {
    for (std::size_t view = 0; view < views; ++view) {
      const std::span features = std::span(pooled).subspan((i * views + view) * length, length);
      if (questions.dropout_passes > 0)
        predictor.head().sampled_probabilities(features, passes, seeds[i] + view, of_view);
      else
        predictor.head().probabilities(features, 1, of_view);
      for (std::size_t pass = 0; pass < passes; ++pass) {
        std::copy_n(of_view.begin() + static_cast<std::ptrdiff_t>(pass * classes), classes,
                    answers.begin() + static_cast<std::ptrdiff_t>(((view * passes + pass) * n + i) * classes));
      }
    }
  }
  return answers;
}

template <typename Number>
void append(std::vector<Number>& to, const std::vector<Number>& from) {
  to.insert(to.end(), from.begin(), from.end());
}

void append(ml::EnsembleSummary& to, const ml::EnsembleSummary& from) {
  append(to.mean, from.mean);
  append(to.predictive_entropy, from.predictive_entropy);
  append(to.expected_entropy, from.expected_entropy);
  append(to.mutual_information, from.mutual_information);
  append(to.positive_deviation, from.positive_deviation);
  append(to.deviation, from.deviation);
}

void add_answers(PredictedSet& set, std::size_t before, ml::Predictor& predictor, const std::vector<float>& pooled,
                 const ml::SampleSource& source, const Questions& questions) {
  if (set.indices.size() == before) return;  // not one of the batch could be read
  std::vector<std::uint64_t> seeds;          // an image's dropout masks do not depend on its neighbours
  for (std::size_t i = before; i < set.indices.size(); ++i)
    seeds.push_back(ml::stable_hash(source.key(set.indices[i]), ml::stable_hash("dropout passes")));
  const int answers = questions.views * std::max(1, questions.dropout_passes);
  const ml::EnsembleSummary summary =
      ml::summarise_members(answers_about(predictor, pooled, seeds, questions), answers, predictor.classes());
  append(*set.answers, summary);
  append(set.probabilities, summary.mean);
}

void add_probabilities(PredictedSet& set, std::size_t before, ml::Predictor& predictor,
                       const std::vector<float>& pooled) {
  const auto classes = static_cast<std::size_t>(predictor.classes());
  set.probabilities.resize(set.indices.size() * classes);
  if (set.indices.size() == before) return;  // not one of the batch could be read
  predictor.head().probabilities(pooled, set.indices.size() - before,
                                 std::span(set.probabilities).subspan(before * classes));
}

void calibrate(PredictedSet& set, const ml::Model& model) {
  if (!model.calibration || !model.calibration->on) return;
  set.calibration = model.calibration;
  set.given = set.probabilities;
  ml::apply(*model.calibration, set.probabilities, static_cast<int>(model.spec.classes.size()));
}

}  // namespace

void require_valid(const Questions& questions) {
  constexpr int kMostPasses = 1000;
  if (questions.views != 0) ml::require_views(questions.views);
  if (questions.dropout_passes < 0 || questions.dropout_passes > kMostPasses) {
    throw std::runtime_error("predicting: " + std::to_string(questions.dropout_passes) +
                             " passes with dropout were asked for; 0 to " + std::to_string(kMostPasses) +
                             " can be made");
  }
}

PredictedSet predict_images(const ml::Model& model, const ml::SampleSource& source,
                            const std::vector<std::size_t>& indices, const std::filesystem::path& cache_folder,
                            const PredictOptions& options) {
  require_valid(options.questions);
  Questions questions = options.questions;
  if (questions.views == 0) questions.views = model.views;
  FeatureReader reader(model, source, cache_folder, options, questions.views);
  Progress progress(options.progress, "Predicting", static_cast<long>(indices.size()));
  PredictedSet set;
  set.questions = questions;
  set.feature_length = reader.predictor().feature_length();
  if (questions.views > 1 || questions.dropout_passes > 0) set.answers.emplace();
  for (std::size_t begin = 0; begin < indices.size() && !options.stop.stop_requested(); begin += kBatch) {
    const std::span batch(indices.data() + begin, std::min(kBatch, indices.size() - begin));
    const std::size_t before = set.indices.size();
    const std::vector<float> pooled = reader.read(batch, set);
    if (options.keep_features) append(set.features, pooled);
    if (set.answers)
      add_answers(set, before, reader.predictor(), pooled, source, questions);
    else
      add_probabilities(set, before, reader.predictor(), pooled);
    progress.update(static_cast<long>(begin + batch.size()));
  }
  if (options.calibrated) calibrate(set, model);
  return set;
}

EmbeddedSet embed_images(const ml::Model& model, const ml::SampleSource& source,
                         const std::vector<std::size_t>& indices, const std::filesystem::path& cache_folder,
                         const PredictOptions& options) {
  FeatureReader reader(model, source, cache_folder, options, 1);
  Progress progress(options.progress, "Embedding", static_cast<long>(indices.size()));
  PredictedSet read;
  EmbeddedSet set;
  set.dimension = reader.predictor().feature_length();
  for (std::size_t begin = 0; begin < indices.size() && !options.stop.stop_requested(); begin += kBatch) {
    const std::span batch(indices.data() + begin, std::min(kBatch, indices.size() - begin));
    append(set.features, reader.read(batch, read));
    progress.update(static_cast<long>(begin + batch.size()));
  }
  set.indices = std::move(read.indices);
  set.unreadable = std::move(read.unreadable);
  return set;
}

}  // namespace app
