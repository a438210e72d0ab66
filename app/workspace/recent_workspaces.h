// The workspaces that were opened last, newest first: one path a line in the user's data folder (model_store.h).
// Any thread. Nothing is kept between calls; a list that cannot be read or written is no failure of who asks.
#pragma once

#include <filesystem>
#include <vector>

namespace app {

// Those that are still there.
std::vector<std::filesystem::path> recent_workspaces();
void remember_workspace(const std::filesystem::path& folder);
// Where a first one is made when no other place is named.
std::filesystem::path usual_workspace_folder();

}  // namespace app
