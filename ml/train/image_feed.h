// Images of a source, decoded and preprocessed in batches; the next batch is made on another thread while
// the caller works on this one.
//
// Use: `ImageFeed feed(source, recipe, requests, 32); while (feed.next(batch)) ...`
// Threads: one thread at a time; the source is read from one other.
// Ownership: the source is the caller's and must outlive the feed.
#pragma once

#include <cstdint>
#include <future>
#include <string>
#include <vector>

#include "ml/data/augment.h"
#include "ml/data/sample_source.h"

namespace ml {

// How an image is to be seen: in one of its symmetries (0: plainly), or as a random view.
struct ViewRequest {
  std::size_t image = 0;  // index into the source
  bool augmented = false;
  std::uint32_t epoch = 0;
  std::uint32_t view = 0;

  // Names its row among an image's kept ones: 0 the plain view, then random views, symmetries far above.
  std::uint32_t row() const { return augmented || view == 0 ? view : 0x8000'0000U + view; }
};

// What random views are made with.
struct ViewRecipe {
  PreprocessContract contract;
  AugmentConfig augment;
  std::uint64_t seed = 0;
};

struct ImageBatch {
  std::vector<std::size_t> requests;  // positions in the list of requests; unreadable ones are left out
  std::vector<float> inputs;          // (n,3,S,S)
};

struct ImageFailure {
  std::size_t image = 0;
  std::string reason;
};

class ImageFeed {
 public:
  ImageFeed(const SampleSource& source, ViewRecipe recipe, std::vector<ViewRequest> requests, std::size_t batch);
  ~ImageFeed();

  // False at the end.
  bool next(ImageBatch& batch);
  const std::vector<ImageFailure>& failures() const { return failures_; }

 private:
  struct Made {
    ImageBatch batch;
    std::vector<ImageFailure> failures;
  };

  Made make(std::size_t first, std::size_t last) const;
  void start_next();

  const SampleSource& source_;
  ViewRecipe recipe_;
  std::vector<ViewRequest> requests_;
  std::size_t batch_;
  std::size_t started_ = 0;
  std::future<Made> coming_;
  std::vector<ImageFailure> failures_;
};

}  // namespace ml
