// Learning classes along with their groups: benign and malignant are each several diagnoses, and a network that has to
// tell those apart too learns more of each image (auxiliary task; Caruana 1997, "Multitask learning"). While it learns,
// its last layer has further outputs, one a class, whose softmax cross entropy joins the loss. They see what the
// groups' outputs see, and are cut off again in every model that is judged, kept or returned.
//
// Use: `ClassOutputs classes(model.spec, data, config); Network network(classes.widened(model), ...);`
//      per step `loss += classes.loss(logits, ...)`; at the end `classes.narrow(model)`.
// Where there is nothing to tell apart (no classes are given, the groups are the classes, the weight is 0) nothing is
// added and everything is as without.
// Threads: any thread for reading. A plain value.
#pragma once

#include <span>
#include <vector>

#include "ml/model/model.h"
#include "ml/train/batch_loss.h"
#include "ml/train/trainer.h"

namespace ml {

// How many classes are learnt along with so many groups; 0: none.
std::size_t classes_learnt(const Dataset& data, std::size_t groups, const TrainConfig& config);

class ClassOutputs {
 public:
  ClassOutputs(const ModelSpec& spec, const Dataset& data, const TrainConfig& config);

  bool any() const { return classes_ > 0; }
  // With outputs of the classes behind those of the groups, all zero: they are learnt from nothing.
  Model widened(Model model) const;
  // Takes them away again.
  void narrow(Model& model) const;
  // The first outputs of each row of (n, all outputs).
  std::vector<float> of_groups(std::span<const float> logits) const;
  // The classes' loss. `groups` is the gradient of the groups' logits; both together go to `gradient`, (n, all
  // outputs).
  float loss(std::span<const float> logits, std::span<const int> labels, std::span<const float> weights,
             const BatchMix& mix, const LossRule& rule, std::span<const float> groups, std::span<float> gradient) const;

 private:
  std::size_t all() const { return groups_ + classes_; }

  ModelSpec spec_;           // of the model, without them
  std::size_t groups_ = 0;   // outputs
  std::size_t classes_ = 0;  // outputs; 0: there are none
  float weight_ = 0;
};

}  // namespace ml
