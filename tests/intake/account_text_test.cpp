#include "app/intake/account_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/temp_folder.h"

namespace {
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(AccountText, says_what_each_column_became_and_what_was_left_out) {
  test_support::TempFolder folder;
  folder.write("a.jpg", "");
  folder.write("b.jpg", "");
  const auto table = folder.write("t.csv",
                                  "path,label,split,dx_type,camera,sha256\na.jpg,nv,dev,histo,x,1\nb.jpg,NV,odd,,,\n"
                                  "gone.jpg,nv,train,,,\n");
  const auto lines = app::account_of(app::read_import_source(table));
  EXPECT_THAT(lines, Contains(HasSubstr("1 rows whose picture is not there: gone.jpg")));
  EXPECT_THAT(lines, Contains("the split \"dev\" was read as val (1)"));
  EXPECT_THAT(lines, Contains(HasSubstr("\"odd\" is no known word for a split")));
  EXPECT_THAT(lines, Contains(HasSubstr("the label NV was spelt \"NV\" (1), \"nv\" (1)")));
  EXPECT_THAT(lines, Contains(AllOf(HasSubstr("UTF-8, separator comma"), HasSubstr("path as path"),
                                    HasSubstr("dx_type as diagnosis method"), HasSubstr("kept as metadata: camera"),
                                    HasSubstr("not used: sha256"))));
}

TEST(AccountText, a_long_list_is_cut_and_the_count_is_true) {
  const std::string text = app::text_of(app::LeftOut{"links", 1234, {"a", "b"}});
  EXPECT_EQ(text, "1,234 links: a, b, …");
  EXPECT_THAT(app::text_of(app::LeftOut{"links", 2, {"a", "b"}}), Not(HasSubstr("…")));
}

}  // namespace
