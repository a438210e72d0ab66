#include "app/workspace/run_choice.h"

#include <algorithm>
#include <stdexcept>
#include <utility>
#include <vector>

namespace app {

std::optional<db::Run> newest_run_with_epoch(const db::Readable& from) {
  for (db::Run& run : db::runs(from))
    if (!run.deleted && db::best_checkpoint(from, run.id)) return std::move(run);
  return std::nullopt;
}

void require_epoch(const db::Readable& from, RunId run, int epoch, const std::string& attempt) {
  if (epoch <= 0) return;
  const std::vector<db::Epoch> known = db::epochs(from, run);
  if (known.empty() || std::ranges::any_of(known, [&](const db::Epoch& one) { return one.epoch == epoch; })) return;
  const std::string last = std::to_string(known.back().epoch);
  throw std::runtime_error(attempt + ": run " + std::to_string(run) + " has " +
                           (known.size() == 1 ? "the epoch " + last + " only"
                                              : "the epochs " + std::to_string(known.front().epoch) + " to " + last) +
                           ", and no epoch " + std::to_string(epoch));
}

}  // namespace app
