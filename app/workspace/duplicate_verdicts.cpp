#include "app/workspace/duplicate_verdicts.h"

#include <algorithm>
#include <map>
#include <memory>
#include <set>
#include <utility>

#include "db/edits.h"
#include "db/image_quality.h"
#include "db/images.h"

namespace app {
namespace {

constexpr const char* kReason = "duplicates";

// Which images belong together, by pairs.
class Unions {
 public:
  ImageId root(ImageId image) {
    ImageId& parent = parents_.try_emplace(image, image).first->second;
    if (parent != image) parent = root(parent);
    return parent;
  }
  void join(ImageId a, ImageId b) {
    const ImageId one = root(a), two = root(b);
    parents_[std::max(one, two)] = std::min(one, two);  // the smallest id stands for all
  }
  std::map<ImageId, std::vector<ImageId>> groups() {
    std::map<ImageId, std::vector<ImageId>> groups;
    std::vector<ImageId> all;
    for (const auto& [image, parent] : parents_) all.push_back(image);
    for (const ImageId image : all) groups[root(image)].push_back(image);
    return groups;
  }

 private:
  std::map<ImageId, ImageId> parents_;
};

// Groups that stand already are joined whole: whoever is in one of them comes along, also when it was removed from the
// set, for it may come back.
void join_standing(const db::Readable& from, Unions& unions) {
  std::map<std::string, ImageId> first_of_group;
  for (const auto& images : {db::images(from), db::removed_images(from)}) {
    for (const db::Image& image : images) {
      if (image.image_group.empty()) continue;
      const auto [first, added] = first_of_group.try_emplace(image.image_group, image.id);
      if (!added) unions.join(first->second, image.id);
    }
  }
}

std::size_t group_images(db::Transaction& transaction, const std::vector<PairVerdict>& verdicts) {
  Unions unions;
  for (const PairVerdict& verdict : verdicts)
    if (verdict.verdict == Verdict::Group) unions.join(verdict.a, verdict.b);
  if (unions.groups().empty()) return 0;
  join_standing(transaction, unions);
  std::size_t changed = 0;
  for (const auto& [first, images] : unions.groups()) {
    if (images.size() < 2) continue;
    const auto known = db::image(transaction, first);
    const std::string name =
        known && !known->image_group.empty() ? known->image_group : "group-" + std::to_string(first);
    changed += db::set_image_group(transaction, images, name, {.reason = kReason});
  }
  return changed;
}

VerdictOutcome apply(db::Transaction& transaction, const std::vector<PairVerdict>& verdicts) {
  VerdictOutcome outcome{.name = transaction.name()};
  const db::BatchId batch = db::begin_batch(transaction, db::LabelSource::User);
  outcome.grouped = group_images(transaction, verdicts);
  std::set<ImageId> removed;
  std::vector<db::ImagePair> apart;
  for (const PairVerdict& verdict : verdicts) {
    if (verdict.verdict == Verdict::RemoveSecond) removed.insert(verdict.b);
    if (verdict.verdict == Verdict::KeepApart) apart.emplace_back(verdict.a, verdict.b);
  }
  const std::vector<ImageId> leaving(removed.begin(), removed.end());
  outcome.removed = db::remove_from_set(transaction, leaving, {.reason = kReason});
  db::keep_apart(transaction, apart, batch);
  outcome.apart = apart.size();
  outcome.batch = batch;
  return outcome;
}

std::string name_of(std::size_t pairs) {
  return pairs == 1 ? "Decide on 1 pair" : "Decide on " + std::to_string(pairs) + " pairs";
}

}  // namespace

void submit_verdicts(Workspace& workspace, std::vector<PairVerdict> verdicts, VerdictDone done) {
  const std::string name = name_of(verdicts.size());
  auto outcome = std::make_shared<VerdictOutcome>();
  workspace.writer().submit(
      name, [outcome, verdicts = std::move(verdicts)](db::Transaction& t) { *outcome = apply(t, verdicts); },
      [outcome, done = std::move(done), name](const db::Outcome& written) {
        if (written.failure) *outcome = {.name = name, .failure = written.failure};
        done(*outcome);
      });
}

}  // namespace app
