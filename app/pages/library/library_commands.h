// What only the Library page asks for. Plain values.
#pragma once

#include "app/table/order.h"

namespace app {

struct SetSort {
  Sort sort;
};

}  // namespace app
