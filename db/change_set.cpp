#include "db/change_set.h"

#include <algorithm>

namespace db {
namespace {

template <class Value>
void sort_unique(std::vector<Value>& values) {
  std::ranges::sort(values);
  values.erase(std::unique(values.begin(), values.end()), values.end());
}

void fold(std::vector<LabelMove>& moves) {
  std::ranges::stable_sort(moves, {}, &LabelMove::image);
  std::size_t kept = 0;
  for (std::size_t i = 0; i < moves.size(); ++i) {
    if (kept > 0 && moves[kept - 1].image == moves[i].image) {
      moves[kept - 1].to = moves[i].to;
      moves[kept - 1].relabelled = moves[i].relabelled;
    } else {
      moves[kept++] = moves[i];
    }
  }
  moves.resize(kept);
}

}  // namespace

std::vector<ImageId> ChangeSet::images() const {
  std::vector<ImageId> all = images_added;
  all.insert(all.end(), images_edited.begin(), images_edited.end());
  for (const LabelMove& move : labels) all.push_back(move.image);
  sort_unique(all);
  return all;
}

void tidy(ChangeSet& changes) {
  fold(changes.labels);
  sort_unique(changes.images_added);
  sort_unique(changes.images_edited);
  sort_unique(changes.images_measured);
  sort_unique(changes.runs);
  sort_unique(changes.classes);
  sort_unique(changes.targets);
  sort_unique(changes.settings);
  sort_unique(changes.batches);
}

}  // namespace db
