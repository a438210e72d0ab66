// Settings that a run was given another value of when it went on or on the way: the row keeps what it began with, its
// log the rest.
//
//   run_settings(run, changed_settings(db::run_events(reader, run.id)));
//
// Any thread; pure functions.
#pragma once

#include <optional>
#include <span>

#include "app/core/json.h"
#include "db/runs.h"

namespace app {

struct ChangedSettings {
  std::optional<int> epochs;  // over the whole run
  std::optional<int> patience;

  bool none() const { return !epochs && !patience; }
};

ChangedSettings changed_settings(std::span<const db::RunEvent> events);

// As a model's file tells it: {"epochs":40}
Json to_json(const ChangedSettings& changed);
ChangedSettings changed_settings_from_json(const Json& told);

}  // namespace app
