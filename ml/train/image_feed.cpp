#include "ml/train/image_feed.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "ml/data/preprocess.h"
#include "ml/data/symmetry.h"

namespace ml {

namespace {

void make_view(const SampleSource& source, const ViewRecipe& recipe, const ViewRequest& request, std::span<float> out) {
  const Pixels pixels = source.pixels(request.image);
  if (request.augmented)
    augment(pixels.view(), recipe.contract, recipe.augment, recipe.seed, source.key(request.image), request.epoch,
            request.view, out);
  else if (request.view == 0)
    preprocess(pixels.view(), recipe.contract, out);
  else {
    std::vector<float> plain(out.size());
    preprocess(pixels.view(), recipe.contract, plain);
    apply_symmetry(plain, recipe.contract.size_px, static_cast<int>(request.view), out);
  }
}

}  // namespace

ImageFeed::ImageFeed(const SampleSource& source, ViewRecipe recipe, std::vector<ViewRequest> requests,
                     std::size_t batch)
    : source_(source), recipe_(std::move(recipe)), requests_(std::move(requests)), batch_(batch) {
  start_next();
}

ImageFeed::~ImageFeed() {
  if (coming_.valid()) coming_.wait();
}

void ImageFeed::start_next() {
  if (started_ >= requests_.size()) return;
  const std::size_t first = started_;
  started_ = std::min(requests_.size(), started_ + batch_);
  coming_ = std::async(std::launch::async, [this, first, last = started_] { return make(first, last); });
}

ImageFeed::Made ImageFeed::make(std::size_t first, std::size_t last) const {
  const std::size_t length = input_length(recipe_.contract);
  Made made;
  made.batch.inputs.resize((last - first) * length);
  for (std::size_t i = first; i < last; ++i) {
    const std::size_t row = made.batch.requests.size();
    try {
      make_view(source_, recipe_, requests_[i], std::span(made.batch.inputs).subspan(row * length, length));
      made.batch.requests.push_back(i);
    } catch (const std::runtime_error& error) {  // one unreadable image must not end the run
      made.failures.push_back({requests_[i].image, error.what()});
    }
  }
  made.batch.inputs.resize(made.batch.requests.size() * length);
  return made;
}

bool ImageFeed::next(ImageBatch& batch) {
  if (!coming_.valid()) return false;
  Made made = coming_.get();
  start_next();
  batch = std::move(made.batch);
  failures_.insert(failures_.end(), made.failures.begin(), made.failures.end());
  return true;
}

}  // namespace ml
