#include "ml/train/input_stream.h"

#include <algorithm>
#include <utility>

#include "ml/random/hash.h"

namespace ml {

namespace {

void mix_styles(const MixPlan& plan, std::uint32_t step, InputBatch& batch) {
  if (plan.config.style_alpha > 0)
    mix_style(plan.config.style_alpha, batch.inputs, batch.images.size(), plan.layout,
              CounterRng(plan.seed, {stable_hash("style"), plan.epoch, step}));
}

class KeptInputs final : public InputStream {
 public:
  KeptInputs(const FeatureTable& table, std::vector<KeptRow> rows, std::size_t batch, const MixPlan& mix)
      : table_(table), rows_(std::move(rows)), batch_(batch), mix_(mix) {}

  bool next(InputBatch& batch) override {
    const std::size_t count = std::min(batch_, rows_.size() - done_);
    batch.images.clear();
    batch.inputs.resize(count * table_.length());
    for (std::size_t i = 0; i < count; ++i) {
      const KeptRow& row = rows_[done_ + i];
      batch.images.push_back(row.image);
      table_.read(row.image, row.view, std::span(batch.inputs).subspan(i * table_.length(), table_.length()));
    }
    done_ += count;
    batch.mix = draw_mix(mix_.config, count, mix_.seed, mix_.epoch, step_);
    apply_mix(batch.mix, batch.inputs, 0);
    mix_styles(mix_, step_++, batch);
    return count > 0;
  }

 private:
  const FeatureTable& table_;
  std::vector<KeptRow> rows_;
  std::size_t batch_;
  MixPlan mix_;
  std::size_t done_ = 0;
  std::uint32_t step_ = 0;
};

class FreshInputs final : public InputStream {
 public:
  FreshInputs(const SampleSource& source, FeatureExtractor& extractor, const ViewRecipe& recipe,
              std::vector<ViewRequest> requests, std::size_t batch, const MixPlan& mix)
      : extractor_(extractor),
        side_px_(static_cast<std::size_t>(recipe.contract.size_px)),
        mix_(mix),
        requests_(requests),
        feed_(source, recipe, std::move(requests), batch) {}

  bool next(InputBatch& batch) override {
    do {
      if (!feed_.next(images_)) return false;
    } while (images_.requests.empty());  // not one of them could be read
    batch.images.clear();
    for (const std::size_t request : images_.requests) batch.images.push_back(requests_[request].image);
    batch.mix = draw_mix(mix_.config, batch.images.size(), mix_.seed, mix_.epoch, step_);
    apply_mix(batch.mix, images_.inputs, side_px_);
    batch.inputs.resize(batch.images.size() * extractor_.output_length());
    extractor_.forward(images_.inputs, batch.images.size(), batch.inputs);
    mix_styles(mix_, step_++, batch);
    return true;
  }

  std::span<const ImageFailure> failures() const override { return feed_.failures(); }

 private:
  FeatureExtractor& extractor_;
  std::size_t side_px_;
  MixPlan mix_;
  std::uint32_t step_ = 0;
  std::vector<ViewRequest> requests_;
  ImageFeed feed_;
  ImageBatch images_;
};

}  // namespace

std::unique_ptr<InputStream> kept_inputs(const FeatureTable& table, std::vector<KeptRow> rows, std::size_t batch,
                                         const MixPlan& mix) {
  return std::make_unique<KeptInputs>(table, std::move(rows), batch, mix);
}

std::unique_ptr<InputStream> fresh_inputs(const SampleSource& source, FeatureExtractor& extractor,
                                          const ViewRecipe& recipe, std::vector<ViewRequest> requests,
                                          std::size_t batch, const MixPlan& mix) {
  return std::make_unique<FreshInputs>(source, extractor, recipe, std::move(requests), batch, mix);
}

}  // namespace ml
