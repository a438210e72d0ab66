#include <string>
#include <unordered_map>
#include <utility>

#include "db/edit_check.h"
#include "db/embedded_sql.h"
#include "db/label_event_hash.h"
#include "db/label_rows.h"
#include "db/labels.h"
#include "db/sqlite/query.h"

namespace db {
namespace {

struct Labels {
  std::optional<ClassId> now, imported;
};

class LogWalk {
 public:
  explicit LogWalk(LogCheck& check) : check_(check) {}

  void visit(const LabelEvent& event, const std::string& image_sha256) {
    const std::string name = "event " + std::to_string(event.id);
    if (event.id != ++check_.events) report(name + " is out of order: one before it is gone");
    if (event.previous_hash != last_hash_) report(name + " does not continue the one before it");
    if (event.hash != hash_of(event, image_sha256)) report(name + " was changed after it was written");
    check_.events = event.id;
    last_hash_ = event.hash;
    if (event.branch == "main") follow(event, name);
  }

  void compare(ImageId image, const Labels& kept) {
    const Labels& logged = labels_[image];
    const std::string name = "label of image " + std::to_string(image) + " is not what the log says";
    if (kept.now != logged.now) report("the " + name);
    if (kept.imported != logged.imported) report("the imported " + name);
  }

 private:
  void follow(const LabelEvent& event, const std::string& name) {
    Labels& labels = labels_[event.image];
    if (labels.now != event.from) report(name + " does not start from the label its image had");
    labels.now = event.to;
    if (event.source == LabelSource::Import) labels.imported = event.to;
  }

  void report(std::string problem) {
    constexpr std::size_t kMost = 20;
    if (check_.problems.size() < kMost) check_.problems.push_back(std::move(problem));
  }

  LogCheck& check_;
  std::string last_hash_;
  std::unordered_map<ImageId, Labels> labels_;
};

}  // namespace

LogCheck verify_log(const Readable& from) {
  const Reader::Snapshot snapshot(from);
  LogCheck check;
  LogWalk walk(check);
  Query events(from.connection(), sql::label_event_chain);
  while (events.next()) walk.visit(read_label_event(events), events.text(14));
  Query labels(from.connection(), sql::image_labels);
  while (labels.next()) walk.compare(labels.integer(0), {labels.optional_integer(1), labels.optional_integer(2)});
  check_edits(from, check);
  return check;
}

}  // namespace db
