// Where the images of a run come from. The application implements it; the trainer and the feature
// extractor read from it, by index, from several threads at once.
//
// Threads: any thread; every method must be safe for concurrent calls.
// Ownership: the caller keeps the source alive for as long as a run uses it.
#pragma once

#include <cstddef>
#include <string>

#include "ml/data/pixels.h"

namespace ml {

class SampleSource {
 public:
  virtual ~SampleSource() = default;

  virtual std::size_t size() const = 0;
  // The decoded image. Throws std::runtime_error, naming the file and why, when it cannot be read.
  virtual Pixels pixels(std::size_t index) const = 0;
  // The content hash: the identity under which features are cached and augmentation is drawn.
  virtual std::string key(std::size_t index) const = 0;
};

}  // namespace ml
