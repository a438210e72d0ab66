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

// What one thread does: its bands, in the memory of that thread.
class BandedBlock::Lane {
 public:
  Lane(const std::array<UnitSpec, kUnits>& units, BandMemory& memory) : units_(units), memory_(memory) {}

  // Rows out_first .. out_last - 1 of the result.
  void take(int out_first, int out_last, int rows) {
    const ThreadCount alone(1);
    for (const RowBand& band : row_bands(units_[0], units_[1], out_first, out_last, rows)) {
      const RowWindow whole{.last = band.depthwise.out_count(), .out_last = band.depthwise.out_count()};
      tasks_.push_back({band, band.fresh.out_count() > 0 ? &step(0, band.fresh) : nullptr, &step(1, band.depthwise),
                        &step(2, whole)});
      grow(memory_.wide, static_cast<std::size_t>(band.depthwise.count()) * source_row(units_[1]));
      grow(memory_.narrow, static_cast<std::size_t>(band.depthwise.out_count()) * source_row(units_[2]));
    }
  }

  void take_weights(std::span<PackedWeights> weights) {
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
    const auto at = [](auto* base, int row, std::size_t row_bytes) {
      return base + static_cast<std::size_t>(row) * row_bytes;
    };
    const RowBand& band = task.band;
    auto* wide = reinterpret_cast<std::byte*>(memory_.wide.data());
    const std::size_t wide_row = source_row(units_[1]);
    const std::size_t kept = static_cast<std::size_t>(band.kept) * wide_row;
    if (band.kept > 0) std::memmove(wide, wide + wide_used_ - kept, kept);
    wide_used_ = static_cast<std::size_t>(band.depthwise.count()) * wide_row;
    const std::size_t from_row = source_row(units_[0]), to_row = result_row(units_[2]);
    if (task.first != nullptr) task.first->run(at(source, band.fresh.first, from_row), wide + kept);
    task.depthwise->run(wide, memory_.narrow.data());
    std::byte* to = at(result, band.depthwise.out_first, to_row);
    if (units_[2].adds_block_input)
      std::memcpy(to, at(source, band.depthwise.out_first, from_row),
                  static_cast<std::size_t>(band.depthwise.out_count()) * to_row);
    task.projection->run(memory_.narrow.data(), to);
  }

  const std::array<UnitSpec, kUnits>& units_;
  BandMemory& memory_;
  ComputeContext context_;
  std::map<Key, Step> steps_;
  std::vector<Task> tasks_;
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

BandedBlock::BandedBlock(std::span<const UnitSpec> units, std::deque<BandMemory>& memory, std::size_t band_bytes) {
  std::copy_n(units.begin(), kUnits, units_.begin());
  const std::size_t fitting = band_bytes / (source_row(units_[1]) * static_cast<std::size_t>(units_[1].stride));
  const int all = units_[1].out_px, rows = std::clamp(static_cast<int>(fitting), 1, all);
  const int threads = std::clamp(ThreadCount::current(), 1, all);
  if (memory.size() < static_cast<std::size_t>(threads)) memory.resize(static_cast<std::size_t>(threads));
  for (int lane = 0; lane < threads; ++lane) {
    const int first = all * lane / threads, last = all * (lane + 1) / threads, bands = (last - first + rows - 1) / rows;
    lanes_.push_back(std::make_unique<Lane>(units_, memory[static_cast<std::size_t>(lane)]));
    lanes_.back()->take(first, last, (last - first + bands - 1) / bands);
  }
}

BandedBlock::~BandedBlock() = default;

void BandedBlock::take_weights(std::span<PackedWeights> weights) {
  for (const std::unique_ptr<Lane>& lane : lanes_) lane->take_weights(weights);
}

void BandedBlock::run(const void* source, void* result) {
  std::vector<std::exception_ptr> failed(lanes_.size());
  const int threads = static_cast<int>(lanes_.size());
#pragma omp parallel for schedule(static, 1) num_threads(threads)
  for (int lane = 0; lane < threads; ++lane) {
    const auto at = static_cast<std::size_t>(lane);
    try {
      lanes_[at]->run(static_cast<const std::byte*>(source), static_cast<std::byte*>(result));
    } catch (...) {
      failed[at] = std::current_exception();
    }
  }
  for (const std::exception_ptr& failure : failed)
    if (failure) std::rethrow_exception(failure);
}

}  // namespace ml
