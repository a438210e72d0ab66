// What the run that trains is doing, and why no run answers yet, in words. Any thread; pure functions.
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
// The same of one image: its picture or its evidence may have failed, or it is being asked.
std::string why_no_answer(const FocusedImage& image, const RunView& run);
// The name that a run's model has in lists, "run:3" being its address; another model is called as it is.
std::string name_of_model(const std::string& model, const std::vector<RunRow>& runs);

}  // namespace app
