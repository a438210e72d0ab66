#include "app/core/json.h"

#include <limits>
#include <stdexcept>

#include <gtest/gtest.h>

namespace app {
namespace {

TEST(Json, members_keep_their_order_and_survive_the_text) {
  Json json{{"run", 3}, {"name", "third"}, {"share", 0.25}, {"ok", true}, {"none", nullptr}};
  json["epochs"] = Json::array();
  json["epochs"].push_back({{"loss", 0.5F}});
  EXPECT_EQ(json.dump(), R"({"run":3,"name":"third","share":0.25,"ok":true,"none":null,"epochs":[{"loss":0.5}]})");
  EXPECT_EQ(Json::parse(json.dump(2)), json);
}

TEST(Json, a_list_of_names_and_values_is_an_object_any_other_an_array) {
  EXPECT_TRUE((Json{{"a", 1}, {"b", 2}}).is_object());
  EXPECT_TRUE((Json{{"a", "b"}}).is_object());
  EXPECT_EQ((Json{"a", 1, 2}).dump(), R"(["a",1,2])");
  EXPECT_EQ((Json{{1, 2}, {3, 4}}).dump(), "[[1,2],[3,4]]");
}

TEST(Json, lists_pairs_and_optional_values_are_taken_and_given_back) {
  const std::vector<std::pair<std::string, std::string>> settings = {{"batch", "16"}, {"2:epochs", "3"}};
  const Json json{{"settings", settings}, {"best", std::optional<double>()}, {"auc", std::optional<double>(0.5)}};
  EXPECT_EQ(json.dump(), R"({"settings":[["batch","16"],["2:epochs","3"]],"best":null,"auc":0.5})");
  EXPECT_EQ((json.at("settings").get<std::vector<std::pair<std::string, std::string>>>()), settings);
}

TEST(Json, the_widest_numbers_are_kept) {
  const std::uint64_t most = std::numeric_limits<std::uint64_t>::max();
  const std::int64_t least = std::numeric_limits<std::int64_t>::min();
  const Json json = Json::parse(Json{most, least}.dump());
  EXPECT_EQ(json.at(0).get<std::uint64_t>(), most);
  EXPECT_EQ(json.at(1).get<std::int64_t>(), least);
}

TEST(Json, a_number_that_does_not_fit_is_refused_not_wrapped) {
  const Json json{{"seed", -1}, {"epochs", 5000000000}, {"rate", 0.1}};
  EXPECT_THROW(json.at("seed").get<std::uint64_t>(), std::runtime_error);
  EXPECT_THROW(json.at("epochs").get<int>(), std::runtime_error);
  EXPECT_THROW(json.at("rate").get<int>(), std::runtime_error);
}

TEST(Json, the_same_number_is_equal_in_any_type) {
  EXPECT_EQ(Json(3), Json(3U));
  EXPECT_EQ(Json(3), Json(3.0));
  EXPECT_FALSE(Json(3) == Json("3"));
}

TEST(Json, what_is_missing_or_of_another_kind_is_named) {
  const Json json{{"run", "three"}};
  try {
    json.at("epoch");
    FAIL();
  } catch (const std::runtime_error& error) {
    EXPECT_EQ(std::string(error.what()), R"(reading JSON: there is no "epoch" in {"run":"three"})");
  }
  EXPECT_THROW(json.at("run").get<int>(), std::runtime_error);
  EXPECT_THROW(json.at("run").at("x"), std::runtime_error);
  EXPECT_EQ(json.value("epoch", 7), 7);
  EXPECT_EQ(json.value("epoch", "none"), "none");
  EXPECT_EQ(json.find("epoch"), nullptr);
}

TEST(Json, a_damaged_text_is_refused_or_absent) {
  EXPECT_THROW(Json::parse(R"({"a": )"), std::runtime_error);
  EXPECT_FALSE(Json::parse_if_valid(R"({"a": )"));
}

TEST(Json, a_path_that_is_not_utf8_is_written_with_replacements) {
  EXPECT_EQ(Json("a\xff").dump(), "\"a\xEF\xBF\xBD\"");
}

}  // namespace
}  // namespace app
