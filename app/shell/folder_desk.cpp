#include "app/shell/folder_desk.h"

#include <stdexcept>

#include "app/shell/shell_commands.h"

namespace app {
namespace fs = std::filesystem;
namespace {

constexpr const char* kLooking = "Looking into the folder";
constexpr const char* kCounting = "Counting the images of the folder";

}  // namespace

void FolderDesk::fail(const char* attempted, const std::string& why) {
  inbox_.post(attempted, [this, why] {
    view_.looking = false;
    throw std::runtime_error(why);
  });
}

void FolderDesk::browse(const fs::path& path) {
  if (is_weights_file(path)) return queue_.push(ImportWeights{path});
  lane_.cancel(running_);
  view_.looking = true;
  view_.path = path.string();
  running_ = lane_.post(
      [this, path, question = ++question_](const std::stop_token&) {
        std::error_code unreadable;
        if (fs::is_regular_file(path, unreadable))
          return inbox_.post(kLooking, [this, path, question] {
            if (question != question_) return;
            view_.looking = false;
            if (view_.open) queue_.push(PlanImport{{path}});
          });
        inbox_.post(kLooking, [this, listing = list_folder(path), question] {
          if (question == question_) show(listing);
        });
      },
      [this](const std::string& why) { fail(kLooking, why); });
}

void FolderDesk::browse_again() { browse(view_.folder.empty() ? start_folder() : fs::path(view_.folder)); }

void FolderDesk::enter(const fs::path& path) {
  if (path != view_.folder) return browse(path);
  if (view_.can_import()) queue_.push(PlanImport{{path}});
}

void FolderDesk::show(const FolderListing& listing) {
  view_.looking = false;
  view_.message = listing.message;
  if (!listing.message.empty()) return;
  view_.folder = view_.path = listing.folder;
  view_.entries = listing.entries;
  view_.content.clear();
  view_.listed = view_.something = true;
  count();
}

void FolderDesk::count() {
  running_ = lane_.post(
      [this, folder = fs::path(view_.folder), question = question_](const std::stop_token& stop) {
        const FolderContent content = count_folder(folder, stop);
        inbox_.post(kCounting, [this, content, question] {
          if (question != question_) return;
          view_.content = content.text;
          view_.something = content.images > 0;
        });
      },
      [this](const std::string& why) { fail(kCounting, why); });
}

}  // namespace app
