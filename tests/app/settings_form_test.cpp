// The settings of a run as a form: every setting of every recipe, what was changed, and what is wrong at its field.
#include <algorithm>
#include <optional>
#include <set>
#include <string>

#include <gtest/gtest.h>

#include "app/pages/train/form_settings.h"
#include "ml/train/settings.h"

namespace app {
namespace {

class SettingsFormTest : public ::testing::Test {
 protected:
  const FormField& field(const std::string& name) {
    form_.follow(request_);
    const auto found = std::ranges::find(form_.fields(), name, &FormField::name);
    if (found == form_.fields().end()) throw std::runtime_error("no field " + name);
    return *found;
  }
  void type(const std::string& name, const std::string& text) {
    form_.follow(request_);
    form_.type(request_, name, text);
  }
  using Settings = std::vector<std::pair<std::string, std::string>>;

  TrainRequest request_;
  SettingsForm form_;
};

TEST_F(SettingsFormTest, reaches_every_setting_of_every_recipe) {
  for (const ml::PresetInfo& preset : ml::presets()) {
    request_.preset = preset.name;
    request_.depth = Depth::Tail;
    form_.follow(request_);
    for (std::size_t phase = 1; phase <= form_.phases().size(); ++phase) {
      for (const ml::SettingValue& setting : ml::settings_of({})) {
        if (setting.name == "seed" || setting.name == "threads") continue;  // of the run
        const std::string name = (form_.phases().size() > 1 ? std::to_string(phase) + ":" : "") + setting.name;
        EXPECT_FALSE(field(name).info->help.empty()) << name;
      }
    }
    for (const char* name : {"head", "colour_constancy", "input_px", "tail_block", "pooled_blocks", "views"})
      field(name);
  }
}

TEST_F(SettingsFormTest, every_choice_that_is_offered_is_a_value) {
  for (const ml::SettingInfo& info : ml::setting_infos())
    for (const std::string_view choice : info.choices) {
      ml::TrainPlan plan = ml::preset_plan("nevus", ml::Depth::Tail);
      EXPECT_NO_THROW(ml::set_in_plan(plan, info.name, choice)) << info.name << " " << choice;
    }
}

// The form draws a heading where the group changes.
TEST_F(SettingsFormTest, every_group_stands_in_one_place) {
  std::set<ml::SettingGroup> left;
  std::optional<ml::SettingGroup> group;
  for (const ml::SettingInfo& info : ml::setting_infos()) {
    if (group == info.group) continue;
    if (group) left.insert(*group);
    group = info.group;
    EXPECT_FALSE(left.contains(info.group)) << info.name;
  }
}

TEST_F(SettingsFormTest, a_change_is_marked_and_taken_back) {
  request_.preset = "nevus";
  EXPECT_FALSE(field("epochs").changed);
  const std::string before = field("epochs").value;
  type("epochs", "7");
  EXPECT_TRUE(field("epochs").changed);
  EXPECT_EQ(field("epochs").of_recipe, before);
  EXPECT_EQ(request_.settings, (Settings{{"epochs", "7"}}));
  EXPECT_EQ(form_.line(), "epochs=7");
  EXPECT_EQ(form_.changes(ml::SettingGroup::Length, 1), 1);
  form_.reset(request_, "epochs");
  EXPECT_FALSE(field("epochs").changed);
  EXPECT_TRUE(request_.settings.empty());
}

TEST_F(SettingsFormTest, what_is_no_value_stays_in_its_field_with_the_reason) {
  type("epochs", "abc");
  EXPECT_EQ(field("epochs").value, "abc");
  EXPECT_NE(field("epochs").problem.find("abc"), std::string::npos) << field("epochs").problem;
  EXPECT_NE(form_.problem().find("Epochs: "), std::string::npos);
  EXPECT_TRUE(request_.settings.empty());
  type("epochs", "12");
  EXPECT_EQ(form_.problem(), "");
}

TEST_F(SettingsFormTest, values_that_do_not_go_together_are_said_at_the_field_that_was_typed) {
  type("logit_adjustment", "1");
  EXPECT_NE(field("logit_adjustment").problem.find("class_weights"), std::string::npos);
  type("class_weights", "false");
  EXPECT_EQ(form_.problem(), "");
}

TEST_F(SettingsFormTest, a_phase_of_two_is_set_alone) {
  request_.preset = "reference-improved";
  type("2:epochs", "4");
  EXPECT_EQ(field("2:epochs").value, "4");
  EXPECT_EQ(field("1:epochs").value, "50");
  EXPECT_EQ(request_.settings, (Settings{{"2:epochs", "4"}}));
  EXPECT_EQ(form_.changes(ml::SettingGroup::Length, 1), 0);
}

TEST_F(SettingsFormTest, the_line_for_experts_fills_the_fields_and_says_what_is_wrong) {
  form_.follow(request_);
  form_.type_line(request_, "epochs=9 clip_norm=2");
  EXPECT_EQ(field("epochs").value, "9");
  EXPECT_EQ(field("clip_norm").value, "2");
  form_.type_line(request_, "epochs=abc");
  EXPECT_NE(form_.problem().find("abc"), std::string::npos);
  EXPECT_EQ(form_.line(), "epochs=abc");
  form_.type_line(request_, "nonsense");
  EXPECT_NE(form_.problem(), "");
  form_.type_line(request_, "");
  EXPECT_EQ(form_.problem(), "");
  EXPECT_TRUE(request_.settings.empty());
}

TEST_F(SettingsFormTest, a_setting_of_a_phase_which_another_recipe_does_not_have_is_said) {
  request_.preset = "reference-improved";
  type("2:epochs", "4");
  request_.preset = "reference-simple";
  form_.follow(request_);
  EXPECT_NE(form_.problem().find("names no phase"), std::string::npos) << form_.problem();
  form_.reset_all(request_);
  EXPECT_EQ(form_.problem(), "");
}

TEST_F(SettingsFormTest, a_recipe_that_is_not_known_any_more_is_said) {
  request_.preset = "of-another-version";
  form_.follow(request_);
  EXPECT_NE(form_.problem().find("of-another-version"), std::string::npos);
}

}  // namespace
}  // namespace app
