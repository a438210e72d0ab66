#include "db/last_decisions.h"

#include <gtest/gtest.h>

#include "tests/db/workspace.h"

namespace db::test {
namespace {

TEST(LastDecisions, say_of_each_image_when_its_label_of_now_was_decided_and_how) {
  Workspace workspace;
  const ClassId mel = workspace.add("mel"), nv = workspace.add("nv");
  const auto ids = workspace.add_images(3);
  workspace.write("Import", [&](Transaction& t) {
    set_labels(t, std::vector<LabelChange>{{ids[0], nv, {}}, {ids[1], nv, {}}}, {.source = LabelSource::Import});
  });
  workspace.write("Label 1 image as mel", [&](Transaction& t) {
    set_labels(t, std::vector<LabelChange>{{ids[1], mel, {}}});
  });
  const auto decisions = last_decisions(workspace.reader());
  ASSERT_EQ(decisions.size(), 2U) << "the third never had a label";
  EXPECT_EQ(decisions[0].image, ids[0]);
  EXPECT_EQ(decisions[0].source, LabelSource::Import);
  EXPECT_EQ(decisions[1].image, ids[1]);
  EXPECT_EQ(decisions[1].source, LabelSource::User);
  EXPECT_EQ(decisions[1].at_ms, label_history(workspace.reader(), ids[1])[0].at_ms);
}

}  // namespace
}  // namespace db::test
