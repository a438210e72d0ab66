// The preview shows what training sees: the same pixels, by the same numbers.
#include "app/workspace/augment_sheet.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/demo/demo_writer.h"
#include "app/workspace/dataset.h"
#include "app/workspace/import.h"
#include "app/workspace/train_request.h"
#include "db/images.h"
#include "ml/data/preprocess.h"
#include "tests/temp_folder.h"

namespace app {
namespace {
using ::testing::HasSubstr;

using Settings = std::vector<std::pair<std::string, std::string>>;
const Settings kMixed = {{"mix.mixup_alpha", "0.2"}};

class AugmentSheets : public ::testing::Test {
 protected:
  AugmentSheets() {
    const auto report = demo::write_demo(folder_ / "images", demo::for_images({}, 60));
    workspace_ = std::make_unique<Workspace>(folder_ / "ws", Workspace::Open::OrCreate);
    import_images(*workspace_, read_index_table(report.index_file), {}, {});
  }

  AugmentSheet sheet(Depth depth, int first = 0, const Settings& settings = {}) const {
    AugmentSheetRequest request{.images = 3, .views = 4, .first = first};
    request.recipe.model = "starter";
    request.recipe.preset = "nevus";
    request.recipe.depth = depth;
    request.recipe.settings = settings;
    return make_augment_sheet(*workspace_, workspace_->reader(), request);
  }

  test_support::TempFolder folder_;
  std::unique_ptr<Workspace> workspace_;
};

// Displayable colours of an input of the contract that the nevus recipe gives the starter model.
std::vector<std::uint8_t> bytes_of(const std::vector<float>& input) {
  const ml::PreprocessContract contract = ml::imagenet_contract();
  std::vector<std::uint8_t> bytes;
  for (std::size_t i = 0; i < input.size() / 3; ++i) {
    for (std::size_t c = 0; c < 3; ++c) {
      const float value = (input[c * input.size() / 3 + i] * contract.std[c] + contract.mean[c]) * 255;
      bytes.push_back(static_cast<std::uint8_t>(std::lround(std::clamp(value, 0.F, 255.F))));
    }
  }
  return bytes;
}

void expect_close(const std::vector<std::uint8_t>& a, const std::vector<std::uint8_t>& b) {
  ASSERT_EQ(a.size(), b.size());
  int largest = 0;
  for (std::size_t i = 0; i < a.size(); ++i) largest = std::max(largest, std::abs(a[i] - b[i]));
  EXPECT_LE(largest, 1);
}

TEST_F(AugmentSheets, show_the_plain_input_and_what_the_trainer_would_draw) {
  for (const Depth depth : {Depth::Head, Depth::Tail}) {
    const AugmentSheet shown = sheet(depth, 2);
    ASSERT_EQ(shown.rows.size(), 3U);
    const AugmentRow& row = shown.rows[1];
    const auto image = db::image(workspace_->reader(), row.id);
    const ImageFiles source({*image}, {});
    TrainRequest request;
    request.preset = "nevus";
    request.depth = depth;
    const ml::TrainConfig config = plan_from(request, 0).phases.back();
    ml::PreprocessContract contract = ml::imagenet_contract(row.cells[0].picture.width_px);
    contract.colour_constancy = ml::ColourConstancy::ShadesOfGrey;
    std::vector<float> input(ml::input_length(contract));
    ml::preprocess(source.pixels(0).view(), contract, input);
    expect_close(row.cells[0].picture.pixels, bytes_of(input));
    // Fresh views are named by their epoch, kept ones by their number.
    const bool fresh = depth == Depth::Tail;
    EXPECT_EQ(shown.fresh, fresh);
    EXPECT_EQ(row.cells[2].name, fresh ? "epoch 4" : "view 4");
    ml::augment(source.pixels(0).view(), contract, config.augment, config.seed, image->sha256, fresh ? 3 : 0,
                fresh ? 0 : 4, input);
    expect_close(row.cells[2].picture.pixels, bytes_of(input));
  }
}

TEST_F(AugmentSheets, are_the_same_again_and_others_later) {
  const AugmentSheet once = sheet(Depth::Tail), again = sheet(Depth::Tail), later = sheet(Depth::Tail, 4);
  EXPECT_EQ(once.rows[0].cells[1].picture.pixels, again.rows[0].cells[1].picture.pixels);
  EXPECT_NE(once.rows[0].cells[1].picture.pixels, later.rows[0].cells[1].picture.pixels);
  EXPECT_EQ(once.rows[0].cells[0].picture.pixels, later.rows[0].cells[0].picture.pixels);
}

TEST_F(AugmentSheets, show_mixing_only_where_pixels_are_mixed) {
  EXPECT_EQ(sheet(Depth::Tail, 0, kMixed).rows[0].cells.back().name, "MixUp");
  EXPECT_EQ(sheet(Depth::Head, 0, kMixed).rows[0].cells.back().name, "view 4");
}

TEST_F(AugmentSheets, have_no_more_columns_than_views_are_kept) {
  EXPECT_EQ(sheet(Depth::Head, 4).rows[0].cells.size(), 3U);  // plain, 5, 6
}

TEST_F(AugmentSheets, name_the_views_there_are_when_asked_for_others) {
  EXPECT_THAT([&] { sheet(Depth::Head, 6); }, ::testing::ThrowsMessage<std::runtime_error>(HasSubstr("keeps 6 views")));
}

TEST_F(AugmentSheets, say_why_there_is_nothing_to_show) {
  AugmentSheetRequest by_hand;
  by_hand.recipe.model = "starter";
  EXPECT_THAT([&] { make_augment_sheet(*workspace_, workspace_->reader(), by_hand); },
              ::testing::ThrowsMessage<std::runtime_error>(HasSubstr("switch augmentation on")));
  by_hand.recipe.augment = true;
  by_hand.chosen = {123456};
  EXPECT_THAT([&] { make_augment_sheet(*workspace_, workspace_->reader(), by_hand); },
              ::testing::ThrowsMessage<std::runtime_error>(HasSubstr("no image 123456")));
}

TEST_F(AugmentSheets, leave_out_a_file_that_cannot_be_read) {
  const AugmentSheet before = sheet(Depth::Tail);
  const auto image = db::image(workspace_->reader(), before.rows[0].id);
  std::ofstream(image->path, std::ios::trunc) << "no picture";
  const AugmentSheet after = sheet(Depth::Tail);
  EXPECT_EQ(after.rows.size(), 2U);
  ASSERT_EQ(after.unreadable.size(), 1U);
  EXPECT_THAT(after.unreadable[0], HasSubstr(std::filesystem::path(image->path).filename().string()));
}

TEST_F(AugmentSheets, are_rendered_with_title_and_disclaimer_below) {
  const AugmentSheet shown = sheet(Depth::Tail, 0, kMixed);
  const engine::Image picture = render_augment_sheet(shown, 64);
  EXPECT_EQ(picture.width_px, 8 + 6 * 72);
  EXPECT_GT(picture.height_px, 3 * 64 + 100);
}

}  // namespace
}  // namespace app
