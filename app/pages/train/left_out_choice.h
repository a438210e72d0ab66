// The source that the next run leaves out: which there are, what of the images that takes away, and the field for it.
// Counting is for the thread that owns the gallery; drawing for the main thread, while a frame is built.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "app/table/gallery.h"

namespace app {

struct TrainContext;

// Labelled images of a source under the shown target.
struct LabelledSource {
  std::string source;
  std::size_t images = 0, train = 0, val = 0, test = 0;
};
struct LabelledSources {
  std::vector<LabelledSource> sources;  // by name; images without one are in none of them
  std::size_t train = 0, val = 0;       // labelled images of these splits, of all sources or none
  std::uint64_t facts_version = 0;      // of the gallery that they are of; 0: of none

  void follow(const Gallery& gallery);
};

// What leaving these out takes away, in words; problem: what keeps such a run from starting.
struct LeftOutWords {
  std::string words, problem;
};
LeftOutWords left_out_words(const LabelledSources& choices, const std::vector<std::string>& leave_out);

void draw_left_out_choice(TrainContext& context);

}  // namespace app
