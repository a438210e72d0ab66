// Pictures whose class is easy to see, a small network, and a listener that remembers: what the trainer's
// tests share.
#pragma once

#include <algorithm>
#include <atomic>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "ml/arch/trainable.h"
#include "ml/random/counter_rng.h"
#include "ml/train/trainer.h"

namespace discs {

// Noise with a bright (class 1) or dark (class 0) disc; image 5 may be unreadable.
class Discs final : public ml::SampleSource {
 public:
  explicit Discs(std::size_t size, bool one_is_broken = false) : size_(size), one_is_broken_(one_is_broken) {}

  std::size_t size() const override { return size_; }
  std::string key(std::size_t index) const override { return "disc " + std::to_string(index); }
  ml::Pixels pixels(std::size_t index) const override {
    ++decoded_;
    if (one_is_broken_ && index == 5) throw std::runtime_error("the file is cut off: five.jpg");
    ml::CounterRng rng(17, {index, 0});
    ml::Pixels pixels = ml::Pixels::blank(kSide, kSide);
    const double level = index % 2 == 0 ? 60 : 190;
    for (int y = 0; y < kSide; ++y)
      for (int x = 0; x < kSide; ++x)
        for (int channel = 0; channel < 3; ++channel) {
          const bool inside = (x - 20) * (x - 20) + (y - 20) * (y - 20) < 120;
          const double value = (inside ? level : 125) + 30 * rng.normal();
          pixels.data[static_cast<std::size_t>((y * kSide + x) * 3 + channel)] =
              static_cast<std::uint8_t>(std::clamp(value, 0.0, 255.0));
        }
    return pixels;
  }
  std::size_t decoded() const { return decoded_; }

 private:
  static constexpr int kSide = 40;
  std::size_t size_;
  bool one_is_broken_;
  mutable std::atomic<std::size_t> decoded_ = 0;
};

class Log : public ml::TrainListener {
 public:
  void on_step(const ml::StepReport& report) override {
    steps.push_back(report);
    if (at_step) at_step(report);
  }
  void on_epoch(const ml::EpochReport& report) override {
    epochs.push_back(report);
    probabilities.emplace_back(report.val_probabilities.begin(), report.val_probabilities.end());
  }
  void on_phase(const ml::PhaseReport& report) override {
    phases.emplace_back(report.name);
    if (at_phase) at_phase(report);
  }
  void on_change(const ml::ChangeReport& report) override {
    changes.push_back(report);
    if (report.change.kind == ml::ChangeKind::LearningRate)
      rates.emplace_back(report.change.step, static_cast<float>(report.change.value));
  }

  std::vector<ml::StepReport> steps;
  std::vector<ml::EpochReport> epochs;
  std::vector<std::vector<float>> probabilities;
  std::vector<std::string> phases;
  std::vector<std::pair<std::size_t, float>> rates;
  std::vector<ml::ChangeReport> changes;
  std::function<void(const ml::StepReport&)> at_step;
  std::function<void(const ml::PhaseReport&)> at_phase;
};

inline ml::Model small_model(ml::HeadSpec head = ml::linear_head(0.F, 1)) {
  ml::ModelSpec spec;
  spec.width = 0.35F;
  spec.input_px = 32;
  spec.classes = {"dark", "bright"};
  spec.head = std::move(head);
  return ml::make_model(spec, ml::imagenet_contract(32), 11);
}

inline ml::Dataset halves_of(const ml::SampleSource& source) {
  ml::Dataset data;
  data.source = &source;
  for (std::size_t i = 0; i < source.size(); ++i) {
    data.labels.push_back(static_cast<int>(i % 2));
    (i < source.size() * 2 / 3 ? data.train : data.val).push_back(i);
  }
  return data;
}

inline ml::TrainConfig config_for(ml::Depth depth, int epochs) {
  ml::TrainConfig config;
  config.depth = depth;
  config.epochs = epochs;
  config.batch = 8;
  config.learning_rate = depth == ml::Depth::Head ? 1e-2F : 1e-3F;
  config.patience = 0;
  config.threads = 1;
  if (depth == ml::Depth::Whole) config.batch_statistics = ml::BatchStatistics::Batch;
  return config;
}

inline ml::TrainResult run(const ml::Dataset& data, const ml::TrainConfig& config, Log& log,
                           ml::FeatureCache* cache = nullptr) {
  ml::TrainControl control;
  return ml::train(small_model(), data, cache, config, control, log);
}

}  // namespace discs
