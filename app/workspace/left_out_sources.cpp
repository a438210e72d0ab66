#include "app/workspace/left_out_sources.h"

#include <algorithm>
#include <map>
#include <stdexcept>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "app/core/joined.h"
#include "app/core/json.h"
#include "app/core/number_text.h"
#include "db/edits.h"

namespace app {
namespace {

bool names(const std::vector<std::string>& sources, const std::string& source) {
  return std::ranges::find(sources, source) != sources.end();
}

bool is_learnt_from(db::Split split) { return split == db::Split::Train || split == db::Split::Val; }

// The source that an image had when the run began.
class SourceThen {
 public:
  SourceThen(const db::Readable& from, const db::Run& run)
      : changed_(db::changed_members_since(from, run.edit_revision)) {}

  const std::string& of(const db::Image& image) const {
    const auto member = changed_.find(image.id);
    return member != changed_.end() && member->second.source ? *member->second.source : image.source;
  }

 private:
  std::unordered_map<ImageId, db::Membership> changed_;
};

void take_out(TargetData& data, std::size_t index) {
  data.left_out.push_back(index);
  db::Split& split = data.images[index].split;
  if (is_learnt_from(split)) split = db::Split::None;
}

}  // namespace

std::vector<SourceImages> sources_of(const TargetData& data) {
  std::map<std::string, long> counts;
  for (std::size_t i = 0; i < data.images.size(); ++i)
    if (data.group[i] >= 0) ++counts[data.images[i].source];
  std::vector<SourceImages> sources;
  for (const auto& [name, images] : counts)
    if (!name.empty()) sources.push_back({name, images});
  if (const auto unknown = counts.find(""); unknown != counts.end()) sources.push_back({"", unknown->second});
  return sources;
}

std::vector<int> source_numbers(const TargetData& data) {
  std::map<std::string, int> numbers;
  std::vector<int> of_image;
  for (const db::Image& image : data.images)
    of_image.push_back(numbers.try_emplace(image.source, static_cast<int>(numbers.size())).first->second);
  return of_image;
}

std::vector<std::string> left_out_of(const db::Run& run) {
  const auto config = Json::parse_if_valid(run.config_json);
  return config && config->is_object() ? config->value("leave_out", std::vector<std::string>())
                                       : std::vector<std::string>();
}

void leave_out(TargetData& data, const std::vector<std::string>& sources) {
  const std::vector<SourceImages> there = sources_of(data);
  std::vector<std::string> known;
  for (const SourceImages& source : there)
    if (!source.name.empty()) known.push_back(source.name);
  for (const std::string& source : sources)
    if (!names(known, source))
      throw std::runtime_error("leaving a source out: no labelled image is of the source \"" + source + "\"; " +
                               (known.empty() ? "none of them has a source recorded, which `nevus source` gives them"
                                              : "there are " + joined(known)));
  for (std::size_t i = 0; i < data.images.size(); ++i)
    if (names(sources, data.images[i].source)) take_out(data, i);
  if (!sources.empty() && indices_of(data, db::Split::Train).empty())
    throw std::runtime_error("leaving a source out: no labelled training image is left without " + joined(sources) +
                             "; leave out fewer, or import another source");
}

void take_out(const db::Readable& from, const db::Run& run, TargetData& data) {
  const std::vector<std::string> sources = left_out_of(run);
  if (sources.empty()) return;
  const SourceThen then(from, run);
  for (std::size_t i = 0; i < data.images.size(); ++i)
    if (names(sources, then.of(data.images[i]))) take_out(data, i);
}

void require_never_learnt(const db::Run& parent, const std::vector<std::string>& leave_out) {
  const std::vector<std::string> left = left_out_of(parent);
  for (const std::string& source : leave_out)
    if (!names(left, source))
      throw std::runtime_error("leaving a source out: run " + std::to_string(parent.id) +
                               " has learnt from it, and its weights are what this one would begin with: " + source +
                               "; begin from a model that has not");
}

LeftOutImages judge_left_out(TargetData& data) {
  std::unordered_set<int> learnt;
  for (std::size_t i = 0; i < data.images.size(); ++i)
    if (data.group[i] >= 0 && is_learnt_from(data.images[i].split)) learnt.insert(data.lesion[i]);
  std::vector<db::Split> then;
  for (db::Image& image : data.images) then.push_back(std::exchange(image.split, db::Split::None));
  LeftOutImages left;
  for (const std::size_t index : data.left_out) {
    if (data.group[index] < 0) continue;
    if (then[index] == db::Split::Test) {
      ++left.sealed;
    } else if (learnt.contains(data.lesion[index])) {
      ++left.crossing;
    } else {
      data.images[index].split = db::Split::Val;
      ++left.judged;
    }
  }
  return left;
}

std::vector<std::string> notes_of(const LeftOutImages& left) {
  std::vector<std::string> notes = {"judged on " + counted(left.judged, "image", "images") +
                                    " of the sources that it left out: all labelled ones, whatever their split, which "
                                    "share no lesion, patient or group with an image it learnt from"};
  if (left.crossing > 0)
    notes.push_back(counted(left.crossing, "image", "images") + " of them " +
                    (left.crossing == 1 ? "shares" : "share") +
                    " a lesion, patient or group with an image it learnt from and " +
                    (left.crossing == 1 ? "is" : "are") + " not judged");
  if (left.sealed > 0)
    notes.push_back(counted(left.sealed, "image", "images") + " of their test split " +
                    (left.sealed == 1 ? "stays" : "stay") + " sealed");
  return notes;
}

}  // namespace app
