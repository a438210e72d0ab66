#include "app/core/types.h"

namespace app {

const char* name_of(Depth depth) {
  switch (depth) {
    case Depth::Head: return "head";
    case Depth::Tail: return "tail";
    case Depth::Whole: return "whole";
  }
  return "head";
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
