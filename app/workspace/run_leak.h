// What a run's score on a split owes to its training images: the images of the split which it has trained on since
// moved, or which share a lesion, patient or group with one that it has. The training images are those of when the
// run began that had a class of its groups then, whatever was split again or relabelled since.
// Any thread with a reader of its own. A plain value.
#pragma once

#include <string>
#include <vector>

#include "app/core/json.h"
#include "app/core/types.h"
#include "app/table/evaluation.h"
#include "db/images.h"
#include "db/reader.h"
#include "db/runs.h"

namespace app {

struct RunLeak {
  std::vector<ImageId> images;      // of the split, ascending
  std::vector<ImageId> themselves;  // of them, those that it was trained on
  std::string text;                 // "12 of 40 images of val: 12 share a lesion …"; empty: none does

  bool found() const { return !images.empty(); }
  bool contains(ImageId image) const;
};

// `judged`: the images of the split that a score is of.
RunLeak leak_of_run(const db::Readable& from, const db::Run& run, db::Split split, const std::vector<ImageId>& judged);
// Of all images of the split, for whoever counts those that are judged.
RunLeak leak_of_split(const db::Readable& from, const db::Run& run, db::Split split);
// The same, where images without a label count as trained on: as reports before the fifth edition had it.
RunLeak leak_by_splits(const db::Readable& from, const db::Run& run, db::Split split);

// The same for the images of another workspace: those with the bytes of an image that it was trained on, or with the
// name of a lesion or a patient of one. Names of different collections may be equal by chance: these are told apart.
RunLeak leak_of_run_elsewhere(const db::Readable& home, const db::Run& run, const db::Readable& other, db::Split split,
                              const std::vector<ImageId>& judged);

// The rows that do not leak. `images` are those of the rows.
Scored without_leak(const Scored& scored, const std::vector<ImageId>& images, const RunLeak& leak);
// What is printed with a figure that leaks.
Json leak_json(const RunLeak& leak, const std::optional<Evaluation>& without);
std::string leak_note(const RunLeak& leak, const std::optional<Evaluation>& without);

}  // namespace app
