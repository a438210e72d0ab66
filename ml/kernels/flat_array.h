// Loops over one flat array of numbers, such as a network's parameters or its gradients.
// Threads: any thread; pure functions.
#pragma once

#include <span>

namespace ml {

// Neither infinite nor NaN.
bool all_finite(std::span<const float> values);

// gradients += factor * values, of the same length; returns the sum of the values' squares.
double add_l2(float factor, std::span<const float> values, std::span<float> gradients);

// What one step of Adam needs beside its arrays: both forms of bias correction are
//   m = beta1 m + (1 - beta1) g;  v = beta2 v + (1 - beta2) g g;  p = keep p - rate m / (sqrt(v) spread + epsilon)
struct AdamFactors {
  float beta1 = 0;
  float beta2 = 0;
  float epsilon = 0;
  float rate = 0;
  float spread = 1;
  float keep = 1;
};

// The arrays have the length of `gradients` and do not overlap.
void adam_update(const AdamFactors& factors, std::span<const float> gradients, float* first_moment,
                 float* second_moment, float* params);

}  // namespace ml
