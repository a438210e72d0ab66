// A point of an ROC curve: what calling positive from this threshold on gives. A plain value. Any thread.
#pragma once

namespace app {

struct RocPoint {
  float false_positive_rate = 0, true_positive_rate = 0, threshold = 0;
};

}  // namespace app
