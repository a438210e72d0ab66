// A strip below the pages while a run is shown: its name, which is a list of all runs, and its epochs on one line, with
// the best marked and what the image in focus was at each. Dragging it shows another epoch, everywhere; with the
// keyboard on it the arrows do. At its right the refit: on or off, and what it did in one line. While a run trains,
// Train has none, and the other pages say which run they show. Main thread only.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "app/shell/shell_context.h"
#include "app/widgets/rect.h"

namespace app {

bool has_epoch_strip(const Models& models, std::string_view page);
// That is shown where the one that trains is not watched; none: there is none.
std::optional<RunId> run_on_pages(const Models& models);
bool has_other_run(const Models& models);                  // to show in its place
std::string words_while_one_trains(const Models& models);  // "run 5 trains; shown: run 4, epoch 5"
std::string epoch_tip(const Models& models, int epoch);    // which it is, and its AUC as it was measured in training
void draw_epoch_strip(ShellContext& context, const widgets::Rect& in);

}  // namespace app
