#include "ml/tensor/aligned_buffer.h"

#include <cstdlib>
#include <cstring>
#include <stdexcept>
#include <string>

#include <sys/mman.h>

namespace ml {

namespace {

constexpr std::size_t kCacheLine_bytes = 64;
constexpr std::size_t kHugePage_bytes = std::size_t{2} << 20U;

}  // namespace

AlignedBuffer::AlignedBuffer(std::size_t bytes) : bytes_(bytes) {
  if (bytes == 0) return;
  const std::size_t alignment = bytes >= 2 * kHugePage_bytes ? kHugePage_bytes : kCacheLine_bytes;
  const std::size_t rounded = (bytes + alignment - 1) / alignment * alignment;
  data_.reset(static_cast<float*>(std::aligned_alloc(alignment, rounded)));
  if (!data_)
    throw std::runtime_error("cannot get " + std::to_string(bytes >> 20U) +
                             " MB of memory for the network; close other programs or use smaller batches");
  if (alignment == kHugePage_bytes) ::madvise(data_.get(), rounded, MADV_HUGEPAGE);
  std::memset(data_.get(), 0, bytes);
}

void AlignedBuffer::Free::operator()(float* data) const { std::free(data); }

}  // namespace ml
