// The orders of the Wall's grid in words: every key that the gallery can be sorted by, also from the Library. Pure.
// Any thread.
#pragma once

#include <string>
#include <vector>

#include "app/table/order.h"

namespace app {

struct WallSort {
  SortKey key;
  std::string name;
};
const std::vector<WallSort>& wall_sorts();
// "A to Z" of names, "first class first" of labels, "smallest first" of numbers; and the other way round.
std::string direction_in_words(const Sort& sort);

}  // namespace app
