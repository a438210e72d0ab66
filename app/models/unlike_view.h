// What is known of how unlike the images are to those that the shown run's model was trained on; the values themselves
// are a column of the table (Measure::Unlike). Main thread only.
#pragma once

#include <cstddef>
#include <string>

namespace app {

struct UnlikeView {
  bool working = false;
  std::size_t known = 0;   // images with a value
  std::string words = {};  // of how many nothing is known and why; empty: it was not asked for
};

}  // namespace app
