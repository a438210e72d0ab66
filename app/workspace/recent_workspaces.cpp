#include "app/workspace/recent_workspaces.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <string>

#include "app/workspace/model_store.h"

namespace app {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kKept = 12;

fs::path list_file() { return user_data_folder() / "recent_workspaces.txt"; }

std::vector<fs::path> listed() {
  std::vector<fs::path> folders;
  std::ifstream in(list_file());
  for (std::string line; std::getline(in, line) && folders.size() < kKept;)
    if (!line.empty()) folders.emplace_back(line);
  return folders;
}

}  // namespace

std::vector<fs::path> recent_workspaces() {
  std::vector<fs::path> folders = listed();
  std::erase_if(folders, [](const fs::path& folder) {
    std::error_code ignored;
    return !fs::exists(folder / "nevus.db", ignored);
  });
  return folders;
}

void remember_workspace(const fs::path& folder) {
  if (folder.string().find('\n') != std::string::npos) return;  // the list has one path a line
  std::vector<fs::path> folders = listed();
  std::erase(folders, folder);
  folders.insert(folders.begin(), folder);
  std::error_code ignored;
  fs::create_directories(user_data_folder(), ignored);
  std::ofstream out(list_file());
  for (std::size_t i = 0; i < std::min(kKept, folders.size()); ++i) out << folders[i].string() << '\n';
}

fs::path usual_workspace_folder() {
  const char* home = std::getenv("HOME");
  return fs::path(home != nullptr && *home != '\0' ? home : ".") / "nevus";
}

}  // namespace app
