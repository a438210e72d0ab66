#include "app/core/setting_text.h"

#include <stdexcept>

#include <gtest/gtest.h>

namespace {

using Settings = std::vector<std::pair<std::string, std::string>>;

TEST(SettingText, ReadsAssignmentsBetweenSpacesAndCommas) {
  EXPECT_EQ(app::split_assignments("  2:epochs=10, clip_norm=1\tmix.mixup_alpha=0.2 "),
            (Settings{{"2:epochs", "10"}, {"clip_norm", "1"}, {"mix.mixup_alpha", "0.2"}}));
  EXPECT_TRUE(app::split_assignments("").empty());
  EXPECT_TRUE(app::split_assignments(" ,").empty());
}

TEST(SettingText, KeepsWhatFollowsTheFirstEqualsSign) {
  EXPECT_EQ(app::split_assignment("head="), (std::pair<std::string, std::string>{"head", ""}));
  EXPECT_EQ(app::split_assignment("a=b=c").second, "b=c");
}

TEST(SettingText, NamesWhatIsNoAssignment) {
  for (const char* text : {"epochs", "rate=1 epochs", "=3"}) {
    try {
      app::split_assignments(text);
      ADD_FAILURE() << text;
    } catch (const std::runtime_error& error) {
      EXPECT_NE(std::string(error.what()).find("NAME=VALUE"), std::string::npos);
    }
  }
}

}  // namespace
