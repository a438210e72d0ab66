#include "ml/train/train_change.h"

#include <array>
#include <stdexcept>

namespace ml {

namespace {

// In the order of ChangeKind.
constexpr std::array<std::string_view, 9> kNames = {"pause",  "resume",   "step",  "epoch", "learning_rate",
                                                    "epochs", "patience", "depth", "stop"};

}  // namespace

std::string_view name_of(ChangeKind kind) { return kNames[static_cast<std::size_t>(kind)]; }

ChangeKind change_kind_named(std::string_view name) {
  for (std::size_t i = 0; i < kNames.size(); ++i)
    if (kNames[i] == name) return static_cast<ChangeKind>(i);
  throw std::runtime_error("there is no change of a run named \"" + std::string(name) + "\"");
}

}  // namespace ml
