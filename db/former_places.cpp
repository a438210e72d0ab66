#include "db/former_places.h"

#include <map>
#include <string>
#include <utility>

#include "db/edit_state.h"
#include "db/embedded_sql.h"
#include "db/image_place.h"
#include "db/image_rows.h"
#include "db/sqlite/query.h"

namespace db {
namespace {

constexpr const char* kOut = R"({"removed":true})";

bool takes_out_undone(const EditEvent& event) {
  return event.edit.kind == EditKind::Removed && event.edit.before_json == kOut;
}

bool brings_in_undone(const EditEvent& event) {
  return event.edit.kind == EditKind::Removed && event.edit.after_json == kOut;
}

// Rows of earlier versions hold whole places.
std::vector<ImageId> images_at(const Readable& from, const std::string& kept) {
  Query query(from.connection(), sql::image_at_place, kept, whole_place(from.connection(), kept));
  std::vector<ImageId> found;
  while (query.next()) found.push_back(query.integer(0));
  return found;
}

// Images wait for others to go, and those for others: one that stays keeps all behind it where they are.
class FormerPlaces {
 public:
  FormerPlaces(const Readable& from, std::set<ImageId> leaving) : from_(from), leaving_(std::move(leaving)) {}

  void add(const std::vector<EditEvent>& newest_first) {
    for (const EditEvent& event : newest_first)
      if (event.edit.kind == EditKind::Path && !leaving_.contains(event.edit.subject)) add_move(event.edit);
    for (const auto& [image, place] : places_) add_taken(image, place);
    for (const EditEvent& event : newest_first)
      if (brings_in_undone(event) && !places_.contains(event.edit.subject)) add_return(event.edit.subject);
  }

  std::set<ImageId> those_that_stay() {
    std::set<ImageId> stay;
    while (!staying_.empty()) {
      const ImageId image = staying_.back();
      staying_.pop_back();
      if (!stay.insert(image).second) continue;
      const auto [begin, end] = waiting_.equal_range(image);
      for (auto next = begin; next != end; ++next) staying_.push_back(next->second);
    }
    return stay;
  }

 private:
  void add_move(const Edit& edit) {
    const ImageId image = edit.subject;
    if (!places_.contains(image) && !holds(state_of(from_, edit.kind, image), edit.after_json))
      staying_.push_back(image);
    places_[image] = path_in(edit.before_json);  // the oldest move has the last word
  }

  void add_taken(ImageId image, const std::string& place) {
    for (const ImageId other : images_at(from_, place)) {
      if (other == image || leaving_.contains(other)) continue;
      waiting_.emplace(other, image);
      if (!places_.contains(other)) staying_.push_back(image);
    }
  }

  // What others decided of its place since is theirs: it waits only for those that took the place with the batch.
  void add_return(ImageId image) {
    for (const ImageId other : images_at(from_, kept_image(from_, image)->path))
      if (places_.contains(other)) waiting_.emplace(other, image);
  }

  const Readable& from_;
  std::set<ImageId> leaving_;
  std::map<ImageId, std::string> places_;    // to which images go back
  std::multimap<ImageId, ImageId> waiting_;  // for the first to go, the second
  std::vector<ImageId> staying_;
};

}  // namespace

std::set<ImageId> without_former_place(const Readable& from, const std::vector<EditEvent>& newest_first,
                                       std::set<ImageId> leaving) {
  for (const EditEvent& event : newest_first)
    if (takes_out_undone(event)) leaving.insert(event.edit.subject);
  FormerPlaces places(from, std::move(leaving));
  places.add(newest_first);
  return places.those_that_stay();
}

}  // namespace db
