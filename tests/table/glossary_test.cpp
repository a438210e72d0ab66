// The words that the program uses.
#include "app/table/glossary.h"

#include <set>
#include <string>

#include <gtest/gtest.h>

#include "app/table/metrics.h"

namespace app {
namespace {

TEST(Glossary, has_every_metric_of_the_table) {
  for (const MetricInfo& metric : metric_table()) EXPECT_NE(term_named(metric.title), nullptr) << metric.title;
}

TEST(Glossary, names_each_term_once_and_defines_it) {
  std::set<std::string_view> names;
  for (const Term& term : glossary()) {
    EXPECT_TRUE(names.insert(term.name).second) << term.name;
    EXPECT_GT(term.definition.size(), 20U) << term.name;
    EXPECT_FALSE(term.seen.empty()) << term.name;
  }
}

TEST(Glossary, finds_a_term_by_its_other_words_in_any_case) {
  ASSERT_NE(term_named("True Positive Rate"), nullptr);
  EXPECT_EQ(term_named("True Positive Rate")->name, "sensitivity");
  EXPECT_EQ(term_named("recall")->name, "sensitivity");
  EXPECT_EQ(term_named("mel")->name, "melanoma");
  EXPECT_EQ(term_named("no such word"), nullptr);
  EXPECT_EQ(glossary_text("no such word"), "");
  EXPECT_NE(glossary_text("PPV").find("TP / (TP + FP)"), std::string::npos);
}

}  // namespace
}  // namespace app
