// Several heads beside a run's own, on the features of its network: with the run's settings and training images, each
// from other initial weights. Together they say how much an answer hangs on where training began (Lakshminarayanan,
// Pritzel and Blundell 2017), at the cost of seconds where the features are kept.
//
//   const HeadEnsemble it = train_heads(workspace, reader, run, 5, progress, stop);
//   std::vector<float> p = it.probabilities(pooled, n);      // (heads, n, groups)
//
// Validation takes no part: every head is that of its last epoch. One thread at a time.
#pragma once

#include <cstddef>
#include <span>
#include <stop_token>
#include <vector>

#include "app/core/progress.h"
#include "app/core/types.h"
#include "app/workspace/workspace.h"
#include "db/reader.h"
#include "ml/model/model.h"

namespace app {

struct HeadEnsemble {
  std::vector<ml::Model> heads;
  double seconds = 0;

  // Of plain views (n, features).
  std::vector<float> probabilities(std::span<const float> pooled, std::size_t n) const;
};

// Throws when the run has kept no model, or its training images are not known any more.
HeadEnsemble train_heads(const Workspace& workspace, const db::Reader& from, RunId run, int heads,
                         const OnProgress& progress, const std::stop_token& stop = {});

}  // namespace app
