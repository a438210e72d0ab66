#include "app/core/printable.h"

#include <gtest/gtest.h>

#include "app/core/json.h"

namespace app {
namespace {

TEST(Printable, letters_of_every_script_line_breaks_and_tabs_stay) {
  const std::string text = "Größe\t皮膚 меланома \xF0\x9F\x94\xAC\nnext";
  EXPECT_EQ(printable(text), text);
}

TEST(Printable, what_could_steer_a_terminal_is_shown_as_its_code) {
  EXPECT_EQ(printable("a\x1b[31mb"), "a\\x1b[31mb");
  EXPECT_EQ(printable("a\rb\bc\x7f"), "a\\x0db\\x08c\\x7f");
  EXPECT_EQ(printable("a\xc2\x9bz"), "a\\x9bz");  // the one-character form of ESC [
  EXPECT_EQ(printable("gpj.\xe2\x80\xae"
                      "exe"),
            "gpj.\\u202eexe");  // turns what follows around
}

TEST(Printable, bytes_that_are_no_text_are_shown_one_by_one) {
  EXPECT_EQ(printable("M\xe9lanome"), "M\\xe9lanome");
  EXPECT_EQ(printable("cut \xe7\x9a"), "cut \\xe7\\x9a");
  EXPECT_EQ(printable("\xc0\xaf"), "\\xc0\\xaf");           // an overlong slash
  EXPECT_EQ(printable("\xed\xa0\x80"), "\\xed\\xa0\\x80");  // half of a pair
}

TEST(Printable, json_means_the_same_and_holds_no_control_character) {
  const Json json{{"name",
                   "a\x7f"
                   "b\xc2\x9b"
                   "c\xe2\x80\xae"}};
  const std::string shown = printable_json(json.dump());
  EXPECT_EQ(shown.find("\xc2\x9b"), std::string::npos);
  EXPECT_EQ(shown.find('\x7f'), std::string::npos);
  EXPECT_EQ(Json::parse(shown), json);
}

}  // namespace
}  // namespace app
