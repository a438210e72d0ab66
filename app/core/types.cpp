#include "app/core/types.h"

#include <stdexcept>
#include <string>

namespace app {

const char* name_of(Depth depth) {
  switch (depth) {
    case Depth::Head: return "head";
    case Depth::Tail: return "tail";
    case Depth::Whole: return "whole";
  }
  return "head";
}

Depth depth_from_name(std::string_view name) {
  for (const Depth depth : {Depth::Head, Depth::Tail, Depth::Whole})
    if (name == name_of(depth)) return depth;
  throw std::runtime_error("reading what learns: head, tail or whole, not \"" + std::string(name) + "\"");
}

const char* name_of(Split split) {
  switch (split) {
    case Split::None: return "";
    case Split::Train: return "train";
    case Split::Val: return "val";
    case Split::Test: return "test";
  }
  return "";
}

float usual_learning_rate(Depth depth) {
  switch (depth) {
    case Depth::Head: return 1e-3F;
    case Depth::Tail: return 1e-4F;
    case Depth::Whole: return 3e-4F;
  }
  return 1e-3F;
}

}  // namespace app
