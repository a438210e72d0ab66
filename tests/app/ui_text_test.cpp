// Search and number texts of the interface.
#include <limits>
#include <optional>
#include <string>

#include <gtest/gtest.h>
#include <imgui.h>

#include "app/widgets/format.h"
#include "app/widgets/fuzzy.h"
#include "app/widgets/text.h"
#include "engine/text/utf8.h"
#include "engine/ui/text_glyphs.h"

namespace app::widgets {
namespace {

TEST(Fuzzy, finds_letters_in_order_whatever_their_case) {
  EXPECT_TRUE(fuzzy_score("grad", "Grad-CAM overlay"));
  EXPECT_TRUE(fuzzy_score("gco", "Grad-CAM overlay"));
  EXPECT_FALSE(fuzzy_score("ocg", "Grad-CAM overlay"));
  EXPECT_FALSE(fuzzy_score("undox", "Undo"));
  EXPECT_EQ(fuzzy_score("", "Undo"), 0);
}

TEST(Fuzzy, prefers_beginnings_of_words_and_letters_together) {
  EXPECT_GT(*fuzzy_score("sa", "Select all shown"), *fuzzy_score("sa", "Undo a session"));
  EXPECT_GT(*fuzzy_score("find", "Find"), *fuzzy_score("find", "Fit an index down"));
}

TEST(Fuzzy, knows_the_case_of_other_scripts_and_takes_letters_whole) {
  EXPECT_TRUE(fuzzy_score("МЕЛ", "Плоская меланома"));
  EXPECT_TRUE(fuzzy_score("δερ", "ΔΕΡΜΑ"));
  EXPECT_TRUE(fuzzy_score("nä", "Na\u0308vus"));
  EXPECT_FALSE(fuzzy_score("ж", "ѐг"));  // they share bytes, not letters
}

class Elided : public testing::Test {
 protected:
  Elided() {
    ImGui::CreateContext();
    fonts_ = engine::load_fonts(1, 128);
    glyphs_.emplace(fonts_);
    ImGui::GetIO().UserData = &*glyphs_;
  }
  ~Elided() override {
    ImGui::GetIO().UserData = nullptr;
    ImGui::DestroyContext();
  }
  engine::Fonts fonts_;
  std::optional<engine::TextGlyphs> glyphs_;
};

TEST_F(Elided, fits_and_never_cuts_a_letter_or_its_marks_off) {
  for (const std::string text :
       {"Δερματοΐνωμα Меланома", "痣细胞痣基底細胞癌흑색종", "ميلانوما خبيث", "הומל ימור", "मेलेनोमा हिन्दी",
        "mole 🔥🧬🔥🧬🔥🧬", "q\u0323\u0307q\u0323\u0307q\u0323\u0307q\u0323\u0307"}) {
    for (float width_px = 10; width_px < 160; width_px += 7) {
      const std::string cut = elided(fonts_.body, text, width_px);
      if (cut == text) continue;
      ASSERT_TRUE(cut.ends_with("…")) << cut;
      const std::string kept = cut.substr(0, cut.size() - std::string("…").size());
      ASSERT_TRUE(text.starts_with(kept)) << cut;
      for (std::size_t at = 0; at < kept.size(); at += engine::code_bytes(kept, at))
        ASSERT_GT(engine::code_bytes(kept, at), 0U) << cut;
      if (!kept.empty()) {
        ASSERT_LE(text_size(fonts_.body, cut).x, width_px) << cut;
        std::size_t next = kept.size();
        ASSERT_NE(engine::next_code(text, next), U'\u0307') << cut;  // the mark of a letter that was kept
      }
    }
  }
}

TEST(Format, groups_thousands) {
  EXPECT_EQ(grouped(0), "0");
  EXPECT_EQ(grouped(999), "999");
  EXPECT_EQ(grouped(5984), "5,984");
  EXPECT_EQ(grouped(-1234567), "-1,234,567");
}

TEST(Format, counts_in_singular_and_plural) {
  EXPECT_EQ(counted(1, "image", "images"), "1 image");
  EXPECT_EQ(counted(12, "image", "images"), "12 images");
}

TEST(Format, unknown_numbers_are_a_dash_and_unknown_times_nothing) {
  const float unknown = std::numeric_limits<float>::quiet_NaN();
  EXPECT_EQ(decimals(unknown, 2), "–");
  EXPECT_EQ(percent(unknown), "–");
  EXPECT_EQ(duration(unknown), "");
  EXPECT_EQ(duration(-1), "");
}

TEST(Format, writes_durations_rates_and_shares) {
  EXPECT_EQ(duration(161), "02:41");
  EXPECT_EQ(duration(3761), "1:02:41");
  EXPECT_EQ(learning_rate(1e-3F), "1e-3");
  EXPECT_EQ(learning_rate(2.5e-4F), "2.5e-4");
  EXPECT_EQ(percent(0.713F), "71 %");
}

TEST(Format, shortcuts_read_like_keys) {
  EXPECT_EQ(shortcut_text("ctrl+shift+z"), "Ctrl Shift Z");
  EXPECT_EQ(shortcut_text("f1"), "F1");
  EXPECT_EQ(shortcut_text(""), "");
  EXPECT_EQ(shortcut_text("+"), "+");
  EXPECT_EQ(shortcut_text("ctrl++"), "Ctrl +");
}

}  // namespace
}  // namespace app::widgets
