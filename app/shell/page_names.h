// The pages by the names of the action table, where each page is an action. Main thread only.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "app/core/action_table.h"

namespace app {

// "Library"; the card of a file, "inspect.file", belongs to its page.
std::string page_name(const ActionTable& actions, std::string_view page);
// "Library, Inspect, Wall", each once.
std::string page_names(const ActionTable& actions, std::span<const std::string> pages);

}  // namespace app
