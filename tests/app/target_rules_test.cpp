#include "app/workspace/target_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/workspace/assets.h"

namespace {
using app::ClassCatalog;
using app::ImportItem;
using app::ImportSource;
using app::TargetRule;
using ::testing::ElementsAre;
using ::testing::Pair;
using ::testing::UnorderedElementsAre;

ImportItem labelled(const std::string& label, const std::string& column = "", const std::string& value = "") {
  ImportItem item;
  item.label = label;
  if (!column.empty()) item.extra[column] = value;
  return item;
}

std::vector<std::string> names_of(const std::vector<TargetRule>& rules) {
  std::vector<std::string> names;
  for (const TargetRule& rule : rules) names.push_back(rule.name);
  return names;
}

class TargetRules : public ::testing::Test {
 protected:
  ClassCatalog catalog_{app::asset("classes.json")};
};

TEST_F(TargetRules, a_column_that_is_a_function_of_the_label_becomes_a_target) {
  const ImportSource source{
      .name = "s",
      .items = {labelled("nv", "malignant", "0"), labelled("mel", "malignant", "1"), labelled("bkl", "malignant", "0")},
      .extra_columns = {"malignant"}};
  const auto rules = app::derive_targets(source, {"nv", "mel", "bkl"}, catalog_);
  ASSERT_THAT(names_of(rules), ElementsAre("malignant", "diagnosis"));
  EXPECT_THAT(rules[0].groups, ElementsAre("benign", "malignant"));
  EXPECT_THAT(rules[0].group_of_class, UnorderedElementsAre(Pair("nv", 0), Pair("mel", 1), Pair("bkl", 0)));
}

TEST_F(TargetRules, a_column_that_varies_within_a_class_is_metadata) {
  const ImportSource source{
      .name = "s",
      .items = {labelled("nv", "camera", "x"), labelled("nv", "camera", "y"), labelled("mel", "camera", "x")},
      .extra_columns = {"camera"}};
  EXPECT_THAT(names_of(app::derive_targets(source, {"nv", "mel"}, catalog_)), ElementsAre("malignant", "diagnosis"));
}

TEST_F(TargetRules, the_catalogue_gives_malignant_where_it_knows_every_class) {
  const ImportSource source{.name = "s", .items = {labelled("benign"), labelled("malignant")}};
  EXPECT_THAT(names_of(app::derive_targets(source, {"benign", "malignant"}, catalog_)),
              ElementsAre("malignant", "diagnosis"));
  EXPECT_THAT(names_of(app::derive_targets(source, {"cat", "dog"}, catalog_)), ElementsAre("diagnosis"));
}

TEST_F(TargetRules, a_column_that_is_nearly_a_function_of_the_label_is_named_with_its_first_slip) {
  ImportSource source{.name = "s", .items = {}, .extra_columns = {"risky", "camera"}};
  for (const char* label : {"nv", "mel", "bkl"}) {
    for (int i = 0; i < 20; ++i) {
      source.items.push_back(labelled(label, "risky", label == std::string("mel") ? "yes" : "no"));
      source.items.back().path = std::string(label) + std::to_string(i) + ".png";
      source.items.back().extra["camera"] = i % 2 == 0 ? "x" : "y";
    }
  }
  EXPECT_THAT(app::nearly_targets(source), ::testing::IsEmpty());
  source.items[3].extra["risky"] = "yes";
  EXPECT_THAT(app::nearly_targets(source), ElementsAre("risky is no target: nv has no (19) and yes (1, nv3.png)"));
}

TEST_F(TargetRules, a_malignant_column_that_is_no_grouping_is_named) {
  const ImportSource source{
      .name = "s",
      .items = {labelled("nv", "malignant", "0"), labelled("mel", "malignant", "1"), labelled("mel", "malignant", "0")},
      .extra_columns = {"malignant"}};
  ASSERT_EQ(app::nearly_targets(source).size(), 1U);
  EXPECT_THAT(app::nearly_targets(source).front(), ::testing::StartsWith("malignant is no target: mel has "));
}

TEST_F(TargetRules, one_class_has_no_target) {
  const ImportSource source{.name = "s", .items = {labelled("nv")}};
  EXPECT_TRUE(app::derive_targets(source, {"nv"}, catalog_).empty());
}

TEST_F(TargetRules, keys_follow_the_catalogue_and_then_the_alphabet) {
  EXPECT_THAT(catalog_.in_display_order({"zebra", "mel", "apple", "nv", "bkl"}),
              ElementsAre("nv", "mel", "bkl", "apple", "zebra"));
}

}  // namespace
