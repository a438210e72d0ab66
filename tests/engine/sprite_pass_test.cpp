// Sprites of a field: where they stand on their way, their colours, what is uploaded and what is drawn again.
#include "engine/passes/sprite_pass.h"

#include "tests/engine/render_test.h"

namespace engine {
namespace {

constexpr std::uint32_t kRing = IM_COL32(200, 0, 0, 255), kInside = IM_COL32(0, 0, 200, 255);
using Pixel = std::array<int, 3>;
constexpr Pixel kRedPixel{200, 0, 0}, kBluePixel{0, 0, 200}, kBlack{0, 0, 0};

class SpritePassTest : public RenderTest {
 protected:
  SpritePass& sprites() { return *find_pass<SpritePass>(); }

  static Pixel at(const Image& image, int x, int y) {
    return {image.at(x, y)[0], image.at(x, y)[1], image.at(x, y)[2]};
  }
  static Sprite standing(float x, float y, float size = 1) {
    return {x, y, x, y, kRing, kInside, sprite_look({.from = size, .to = size})};
  }

  // All of the canvas: 160 x 120 pixels around (0, 0).
  RenderTest::Draw drawing(SpriteView view) {
    view.width_px = kWidth_px;
    return [this, view](ImDrawList& list) {
      draw_pass(list, sprites(), {0, 0}, {kWidth_px, kHeight_px}, sprites().add(view));
    };
  }

  std::shared_ptr<SpriteField> field_ = std::make_shared<SpriteField>();
};

TEST_F(SpritePassTest, a_sprite_stands_between_its_places_as_far_as_the_time_has_come) {
  field_->resize(1);
  field_->set(0, {-2, 0, 2, 1, kRing, kInside, sprite_look({.from = 1, .to = 1})});
  for (const auto& [time, x, y] : {std::tuple{0.0F, 40, 60}, {0.5F, 80, 70}, {1.0F, 120, 80}}) {
    const Image picture = draw_all(drawing({.field = field_, .px_per_unit = 20, .time = time}));
    EXPECT_EQ(at(picture, x, y), kBluePixel) << time;
    EXPECT_EQ(at(picture, x + 12, y), kBlack) << time;
    EXPECT_EQ(at(picture, x, y - 12), kBlack) << time;
  }
}

TEST_F(SpritePassTest, its_outline_is_of_one_colour_and_its_middle_of_the_other_at_every_size) {
  field_->resize(1);
  field_->set(0, standing(0, 0));
  const Image dot = draw_all(drawing({.field = field_, .px_per_unit = 40}));
  EXPECT_EQ(at(dot, 80, 60), kBluePixel);
  EXPECT_EQ(at(dot, 80 - 16, 60), kRedPixel);
  EXPECT_EQ(at(dot, 80 - 16, 60 - 16), kBlack) << "it is round";
  const Image square = draw_all(drawing({.field = field_, .px_per_unit = 5}));  // four pixels wide
  EXPECT_EQ(at(square, 80, 60), kBluePixel);
  EXPECT_EQ(at(square, 78, 58), kRedPixel);
  const Image point = draw_all(drawing({.field = field_, .px_per_unit = 0.1F}));
  EXPECT_EQ(at(point, 80, 60), kRedPixel) << "a sprite that is seen has a pixel at least";
}

TEST_F(SpritePassTest, a_sprite_comes_and_goes_by_its_size) {
  field_->resize(2);
  field_->set(0, {-1, 0, -1, 0, kRing, kRing, sprite_look({.from = 0, .to = 1})});
  field_->set(1, {1, 0, 1, 0, kRing, kRing, sprite_look({.from = 1, .to = 0})});
  const Image before = draw_all(drawing({.field = field_, .px_per_unit = 30, .time = 0}));
  EXPECT_EQ(at(before, 50, 60), kBlack);
  EXPECT_EQ(at(before, 110, 60), kRedPixel);
  const Image after = draw_all(drawing({.field = field_, .px_per_unit = 30, .time = 1}));
  EXPECT_EQ(at(after, 50, 60), kRedPixel);
  EXPECT_EQ(at(after, 110, 60), kBlack);
}

TEST_F(SpritePassTest, what_is_not_selected_steps_back) {
  field_->resize(2);
  field_->set(0, standing(-1, 0));
  Sprite other = standing(1, 0);
  other.look = sprite_look({.from = 1, .to = 1, .selected = false});
  field_->set(1, other);
  const Image picture = draw_all(drawing({.field = field_, .px_per_unit = 30, .unselected = 0.25F}));
  EXPECT_EQ(at(picture, 50, 60), kBluePixel);
  EXPECT_NEAR(at(picture, 110, 60)[2], 50, 2);
}

TEST_F(SpritePassTest, a_picture_is_the_layer_of_the_array_framed_and_dotted) {
  const std::uint32_t array = textures().create({VK_FORMAT_R8G8B8A8_UNORM, 8, 8, 2});
  for (const auto layer : {0U, 1U}) {
    const Image colour = layer == 0 ? flat(8, 9, 9, 9) : flat(8, 0, 150, 0);
    textures().upload(array, layer, bytes_of(colour.pixels.data(), colour.pixels.size()), true);
  }
  field_->resize(2);
  Sprite sprite = standing(0, 0);
  sprite.look = sprite_look({.from = 1, .to = 1, .predicted = true, .layer = 1});
  field_->set(1, sprite);
  SpriteView view{
      .field = field_, .px_per_unit = 100, .pictures = texture_ref(array, 0), .only_named = true, .named = {1}};
  const Image picture = draw_all(drawing(view));
  EXPECT_EQ(at(picture, 80, 60), (Pixel{0, 150, 0}));
  EXPECT_EQ(at(picture, 36, 60), kRedPixel);
  EXPECT_EQ(at(picture, 80 + 45 - 14, 60 + 45 - 14), kBluePixel);
  view.named.clear();
  EXPECT_EQ(at(draw_all(drawing(view)), 80, 60), kBlack);
}

TEST_F(SpritePassTest, only_blocks_that_changed_are_copied_to_the_device) {
  field_->resize(3 * SpriteField::kBlock);
  for (std::size_t i = 0; i < field_->sprites().size(); ++i) field_->set(i, standing(static_cast<float>(i % 7) - 3, 0));
  const auto copied_by = [this](float time) {
    const std::size_t before = sprites().copied_blocks();
    draw_all(drawing({.field = field_, .px_per_unit = 10, .time = time}));
    return sprites().copied_blocks() - before;
  };
  EXPECT_EQ(copied_by(0), 3U);
  EXPECT_EQ(copied_by(0.1F), 3U) << "the other frame in flight has a buffer of its own";
  EXPECT_EQ(copied_by(0.2F), 0U) << "time is no data";
  field_->set(SpriteField::kBlock, standing(2, 2));
  EXPECT_EQ(copied_by(0.3F), 1U);
  field_->set(SpriteField::kBlock, standing(2, 2));
  EXPECT_EQ(copied_by(0.4F), 1U);
  EXPECT_EQ(copied_by(0.5F), 0U) << "the same once more is no change";
}

TEST_F(SpritePassTest, nothing_is_drawn_again_while_nothing_moves) {
  field_->resize(1);
  field_->set(0, standing(0, 0));
  const SpriteView view{.field = field_, .px_per_unit = 20};
  EXPECT_TRUE(draw_changes(drawing(view)));
  EXPECT_FALSE(draw_changes(drawing(view)));
  field_->set(0, standing(1, 0));
  EXPECT_TRUE(draw_changes(drawing(view)));
  EXPECT_EQ(at(picture(), 100, 60), kBluePixel);
  EXPECT_EQ(at(picture(), 80, 60), kBlack);
}

TEST_F(SpritePassTest, blocks_out_of_sight_change_no_pixel_and_come_back_when_they_are_seen) {
  field_->resize(2 * SpriteField::kBlock);
  for (std::size_t i = 0; i < field_->sprites().size(); ++i)
    field_->set(i, standing(i < SpriteField::kBlock ? 0 : 1000, 0));
  EXPECT_EQ(at(draw_all(drawing({.field = field_, .px_per_unit = 20})), 80, 60), kBluePixel);
  EXPECT_EQ(at(draw_all(drawing({.field = field_, .centre_x = 500, .px_per_unit = 20})), 80, 60), kBlack);
  EXPECT_EQ(at(draw_all(drawing({.field = field_, .centre_x = 1000, .px_per_unit = 20})), 80, 60), kBluePixel);
}

}  // namespace
}  // namespace engine
