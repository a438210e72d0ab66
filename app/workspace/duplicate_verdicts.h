// What was decided about pairs that may be duplicates, kept as one decision that undo takes back whole.
//
//   submit_verdicts(workspace, {{Verdict::Group, 4, 9}, {Verdict::KeepApart, 4, 12}}, [](const VerdictOutcome& o)
//   {...});
//
// Any thread; `done` is called once on the writer's thread and must be short.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "app/core/types.h"
#include "app/workspace/workspace.h"
#include "db/base/error.h"

namespace app {

enum class Verdict {
  None,
  Group,         // both show the same thing: one group, so one side of every split
  KeepApart,     // they do not; the pair is not shown again
  RemoveSecond,  // the second leaves the set
};

struct PairVerdict {
  Verdict verdict = Verdict::None;
  ImageId a = 0, b = 0;
};

struct VerdictOutcome {
  std::string name;                                 // "Decide on 31 pairs"
  std::int64_t batch = 0;                           // the decision, for undo; 0: nothing had to change
  std::size_t grouped = 0, apart = 0, removed = 0;  // images, pairs, images
  std::optional<db::Failure> failure;               // nothing was saved, and why
};
using VerdictDone = std::function<void(const VerdictOutcome&)>;

void submit_verdicts(Workspace& workspace, std::vector<PairVerdict> verdicts, VerdictDone done);

}  // namespace app
