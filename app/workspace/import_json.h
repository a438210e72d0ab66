// A plan as JSON: for `nevus import --plan --json`, and in short with the stored report. Any thread; pure functions.
#pragma once

#include <string>

#include "app/core/json.h"
#include "app/workspace/import.h"

namespace app {

// Leaks are those that the choices leave.
Json to_json(const ImportPlan& plan, const ImportChoices& choices = {});
Json to_json(const ImportReport& report);

// Of the stored report: counts, and the remarks in words.
std::string summary_json(const ImportPlan& plan, const ImportChoices& choices, const ImportReport& report);

}  // namespace app
