// Submissions are taken and refused as the scorers of the challenges do.
#include "app/export/isic_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace app {
namespace {
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr const char* kHeading = "image,MEL,NV,BCC,AKIEC,BKL,DF,VASC\n";

std::vector<std::string> submission_problems(const std::string& rows,
                                             const std::vector<std::string>& expected = {"ISIC_1"}) {
  return isic_problems(isic_form(2018), kHeading + rows, expected);
}

TEST(IsicRules, TakeExactRowsOfRealNumbersWithOneHighest) {
  EXPECT_THAT(submission_problems("ISIC_1,0.5,0.1,0.1,0.1,0.1,0.1,0.0\n"), IsEmpty());
  EXPECT_THAT(submission_problems("ISIC_2,1.0,0.0,0.0,0.0,0.0,0.0,0.0\r\nISIC_1,1e-3,0.9,0.0,0.0,0.0,0.0,0.0\r\n",
                                  {"ISIC_1", "ISIC_2"}),
              IsEmpty());
}

TEST(IsicRules, RefuseWhatTheScorersRefuse) {
  EXPECT_THAT(submission_problems("ISIC_1,1,0,0,0,0,0,0\n"), Contains(HasSubstr("with a point")));
  EXPECT_THAT(submission_problems("ISIC_1,0.5,0.5,0.0,0.0,0.0,0.0,0.0\n"), Contains(HasSubstr("are equal")));
  EXPECT_THAT(submission_problems("ISIC_1,nan,0.5,0.0,0.0,0.0,0.0,0.0\n"), Contains(HasSubstr("no number")));
  EXPECT_THAT(submission_problems("ISIC_1,1.5,0.5,0.0,0.0,0.0,0.0,0.0\n"), Contains(HasSubstr("no number")));
  EXPECT_THAT(submission_problems("ISIC_1,0.5,0.1\n"), Contains(HasSubstr("3 fields")));
  const std::string row = "ISIC_1,0.5,0.1,0.1,0.1,0.1,0.1,0.0\n";
  EXPECT_THAT(submission_problems(row + row), Contains(HasSubstr("two rows")));
  EXPECT_THAT(submission_problems(row, {"ISIC_1", "ISIC_2"}), ElementsAre("the image ISIC_2 is missing"));
  EXPECT_THAT(submission_problems(row, {"ISIC_2"}), Contains(HasSubstr("does not belong")));
  EXPECT_THAT(isic_problems(isic_form(2019), kHeading + row, std::vector<std::string>{"ISIC_1"}),
              Contains(HasSubstr("columns")));
}

}  // namespace
}  // namespace app
