// Adam over one flat array of parameters.
//
// Use: `Adam adam(params.size(), config);` and per batch `adam.step(params, grads, rate);`
// Threads: one thread at a time; the owner decides.
// Ownership: the two moments live here (8 bytes a parameter); parameters and gradients stay the caller's.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace ml {

// Where epsilon stands; the two differ visibly only while gradients are tiny.
enum class BiasCorrection {
  Keras,    // p -= rate * sqrt(1 - b2^t) / (1 - b1^t) * m / (sqrt(v) + eps)
  PyTorch,  // p -= rate / (1 - b1^t) * m / (sqrt(v / (1 - b2^t)) + eps)
};

struct AdamConfig {
  float beta1 = 0.9F;
  float beta2 = 0.999F;
  float epsilon = 1e-7F;
  float weight_decay = 0.F;  // decoupled (AdamW): p -= rate * weight_decay * p, before the step
  BiasCorrection bias_correction = BiasCorrection::Keras;
};

// What a resumed run needs.
struct AdamState {
  std::int64_t steps = 0;
  std::vector<float> first_moment;
  std::vector<float> second_moment;
};

// So many parameters in a row learn at this many times the rate.
struct RateStretch {
  std::size_t size = 0;
  float factor = 1.F;
};

class Adam {
 public:
  Adam(std::size_t size, AdamConfig config);

  // Throws when a length differs from size(), or a gradient is not finite, naming its index; the
  // parameters are untouched then.
  void step(std::span<float> params, std::span<const float> grads, float learning_rate);
  // The stretches lie side by side and hold all parameters; throws otherwise.
  void step(std::span<float> params, std::span<const float> grads, float learning_rate,
            std::span<const RateStretch> stretches);

  std::size_t size() const { return state_.first_moment.size(); }
  std::int64_t steps() const { return state_.steps; }
  const AdamState& state() const { return state_; }
  // Throws when the state belongs to another number of parameters.
  void restore(AdamState state);

 private:
  void require_step(std::span<float> params, std::span<const float> grads) const;

  AdamConfig config_;
  AdamState state_;
};

}  // namespace ml
