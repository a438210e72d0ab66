// The folder of the import dialog, looked at beside the interface: a disk that answers late holds no frame up. Listing
// comes first, then the count of its images; only the newest question is answered. What is no folder goes where it
// belongs: weights are imported, a table or a container is planned.
// Main thread only, but for the work on its lane.
#pragma once

#include <cstdint>
#include <filesystem>

#include "app/core/command_queue.h"
#include "app/core/inbox.h"
#include "app/core/job_lane.h"
#include "app/shell/folder_browser.h"
#include "app/shell/shell_view.h"

namespace app {

class FolderDesk {
 public:
  FolderDesk(Inbox& inbox, CommandQueue& queue, ImportView& view) : inbox_(inbox), queue_(queue), view_(view) {}

  void browse(const std::filesystem::path& path);
  void browse_again();  // the folder that is listed, or where browsing begins
  // Enter in the path field: what is listed is planned, anything else is looked at first.
  void enter(const std::filesystem::path& path);

 private:
  void show(const FolderListing& listing);
  void count();
  void fail(const char* attempted, const std::string& why);

  Inbox& inbox_;
  CommandQueue& queue_;
  ImportView& view_;
  std::uint64_t question_ = 0;  // number of the newest
  JobId running_ = 0;
  JobLane lane_{JobLane::Order::NewestFirst, "nevus-folder"};  // last: its thread ends before what it reports to
};

}  // namespace app
