#include "db/edit_check.h"

#include <map>
#include <string>
#include <utility>

#include "db/edit_rows.h"
#include "db/edit_state.h"
#include "db/embedded_sql.h"
#include "db/sqlite/query.h"

namespace db {
namespace {

class EditWalk {
 public:
  explicit EditWalk(LogCheck& check) : check_(check) {}

  void visit(const EditEvent& event, const std::string& image_sha256) {
    const std::string name = "edit " + std::to_string(event.id);
    if (event.id != ++check_.edits) report(name + " is out of order: one before it is gone");
    if (event.previous_hash != last_hash_) report(name + " does not continue the one before it");
    if (event.hash != hash_of(event, image_sha256)) report(name + " was changed after it was written");
    check_.edits = event.id;
    last_hash_ = event.hash;
    // A path also moves when a file is found elsewhere, which is nobody's decision.
    if (event.edit.kind != EditKind::Path) follow(event.edit, name);
  }

  void compare(const Readable& from) {
    for (const auto& [subject, logged] : states_)
      if (!holds(state_of(from, subject.first, subject.second), logged))
        report("the " + std::string(name_of(subject.first)) + " of " + std::to_string(subject.second) +
               " is not what the log says");
  }

 private:
  void follow(const Edit& edit, const std::string& name) {
    const auto [known, first] = states_.try_emplace({edit.kind, edit.subject}, edit.after_json);
    if (first) return;
    const std::string& logged = known->second;
    if (!agree(logged, edit.before_json)) report(name + " does not start from what the one before it left");
    known->second = edited(logged, edit.after_json);
  }

  void report(std::string problem) {
    constexpr std::size_t kMost = 20;
    if (reported_++ < kMost) check_.problems.push_back(std::move(problem));
  }

  LogCheck& check_;
  std::string last_hash_;
  std::size_t reported_ = 0;
  std::map<std::pair<EditKind, std::int64_t>, std::string> states_;  // what the log says of each
};

}  // namespace

void check_edits(const Readable& from, LogCheck& check) {
  EditWalk walk(check);
  Query events(from.connection(), sql::edit_event_chain);
  while (events.next()) walk.visit(read_edit_event(events), events.text(12));
  walk.compare(from);
}

}  // namespace db
