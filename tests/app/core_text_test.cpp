// Small texts of app/core: names in a sentence, depths by name.
#include <stdexcept>

#include <gtest/gtest.h>

#include "app/core/joined.h"
#include "app/core/types.h"

namespace app {
namespace {

TEST(Joined, names_stand_with_commas_between_them) {
  EXPECT_EQ(joined({}), "");
  EXPECT_EQ(joined({"benign"}), "benign");
  EXPECT_EQ(joined({"benign", "malignant"}), "benign, malignant");
}

TEST(DepthFromName, every_name_is_read_back_and_others_are_refused) {
  for (const Depth depth : {Depth::Head, Depth::Tail, Depth::Whole}) EXPECT_EQ(depth_from_name(name_of(depth)), depth);
  EXPECT_THROW(depth_from_name("deep"), std::runtime_error);
}

}  // namespace
}  // namespace app
