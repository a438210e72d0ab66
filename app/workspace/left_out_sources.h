// Sources that a run neither learns from nor validates on, so that it can be judged on them. For the run their images
// of train and val are in no split; those of the test split stay sealed there.
//
//   TargetData data = load_target_data(reader, "malignant");
//   leave_out(data, {"clinic B"});                    before a training
//   take_out(reader, run, data);                      the same of a run that is there, by the sources of when it began
//   const LeftOutImages left = judge_left_out(data);  of such data: what the run can be judged on is its validation now
//
// Any thread with a reader of its own; plain values.
#pragma once

#include <string>
#include <vector>

#include "app/workspace/dataset.h"
#include "db/reader.h"
#include "db/runs.h"

namespace app {

struct SourceImages {
  std::string name;  // empty: none is recorded
  long images = 0;   // labelled for the target
};
// By name; the images without a source come last.
std::vector<SourceImages> sources_of(const TargetData& data);

// One number an image; equal: one source. Images without a source are of one that has no name.
std::vector<int> source_numbers(const TargetData& data);

std::vector<std::string> left_out_of(const db::Run& run);

// Throws std::runtime_error where a source has no labelled image, naming those that have, and where nothing is left to
// train on.
void leave_out(TargetData& data, const std::vector<std::string>& sources);
void take_out(const db::Readable& from, const db::Run& run, TargetData& data);

// Weights that have learnt from a source cannot leave it out. Throws, naming the run.
void require_never_learnt(const db::Run& parent, const std::vector<std::string>& leave_out);

struct LeftOutImages {
  long judged = 0;
  long crossing = 0;  // they share a lesion, patient or group of look-alikes with an image the run learnt from
  long sealed = 0;    // of the test split
};
// Makes the images of the run's left-out sources the validation split, and nothing else: all that are labelled, but
// those of the two kinds above.
LeftOutImages judge_left_out(TargetData& data);
std::vector<std::string> notes_of(const LeftOutImages& left);

}  // namespace app
