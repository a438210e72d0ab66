// The probability of the image in focus over the epochs of the shown run, as a small chart: a dot an epoch, full where
// it was right and hollow where it was wrong, the threshold, the epoch that is shown; and in words how it was learned.
// A click shows that epoch. Main thread only.
#pragma once

#include "app/pages/page.h"

namespace app::common {

void draw_trajectory(PageContext& context);

}  // namespace app::common
