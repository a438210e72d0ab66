// What the run that trains is doing, why no run answers yet, and what runs are called, in words. Any thread; pure
// functions.
#pragma once

#include <string>
#include <vector>

#include "app/models/focused_image.h"
#include "app/models/run_view.h"

namespace app {

// "pausing after this batch", "paused in epoch 4, before batch 3 of 66", "stopping after this batch", …
std::string doing_in_words(const RunView& run);
// Where no model is asked, and nothing says that it cannot be: "reading the run …", or that there is none.
std::string why_no_answer(const RunView& run);
// Where no run is shown.
const char* why_no_run(const RunView& run);
// The same of one image: its picture or its evidence may have failed, or it is being asked.
std::string why_no_answer(const FocusedImage& image, const RunView& run);
// Where another epoch is shown than that of the evidence: "Evidence of run 3, epoch 2, the run's best; not of the shown
// epoch."; empty: it is the shown one.
std::string epoch_of_evidence(const FocusedImage& image);
// Of a run on the charts of the shown one: "run 3", or "run 3 (melanocytic)" where it answers another question.
std::string name_beside(const RunOverlay& other, const RunView& shown);
// Which of them have no curve beside the shown one's, and why: "run 3 (melanocytic): another question, no curve here".
std::string curves_left_out(const RunView& run);
// The name that a run's model has in lists, "run:3" being its address; another model is called as it is.
std::string name_of_model(const std::string& model, const std::vector<RunRow>& runs);

}  // namespace app
