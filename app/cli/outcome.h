// A verb's result: `text` for people, `json` for programs. `exit_code` 1 is for work that ended with nothing done
// though nothing was thrown (every file of an import failed, say).
// Any thread; a plain value.
#pragma once

#include <string>

#include "app/core/json.h"

namespace app::cli {

struct Outcome {
  std::string text;
  Json json = Json::object();
  int exit_code = 0;
};

}  // namespace app::cli
