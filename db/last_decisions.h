// When the label that an image has now was decided, and how: for all images at once.
// One thread at a time; the owner of the Reader or Transaction decides. Plain values.
#pragma once

#include <cstdint>
#include <vector>

#include "db/labels.h"

namespace db {

struct LastDecision {
  ImageId image = 0;
  std::int64_t at_ms = 0;
  LabelSource source = LabelSource::User;
};
// By image. Images that never had an event are absent.
std::vector<LastDecision> last_decisions(const Readable& from);

}  // namespace db
