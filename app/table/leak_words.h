// What a score owes to images that were trained on, in words, for command line, window and reports. Any thread.
#pragma once

#include <cstdint>
#include <string>

namespace app {

// Of the images of a split that are judged: `shared` share something with an image that was trained on, `itself` were
// trained on. Neither: empty.
struct LeakCounts {
  std::int64_t shared = 0, itself = 0, judged = 0;
};
// "12 of 40 images of val: 11 share a lesion, patient or group with an image it was trained on, 1 it was ..."
std::string leak_words(const LeakCounts& counts, const std::string& split);

}  // namespace app
