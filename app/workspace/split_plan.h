// A split of the labelled images into training, validation and test by group (image_groups.h), stratified by class,
// the same for the same images and seed whatever order they came in. First a plan, which says what each split will
// hold; then, when it is wanted, one logged decision.
//
//   const db::Reader& reader = workspace.reader();
//   const SplitPlan plan = plan_split(reader, {.val = 0.2, .look_alikes = look_alikes(reader)});
//   print(describe(plan));
//   workspace.writer().transact_and_wait(plan.name, [&](db::Transaction& t) { apply_split(t, plan); });
//
// An unlabelled image goes where its group goes. When nothing of its group is labelled it stays where it is, unless the
// group stands on several sides: then all of it goes to training. Unless a test share is asked for, the groups that
// have a test image are the test split and are not drawn. Any thread with a reader of its own. Plain values.
#pragma once

#include <cstdint>
#include <stop_token>
#include <string>
#include <utility>
#include <vector>

#include "app/core/json.h"
#include "app/core/types.h"
#include "app/workspace/leaks.h"
#include "db/images.h"

namespace app {

struct LookAlikes {
  std::vector<std::pair<ImageId, ImageId>> pairs;
  std::size_t not_looked_at = 0;  // images whose look is not measured
};
// Pairs that look alike and that nobody has judged yet: neither grouped nor kept apart.
LookAlikes look_alikes(const db::Reader& from, std::stop_token stop = {});

struct SplitRequest {
  double val = 0.2;  // of the images
  double test = 0;   // 0: what is test stays
  int folds = 0;     // k-fold instead of `val`: validation is fold `fold` of so many
  int fold = 1;      // 1-based
  std::uint64_t seed = 1;
  LookAlikes look_alikes = {};  // kept together, though nobody has said that they show the same thing
};

struct SplitPlan {
  struct Move {
    ImageId image = 0;
    db::Split from = db::Split::None, to = db::Split::None;
  };
  std::string name;         // of the decision: "Split by group: val 20 %"
  std::vector<Move> moves;  // images that change, by id
  struct Row {
    std::string name;                       // of the class
    std::array<long, 4> before{}, after{};  // by split
  };
  std::vector<Row> classes;                // in their order; labelled images only
  std::array<long, 4> images{}, groups{};  // after, by split; labelled images only
  LeakReport leaks_before;
  std::vector<std::string> notes;
};

// Throws when shares are no shares, a fold is none of the folds, or nothing is labelled.
SplitPlan plan_split(const db::Readable& from, const SplitRequest& request);
std::string describe(const SplitPlan& plan);  // as a table, for the command line
std::string summary(const SplitPlan& plan);   // in sentences, for a question
Json split_json(const SplitPlan& plan);

// One decision. Throws db::Error when an image was moved since; nothing is changed then.
void apply_split(db::Transaction& transaction, const SplitPlan& plan);

}  // namespace app
