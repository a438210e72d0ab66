#include "ml/layers/banded_block.h"

#include <algorithm>
#include <cstring>
#include <exception>
#include <map>
#include <tuple>

#include "ml/layers/row_bands.h"
#include "ml/runtime/thread_count.h"

namespace ml {
namespace {

constexpr std::size_t kCacheBytes = 1 << 20;  // of a core

std::size_t row_bytes(int channels, int width_px) {
  return static_cast<std::size_t>(channels) * static_cast<std::size_t>(width_px) * sizeof(float);
}

std::size_t source_row(const UnitSpec& unit) { return row_bytes(unit.in_channels, unit.in_px); }
std::size_t result_row(const UnitSpec& unit) { return row_bytes(unit.out_channels, unit.out_px); }

}  // namespace

// What one thread does: its bands, in its own memory.
class BandedBlock::Lane {
 public:
  explicit Lane(const std::array<UnitSpec, kUnits>& units) : units_(units) {}

  void clear() { tasks_.clear(); }

  // Rows out_first .. out_last - 1 of one image.
  void take(int image, int out_first, int out_last, int rows) {
    const ThreadCount alone(1);
    for (const RowBand& band : row_bands(units_[0], units_[1], out_first, out_last, rows)) {
      const RowWindow whole{.last = band.depthwise.out_count(), .out_last = band.depthwise.out_count()};
      tasks_.push_back({image, band, band.fresh.out_count() > 0 ? &step(0, band.fresh) : nullptr,
                        &step(1, band.depthwise), &step(2, whole)});
      grow(wide_, static_cast<std::size_t>(band.depthwise.count()) * source_row(units_[1]));
      grow(narrow_, static_cast<std::size_t>(band.depthwise.out_count()) * source_row(units_[2]));
    }
  }

  // Before the lanes run side by side: packing writes.
  void set_weights(std::span<PackedWeights> weights) {
    for (auto& [key, step] : steps_) {
      PackedWeights& own = weights[std::get<0>(key)];
      step.weights = own.weight_as(step.conv->weights_desc());
      step.bias = own.bias_memory();
    }
  }

  void run(const std::byte* source, std::byte* result) {
    for (const Task& task : tasks_) run(task, source, result);
  }

 private:
  struct Step {
    std::unique_ptr<ConvForward> conv;
    dnnl::memory source, weights, bias, result;

    void run(const void* from, void* to) {
      source.set_data_handle(const_cast<void*>(from));
      result.set_data_handle(to);
      conv->run(source, weights, bias, result);
    }
  };
  struct Task {
    int image;
    RowBand band;
    Step *first, *depthwise, *projection;  // the first may be null: every row is there
  };
  using Key = std::tuple<std::size_t, int, int, int, int>;  // unit, rows of source and result, padding

  static void grow(AlignedBuffer& buffer, std::size_t bytes) {
    if (buffer.bytes() < bytes) buffer = AlignedBuffer(bytes);
  }

  Step& step(std::size_t unit, const RowWindow& rows) {
    Step& step = steps_[{unit, rows.count(), rows.out_count(), rows.pad_top, rows.pad_bottom}];
    if (step.conv) return step;
    const ConvFusion fusion{.bias = true, .relu6 = units_[unit].relu6, .adds_to_dst = units_[unit].adds_block_input};
    step.conv =
        std::make_unique<ConvForward>(context_, units_[unit], 1, ConvLayouts{}, fusion, ConvForward::Purpose::Inference,
                                      ConvRows{rows.count(), rows.out_count(), rows.pad_top, rows.pad_bottom});
    step.source = dnnl::memory(step.conv->src_desc(), context_.engine(), nullptr);
    step.result = dnnl::memory(step.conv->dst_desc(), context_.engine(), nullptr);
    return step;
  }

  void run(const Task& task, const std::byte* source, std::byte* result) {
    const auto at = [](auto* base, int image, int px, int row, std::size_t row_bytes) {
      return base + (static_cast<std::size_t>(image) * static_cast<std::size_t>(px) + static_cast<std::size_t>(row)) *
                        row_bytes;
    };
    const RowBand& band = task.band;
    auto* wide = reinterpret_cast<std::byte*>(wide_.data());
    const std::size_t wide_row = source_row(units_[1]);
    const std::size_t kept = static_cast<std::size_t>(band.kept) * wide_row;
    if (band.kept > 0) std::memmove(wide, wide + wide_used_ - kept, kept);
    wide_used_ = static_cast<std::size_t>(band.depthwise.count()) * wide_row;
    const std::size_t from_row = source_row(units_[0]), to_row = result_row(units_[2]);
    if (task.first != nullptr)
      task.first->run(at(source, task.image, units_[0].in_px, band.fresh.first, from_row), wide + kept);
    task.depthwise->run(wide, narrow_.data());
    std::byte* to = at(result, task.image, units_[2].out_px, band.depthwise.out_first, to_row);
    if (units_[2].adds_block_input)
      std::memcpy(to, at(source, task.image, units_[0].in_px, band.depthwise.out_first, from_row),
                  static_cast<std::size_t>(band.depthwise.out_count()) * to_row);
    task.projection->run(narrow_.data(), to);
  }

  const std::array<UnitSpec, kUnits>& units_;
  ComputeContext context_;
  std::map<Key, Step> steps_;
  std::vector<Task> tasks_;
  AlignedBuffer wide_, narrow_;
  std::size_t wide_used_ = 0;
};

bool BandedBlock::pays(std::span<const UnitSpec> units) {
  if (units.size() < kUnits) return false;
  const UnitSpec &first = units[0], &depthwise = units[1], &projection = units[2];
  if (!first.begins_block || first.depthwise || first.adds_block_input || first.pooled) return false;
  if (!depthwise.depthwise || depthwise.adds_block_input || depthwise.pooled) return false;
  if (projection.kernel != 1 || projection.stride != 1 || projection.depthwise || projection.begins_block) return false;
  if (projection.adds_block_input && depthwise.begins_block) return false;  // what it adds is not the first's source
  return static_cast<std::size_t>(depthwise.in_px) * source_row(depthwise) > kCacheBytes;
}

BandedBlock::BandedBlock(std::span<const UnitSpec> units, std::size_t band_bytes) {
  std::copy_n(units.begin(), kUnits, units_.begin());
  const std::size_t rows = band_bytes / (source_row(units_[1]) * static_cast<std::size_t>(units_[1].stride));
  rows_ = std::clamp(static_cast<int>(rows), 1, units_[1].out_px);
}

BandedBlock::~BandedBlock() = default;

void BandedBlock::share_out(int n, int threads) {
  if (n == shared_n_ && threads == shared_threads_) return;
  while (lanes_.size() < static_cast<std::size_t>(threads)) lanes_.push_back(std::make_unique<Lane>(units_));
  const int bands = (units_[1].out_px + rows_ - 1) / rows_, all = n * bands;
  for (int lane = 0; lane < threads; ++lane) {
    lanes_[static_cast<std::size_t>(lane)]->clear();
    for (int band = all * lane / threads, end = all * (lane + 1) / threads; band < end;) {
      const int image = band / bands, last = std::min(end, (image + 1) * bands);
      lanes_[static_cast<std::size_t>(lane)]->take(image, band % bands * rows_,
                                                   std::min((last - image * bands) * rows_, units_[1].out_px), rows_);
      band = last;
    }
  }
  shared_n_ = n;
  shared_threads_ = threads;
}

void BandedBlock::run(std::span<PackedWeights> weights, const void* source, int n, void* result) {
  const int threads = std::clamp(ThreadCount::current(), 1, n * units_[1].out_px);
  share_out(n, threads);
  for (int lane = 0; lane < threads; ++lane) lanes_[static_cast<std::size_t>(lane)]->set_weights(weights);
  std::vector<std::exception_ptr> failed(static_cast<std::size_t>(threads));
#pragma omp parallel for schedule(static, 1) num_threads(threads)
  for (int lane = 0; lane < threads; ++lane) {
    try {
      lanes_[static_cast<std::size_t>(lane)]->run(static_cast<const std::byte*>(source),
                                                  static_cast<std::byte*>(result));
    } catch (...) {
      failed[static_cast<std::size_t>(lane)] = std::current_exception();
    }
  }
  for (const std::exception_ptr& failure : failed)
    if (failure) std::rethrow_exception(failure);
}

}  // namespace ml
