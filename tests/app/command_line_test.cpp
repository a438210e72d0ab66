#include "app/cli/command_line.h"

#include <cstdint>
#include <utility>
#include <vector>

#include <gtest/gtest.h>

namespace app::cli {
namespace {

std::optional<int> parse(CommandLine& line, std::vector<const char*> words) {
  words.insert(words.begin(), "nevus");
  return line.parse(static_cast<int>(words.size()), words.data());
}

TEST(CommandLine, fields_take_what_was_typed_and_the_action_runs) {
  CommandLine line("A program", "1");
  std::string workspace;
  std::vector<std::string> images;
  std::int64_t run = 0;
  double threshold = 0.5;
  bool detail = false;
  Verb verb = line.verb("eval", "Metrics");
  verb.option("WORKSPACE", workspace, "Folder").required();
  verb.option("IMAGE", images, "Images");
  const Option chosen = verb.option("--run", run, "Run").positive();
  verb.option("--threshold", threshold, "Positive at or above").between(0.0, 1.0);
  verb.flag("--detail", detail, "More");
  verb.runs([&] { return Outcome{workspace + " " + std::to_string(run), {}, 3}; });
  ASSERT_FALSE(parse(line, {"eval", "ws", "a.jpg", "b.jpg", "--run", "7", "--threshold", "0.3", "--detail", "--json"}));
  EXPECT_EQ(images, (std::vector<std::string>{"a.jpg", "b.jpg"}));
  EXPECT_EQ(threshold, 0.3);
  EXPECT_TRUE(detail);
  EXPECT_TRUE(line.json());
  EXPECT_TRUE(chosen.given());
  EXPECT_EQ(chosen.typed(), "7");
  const Outcome outcome = line.run();
  EXPECT_EQ(outcome.text, "ws 7");
  EXPECT_EQ(outcome.exit_code, 3);
}

TEST(CommandLine, mistakes_are_usage_errors_and_help_is_none) {
  const auto code = [](const std::vector<const char*>& words) {
    CommandLine line("A program", "1");
    int count = 0;
    Verb verb = line.verb("make", "Makes");
    verb.option("--images", count, "How many").between(10, 20);
    verb.runs([] { return Outcome(); });
    return parse(line, words);
  };
  EXPECT_EQ(code({"make", "--images", "9"}), 2);
  EXPECT_EQ(code({"make", "--unknown"}), 2);
  EXPECT_EQ(code({"none"}), 2);
  EXPECT_FALSE(code({}));  // what is done without a verb
  EXPECT_EQ(code({"--help"}), 0);
  EXPECT_EQ(code({"--version"}), 0);
  EXPECT_FALSE(code({"make", "--images", "10"}));
}

TEST(CommandLine, what_else_must_be_typed_is_asked_once_everything_is_read) {
  const auto code = [](const std::vector<const char*>& words) {
    CommandLine line("A program", "1");
    std::string image;
    bool undo = false;
    Verb verb = line.verb("relabel", "Relabels");
    const Option given = verb.option("IMAGE", image, "Which");
    const Option back = verb.flag("--undo", undo, "Back").excludes(given);
    verb.runs([] { return Outcome(); },
              [=] { return given.given() || back.given() ? std::string() : std::string("IMAGE or --undo"); });
    return parse(line, words);
  };
  EXPECT_EQ(code({"relabel"}), 2);
  EXPECT_EQ(code({"relabel", "7", "--undo"}), 2);
  EXPECT_FALSE(code({"relabel", "7"}));
  EXPECT_FALSE(code({"relabel", "--undo"}));
}

TEST(CommandLine, a_bound_is_told_in_a_few_words) {
  for (const auto& [value, said] : {std::pair("0", "a number above 0 is needed, not 0"), std::pair("-1", "not -1"),
                                    std::pair("x", "a number above 0 is needed, not x")}) {
    CommandLine line("A program", "1");
    std::int64_t number = 0;
    Verb verb = line.verb("undo", "Undoes");
    verb.option("--import", number, "Which").positive();
    verb.runs([] { return Outcome(); });
    testing::internal::CaptureStderr();
    EXPECT_EQ(parse(line, {"undo", "--import", value}), 2);
    const std::string printed = testing::internal::GetCapturedStderr();
    EXPECT_NE(printed.find(said), std::string::npos) << printed;
    EXPECT_LT(printed.size(), 200U);
  }
}

TEST(CommandLine, a_verb_below_a_verb_must_be_chosen) {
  CommandLine line("A program", "1");
  bool ran = false;
  Verb weights = line.verb("weights", "Weights");
  Verb verb = weights.verb("import", "Imports");
  verb.runs([&] {
    ran = true;
    return Outcome();
  });
  EXPECT_EQ(parse(line, {"weights"}), 2);
  ASSERT_FALSE(parse(line, {"weights", "import"}));
  line.run();
  EXPECT_TRUE(ran);
}

}  // namespace
}  // namespace app::cli
