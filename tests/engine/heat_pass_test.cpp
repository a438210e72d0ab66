// The overlay's shader against the same arithmetic on the CPU: a cubic B-spline in its 16-tap form, the
// colour map of the legend, the threshold's soft edge.
#include "engine/passes/heat_pass.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "tests/engine/render_test.h"

namespace engine {
namespace {

constexpr int kCells = 7;
constexpr int kSide_px = 112;

double cell(const std::vector<float>& map, int x, int y) {
  return map[static_cast<std::size_t>(std::clamp(y, 0, kCells - 1) * kCells + std::clamp(x, 0, kCells - 1))];
}

double spline_weight(double t) {
  const double a = std::abs(t);
  if (a < 1) return (4 - 6 * a * a + 3 * a * a * a) / 6;
  return a < 2 ? (2 - a) * (2 - a) * (2 - a) / 6 : 0;
}

double smooth_value(const std::vector<float>& map, double u, double v) {
  const double x = u * kCells - 0.5, y = v * kCells - 0.5;
  const int x0 = static_cast<int>(std::floor(x)), y0 = static_cast<int>(std::floor(y));
  double sum = 0;
  for (int j = -1; j <= 2; ++j) {
    for (int i = -1; i <= 2; ++i)
      sum += spline_weight(x - (x0 + i)) * spline_weight(y - (y0 + j)) * cell(map, x0 + i, y0 + j);
  }
  return sum;
}

double cell_value(const std::vector<float>& map, double u, double v) {
  return cell(map, static_cast<int>(std::floor(u * kCells)), static_cast<int>(std::floor(v * kCells)));
}

// Of the picture at (u, v), whose own colour is `base` (0..1).
std::array<double, 3> expected(const HeatOverlay& overlay, const std::vector<float>& map, double u, double v,
                               double base) {
  const double crop_u = (u - overlay.image_from_crop[2]) / overlay.image_from_crop[0];
  const double crop_v = (v - overlay.image_from_crop[3]) / overlay.image_from_crop[1];
  const double heat = overlay.smooth ? smooth_value(map, crop_u, crop_v) : cell_value(map, crop_u, crop_v);
  const double edge = std::clamp((heat - overlay.threshold) / 0.04, 0.0, 1.0);
  const bool inside = crop_u >= 0 && crop_u <= 1 && crop_v >= 0 && crop_v <= 1;
  const double shown = inside ? edge * edge * (3 - 2 * edge) * overlay.opacity : 0;
  const auto colour = colour_of(overlay.colour_map, static_cast<float>(std::clamp(heat, 0.0, 1.0)));
  std::array<double, 3> out{};
  for (std::size_t c = 0; c < 3; ++c) out[c] = base + shown * (colour[c] - base);
  return out;
}

class HeatPassTest : public RenderTest {
 protected:
  // A hill and a lower one beside it, in steps a half-precision texture holds well.
  static std::vector<float> hills() {
    std::vector<float> map;
    for (int y = 0; y < kCells; ++y) {
      for (int x = 0; x < kCells; ++x) {
        const double near = std::exp(-((x - 2) * (x - 2) + (y - 2) * (y - 2)) / 3.0),
                     far = 0.6 * std::exp(-((x - 5) * (x - 5) + (y - 5) * (y - 5)) / 2.0);
        map.push_back(static_cast<float>(std::round(std::min(1.0, near + far) * 256) / 256));
      }
    }
    return map;
  }

  TextureRef map_texture(const std::vector<float>& values) {
    const std::uint32_t number = textures().create({VK_FORMAT_R32_SFLOAT, kCells, kCells});
    textures().upload(number, 0, bytes_of(values.data(), values.size() * sizeof(float)), true);
    return texture_ref(number, 0);
  }

  // Draws the overlay on flat grey and compares all its pixels.
  void compare(HeatOverlay overlay, double largest_difference) {
    const std::vector<float> map = hills();
    overlay.image = texture_ref(texture(flat(16, 100, 100, 100)), 0);
    overlay.map = map_texture(map);
    const Image picture = draw_all([&](ImDrawList& list) {
      draw_heat_overlay(list, overlay, {4, 4}, {4 + kSide_px, 4 + kSide_px});
    });
    double worst = 0;
    for (int y = 0; y < kSide_px; ++y) {
      for (int x = 0; x < kSide_px; ++x) {
        const auto wanted = expected(overlay, map, (x + 0.5) / kSide_px, (y + 0.5) / kSide_px, 100.0 / 255);
        for (std::size_t c = 0; c < 3; ++c)
          worst = std::max(worst, std::abs(picture.at(4 + x, 4 + y)[c] - 255 * wanted[c]));
      }
    }
    EXPECT_LE(worst, largest_difference) << name_of(overlay.colour_map);
    EXPECT_EQ(picture.at(3, 50)[0], 0);
    EXPECT_EQ(picture.at(4 + kSide_px, 50)[0], 0);
  }
};

TEST_F(HeatPassTest, every_colour_map_agrees_with_the_legend) {
  for (int i = 0; i < kColourMaps; ++i) {
    HeatOverlay overlay;
    overlay.colour_map = static_cast<ColourMap>(i);
    overlay.opacity = 0.8F;
    overlay.threshold = 0;
    compare(overlay, 2);
  }
}

TEST_F(HeatPassTest, what_lies_below_the_threshold_shows_the_image_alone) {
  HeatOverlay overlay;
  overlay.threshold = 0.5F;
  overlay.opacity = 1;
  compare(overlay, 4);  // on the soft edge a difference in heat counts 37 fold
}

TEST_F(HeatPassTest, the_cells_can_be_shown_as_they_are) {
  HeatOverlay overlay;
  overlay.smooth = false;
  overlay.threshold = 0.1F;
  compare(overlay, 2);
}

TEST_F(HeatPassTest, the_map_covers_only_the_part_of_the_image_the_network_saw) {
  HeatOverlay overlay;
  overlay.image_from_crop = {0.5F, 0.75F, 0.25F, 0.125F};
  overlay.threshold = 0;
  overlay.opacity = 1;
  compare(overlay, 2);
}

TEST_F(HeatPassTest, without_opacity_nothing_is_coloured) {
  HeatOverlay overlay;
  overlay.opacity = 0;
  overlay.threshold = 0;
  compare(overlay, 0.5);
}

TEST_F(HeatPassTest, zoomed_in_it_shows_the_same_heat_for_the_same_part) {
  const std::vector<float> map = hills();
  HeatOverlay overlay{texture_ref(texture(flat(16, 100, 100, 100)), 0), map_texture(map)};
  overlay.uv_min = {0.25F, 0.25F};
  overlay.uv_max = {0.75F, 0.75F};
  const Image picture = draw_all([&](ImDrawList& list) { draw_heat_overlay(list, overlay, {0, 0}, {100, 100}); });
  const auto wanted = expected(overlay, map, 0.25 + 0.5 * 20.5 / 100, 0.25 + 0.5 * 30.5 / 100, 100.0 / 255);
  for (std::size_t c = 0; c < 3; ++c) EXPECT_NEAR(picture.at(20, 30)[c], 255 * wanted[c], 2);
}

TEST_F(HeatPassTest, what_follows_is_drawn_without_heat) {
  const TextureRef white = texture_ref(texture(flat(8, 255, 255, 255)), 0);
  HeatOverlay overlay{white, map_texture(std::vector<float>(kCells * kCells, 1.0F))};
  overlay.opacity = 1;
  const Image picture = draw_all([&](ImDrawList& list) {
    draw_heat_overlay(list, overlay, {0, 0}, {40, 40});
    list.AddImage(imgui_id(white), {50, 0}, {90, 40});
    list.AddRectFilled({100, 0}, {140, 40}, IM_COL32(9, 8, 7, 255));
  });
  EXPECT_NEAR(picture.at(20, 20)[2], 255 * colour_of(overlay.colour_map, 1)[2], 2);
  EXPECT_EQ(picture.at(70, 20)[2], 255);
  EXPECT_EQ(picture.at(120, 20)[2], 7);
}

TEST_F(HeatPassTest, without_a_map_or_after_its_release_the_image_is_shown) {
  HeatOverlay overlay{texture_ref(texture(flat(8, 10, 20, 30)), 0), 0};
  const auto draw = [&](ImDrawList& list) { draw_heat_overlay(list, overlay, {0, 0}, {40, 40}); };
  EXPECT_EQ(draw_all(draw).at(20, 20)[1], 20);
  overlay.map = map_texture(std::vector<float>(kCells * kCells, 1.0F));
  EXPECT_NE(draw_all(draw).at(20, 20)[1], 20);
  textures().release(static_cast<std::uint32_t>(overlay.map >> 16U));
  EXPECT_EQ(draw_all(draw).at(20, 20)[1], 20);
}

}  // namespace
}  // namespace engine
