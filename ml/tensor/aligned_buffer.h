// Zeroed floats on a 64-byte boundary; large ones on huge pages where the system has them, because the
// first touch of gigabytes of small pages costs more than the arithmetic on them.
// Threads: one thread at a time; the owner decides.
#pragma once

#include <cstddef>
#include <memory>

namespace ml {

class AlignedBuffer {
 public:
  AlignedBuffer() = default;
  explicit AlignedBuffer(std::size_t bytes);

  std::size_t bytes() const { return bytes_; }
  float* data() { return data_.get(); }
  const float* data() const { return data_.get(); }

 private:
  struct Free {
    void operator()(float* data) const;
  };
  std::unique_ptr<float, Free> data_;
  std::size_t bytes_ = 0;
};

}  // namespace ml
