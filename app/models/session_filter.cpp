// What the session does to the filter: it is set, taken away to show an image, and given back; and it loses what it
// said of groups that are not shown any more.
#include <algorithm>
#include <string>
#include <utility>

#include "app/models/session.h"
#include "app/table/group_clauses.h"

namespace app {
namespace {

constexpr const char* kTopic = "filter";
constexpr std::size_t kNamed = 4;

std::string list_of(const std::vector<std::string>& names) {
  std::string text;
  for (std::size_t i = 0; i < std::min(names.size(), kNamed); ++i) text += (i == 0 ? "" : ", ") + names[i];
  return names.size() <= kNamed ? text : text + " and " + std::to_string(names.size() - kNamed) + " more";
}

}  // namespace

// The grid follows, so that what the next key labels is seen.
void Session::set_filter(const Filter& filter) {
  models_.gallery.set_filter(filter);
  unlike_.follow_query();
  ++models_.reveals;
}

// An image that is asked for by another way than the filtered ones is seen, which is said.
void Session::take_filter_from(Row row) {
  const Gallery& gallery = models_.gallery;
  if (gallery.query().rows().contains(row) || !gallery.table().all().contains(row)) return;
  filter_before_ = gallery.filter();
  set_filter({});
  messages_.show(Message{MessageKind::Info, "The filter was taken away",
                         std::string(gallery.table().name(row)) + " does not pass it.", 0, "", kTopic, 0,
                         "filter-as-before", "Filter as before"});
}

// From a menu too: then the message offers it no longer.
void Session::filter_as_before() {
  set_filter(*std::exchange(filter_before_, std::nullopt));
  messages_.withdraw(kTopic);
}

void Session::set_target(const std::string& target) {
  const auto before = models_.shown_target();
  models_.gallery.show_target(target);
  groups_changed(before);
}

// The numbers of the old groups would mean other ones.
void Session::groups_changed(const std::optional<TargetFacts>& before) {
  const TargetFacts* now = models_.gallery.target();
  if (!before || (now != nullptr && now->groups == before->groups)) return;
  if (filter_before_ && !drop_group_clauses(*filter_before_, *before).empty()) {
    filter_before_.reset();
    messages_.withdraw(kTopic);
  }
  Filter filter = models_.gallery.filter();
  const std::vector<std::string> dropped = drop_group_clauses(filter, *before);
  if (dropped.empty()) return;
  set_filter(filter);
  messages_.show(Message{MessageKind::Info, "Taken from the filter, for other groups are shown: " + list_of(dropped),
                         "", 0, "", kTopic});
}

}  // namespace app
