// Finds the run or the model a user means on the command line: a name first, then a number. What fits two things is
// refused, and both are named.
// Any thread; pure queries.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "app/workspace/workspace.h"
#include "db/runs.h"

namespace app::cli {

// A number as a person writes one: no sign, no leading zero ("0012" is a name).
std::optional<std::int64_t> number_meant(const std::string& said);

// "run:3" is the number 3 and nothing else; else the name of a run, else its number.
db::Run find_run(const db::Readable& from, const std::string& said);

// The name that find_model() takes: starter, imagenet, run:N or the whole path of a file. `workspace` may be null.
// Empty stays empty: the usual model.
std::string model_meant(const Workspace* workspace, const std::string& said);

}  // namespace app::cli
