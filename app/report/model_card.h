// The model card of a run after Mitchell et al. (2019): its nine sections, filled from the database by the code of the
// report. What nobody wrote down stands as "not recorded", what only people know as "for the author".
//
//   const Json card = make_card(workspace, {.figures = {.run = 3}}, progress);
//   OutputFile("card.md", &workspace).write(card_markdown(card));    // or card_html
//   write_run_card(workspace, 3);                                    // beside the run's model, as card.md
//
// Where the test split was not looked at, nothing of it is read. One thread at a time; plain values. Throw
// std::runtime_error where there is no such run.
#pragma once

#include <filesystem>
#include <string>

#include "app/core/json.h"
#include "app/core/progress.h"
#include "app/report/report.h"

namespace app {

inline constexpr const char* kCardFormat = "nevus-card-1";

Json make_card(Workspace& workspace, const ReportRequest& request, const OnProgress& progress);

std::string card_markdown(const Json& card);
std::string card_html(const Json& card);

// With connections of its own, for who has just trained it on any thread. Gives the file.
std::filesystem::path write_run_card(const Workspace& workspace, RunId run);
// The same at the end of a run, which is no less of a run without its card: gives "no model card was written: why", or
// nothing.
std::string write_card_of_ended_run(const Workspace& workspace, RunId run);

}  // namespace app
