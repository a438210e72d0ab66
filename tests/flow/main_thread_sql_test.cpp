// No key, slider or epoch asks the database on the main thread: what a session does there with them, it does without.
#include <filesystem>
#include <map>
#include <string>
#include <thread>
#include <utility>

#include <sqlite3.h>

#include "app/workspace/labelling.h"
#include "db/classes.h"
#include "db/images.h"
#include "tests/flow/keyboard_session.h"
#include "tests/flow/session_run.h"

namespace flow_test {
namespace {

// The statements of one thread, of every connection that is opened while this lives. One at a time.
class StatementWatch {
 public:
  StatementWatch() {
    current = this;
    ::sqlite3_auto_extension(reinterpret_cast<void (*)()>(watch));
  }
  ~StatementWatch() {
    ::sqlite3_cancel_auto_extension(reinterpret_cast<void (*)()>(watch));
    current = nullptr;
  }
  StatementWatch(const StatementWatch&) = delete;
  StatementWatch& operator=(const StatementWatch&) = delete;

  // How often each was begun since the last call.
  std::map<std::string, int> take() { return std::exchange(counts_, {}); }

 private:
  static int watch(sqlite3* database, const char**, const sqlite3_api_routines*) {
    return ::sqlite3_trace_v2(database, SQLITE_TRACE_STMT, begun, nullptr);
  }
  static int begun(unsigned, void*, void* statement, void*) {
    if (current != nullptr && std::this_thread::get_id() == current->thread_)
      ++current->counts_[::sqlite3_sql(static_cast<sqlite3_stmt*>(statement))];
    return 0;
  }
  static inline StatementWatch* current = nullptr;
  const std::thread::id thread_ = std::this_thread::get_id();
  std::map<std::string, int> counts_;
};

class MainThreadSql : public Keyboard {
 protected:
  void SetUp() override {
    Keyboard::SetUp();
    let_most_validate(*workspace_);
    trained_head(*workspace_, 3);
    label_since();
    workspace_ = std::make_unique<Workspace>(folder_ / "ws", Workspace::Open::MustExist);
  }
  // So that opening and the summary read which labels the run learnt, as they do after the session that labels.
  void label_since() {
    const db::ImageId image = db::images(workspace_->reader()).front().id;
    for (const std::string name : {"nv", "mel"})
      app::relabel(*workspace_, {{image}, db::class_named(workspace_->reader(), name)->id, name});
  }
  std::map<std::string, int> statements_of(const std::string& script) {
    std::filesystem::remove_all(folder_ / "out");  // what is in the way of a session's pictures is looked at
    watch_.take();
    play("wait until eval.n > 0 timeout 60\nwait 30\n" + script + "wait 30\n");
    return watch_.take();
  }

  StatementWatch watch_;
};

TEST_F(MainThreadSql, of_keys_sliders_and_epochs_there_is_none) {
  const std::map<std::string, int> resting = statements_of("");
  ASSERT_FALSE(resting.empty()) << "opening reads the workspace: the watch does not work";
  const std::map<std::string, int> working = statements_of(R"(
key right
key 2
wait until unsaved == 0 timeout 20
key ctrl+z
wait until unsaved == 0 timeout 20
key ctrl+a
key ctrl+shift+f
click @library.split.train
wait 5
click @library.split.train
key ,
key ,
wait until eval.epoch == 1 timeout 20
key .
wait until eval.epoch == 2 timeout 20
key f5
key ctrl+2
wait until wall.moves == 0
drag @wall.threshold -200 0
expect eval.threshold < 0.45
key f7
wait until errors.state == ready timeout 60
click @errors.slice.0
wait 5
key f2
wait until inspect.state == ready timeout 30
key right
wait until inspect.state == ready timeout 30
key 1
wait until unsaved == 0 timeout 20
key f1
)");
  for (const auto& [statement, times] : working) {
    const auto before = resting.find(statement);
    EXPECT_LE(times, before == resting.end() ? 0 : before->second) << statement;
  }
}

}  // namespace
}  // namespace flow_test
