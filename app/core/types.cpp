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

}  // namespace app
