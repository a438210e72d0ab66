// What only the Library page asks for. Plain values.
#pragma once

#include "app/models/library_view.h"

namespace app {

struct SetSort {
  SortKey key;
  bool descending;
};

}  // namespace app
