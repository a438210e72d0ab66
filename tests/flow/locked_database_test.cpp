// The database is locked by another program in mid-session: labels wait and are seen, the window goes on, and all of
// them are saved once the lock is gone.
#include <chrono>
#include <csignal>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <thread>
#include <utility>

#include <sqlite3.h>
#include <sys/wait.h>
#include <unistd.h>

#include "db/images.h"
#include "tests/flow/keyboard_session.h"

namespace {
namespace fs = std::filesystem;
using namespace std::chrono_literals;
using flow_test::Keyboard;

bool appears(const fs::path& file) {
  const auto until = std::chrono::steady_clock::now() + 120s;
  while (!fs::exists(file)) {
    if (std::chrono::steady_clock::now() > until) return false;
    std::this_thread::sleep_for(5ms);
  }
  return true;
}

// Another program: as soon as the session has begun it takes the label of the last image, by which the session knows
// that it is there, and then holds the database for three seconds at least, until the session has seen enough.
int hold(const fs::path& folder) {
  if (!appears(folder / "out" / "begun.png")) return 1;
  app::Workspace workspace(folder / "ws", app::Workspace::Open::MustExist);
  sqlite3* database = nullptr;
  if (sqlite3_open((folder / "ws" / "nevus.db").c_str(), &database) != SQLITE_OK) return 2;
  sqlite3_busy_timeout(database, 10'000);
  const db::ImageId last = db::images(workspace.reader()).back().id;
  workspace.writer().transact_and_wait("Label", [&](db::Transaction& t) {
    const db::LabelChange change{.image = last, .to = std::nullopt};
    db::set_labels(t, std::span(&change, 1));
  });
  if (sqlite3_exec(database, "BEGIN IMMEDIATE", nullptr, nullptr, nullptr) != SQLITE_OK) return 3;
  std::this_thread::sleep_for(3s);
  const bool seen = appears(folder / "out" / "held.png");
  sqlite3_exec(database, "ROLLBACK", nullptr, nullptr, nullptr);
  sqlite3_close(database);
  return seen ? 0 : 4;
}

class LockedDatabase : public Keyboard {
 protected:
  // Before the session has threads.
  LockedDatabase() : other_(::fork()) {
    if (other_ < 0) throw std::runtime_error("there is no second process");
    if (other_ > 0) return;
    int code = 9;
    try {
      code = hold(folder_.path());
    } catch (...) {
      code = 8;
    }
    ::_exit(code);
  }
  ~LockedDatabase() override {
    if (other_ > 0) ::kill(other_, SIGKILL);
  }
  int exit_code_of_other() {
    int status = -1;
    ::waitpid(std::exchange(other_, 0), &status, 0);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  }

 private:
  pid_t other_;
};

TEST_F(LockedDatabase, labels_wait_are_seen_and_are_all_saved_while_the_window_goes_on) {
  play("shot begun.png\nwait until revision == " + std::to_string(before_ + 1) + R"( timeout 60
click @library.tile.0
key 0
key 0
key 0
wait 2
expect unsaved == 3
expect unlabelled == 4
expect focus.position == 3
key end
wait 2
expect focus.position == 79
key f3
wait 2
expect page == train
key f1
wait 2
expect page == library
expect unsaved == 3
shot held.png
wait until unsaved == 0 timeout 30
expect unlabelled == 4
)");
  EXPECT_EQ(exit_code_of_other(), 0);
  EXPECT_EQ(events(), 4);
  int unlabelled = 0;
  for (const db::Image& image : db::images(workspace_->reader())) unlabelled += image.label ? 0 : 1;
  EXPECT_EQ(unlabelled, 4);
}

}  // namespace
