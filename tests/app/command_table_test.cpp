#include "app/core/command_table.h"

#include <stdexcept>

#include <gtest/gtest.h>

namespace app {
namespace {

struct Turn {
  int degrees;
};
struct Stop {};

TEST(CommandTable, does_what_was_entered_for_the_type_of_the_command) {
  CommandTable table;
  int turned = 0;
  table.on<Turn>([](const Turn& c) { return "Turn by " + std::to_string(c.degrees); },
                 [&](const Turn& c) { turned += c.degrees; });
  table.apply(Turn{90});
  table.apply(Turn{-30});
  EXPECT_EQ(turned, 60);
  EXPECT_EQ(table.name_of(Turn{5}), "Turn by 5");
}

TEST(CommandTable, a_command_that_nobody_entered_is_an_error) {
  const CommandTable table;
  EXPECT_THROW(table.apply(Stop{}), std::logic_error);
}

TEST(CommandQueue, gives_commands_in_order_and_once) {
  CommandQueue queue;
  queue.push(Turn{1});
  queue.push(Stop{});
  const auto asked = queue.take();
  ASSERT_EQ(asked.size(), 2U);
  ASSERT_NE(asked[0].as<Turn>(), nullptr);
  EXPECT_EQ(asked[0].as<Turn>()->degrees, 1);
  EXPECT_EQ(asked[0].as<Stop>(), nullptr);
  EXPECT_NE(asked[1].as<Stop>(), nullptr);
  EXPECT_TRUE(queue.take().empty());
}

}  // namespace
}  // namespace app
