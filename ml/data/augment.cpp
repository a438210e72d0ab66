#include "ml/data/augment.h"

#include <array>
#include <charconv>
#include <cmath>
#include <numbers>
#include <stdexcept>
#include <string>

#include "ml/data/colour_constancy.h"
#include "ml/data/colour_jitter.h"
#include "ml/data/normalise.h"
#include "ml/data/preprocess.h"
#include "ml/data/warp.h"
#include "ml/random/counter_rng.h"
#include "ml/random/hash.h"

namespace ml {

namespace {

constexpr double kRadiansPerDegree = std::numbers::pi / 180.0;

// The amounts and their names, in the order in which they are checked and named.
struct Amount {
  const char* name;
  double value;
  double limit;  // exclusive
};

std::array<Amount, 9> amounts(const AugmentConfig& config) {
  return {{{"rotation_deg", config.rotation_deg, 360.001},
           {"shift_fraction", config.shift_fraction, 1.0},
           {"zoom_fraction", config.zoom_fraction, 1.0},
           {"shear_deg", config.shear_deg, 80.0},
           {"brightness", config.brightness, 1.0},
           {"contrast", config.contrast, 1.0},
           {"saturation", config.saturation, 2.0},
           {"hue_deg", config.hue_deg, 180.001},
           {"artefact_share", config.artefact_share, 1.001}}};
}

std::string shortest(double value) {
  std::array<char, 32> text{};
  const auto end = std::to_chars(text.data(), text.data() + text.size(), value).ptr;
  return {text.data(), end};
}

// image = linear * (crop - centre - shift) + centre: what undoes flip, zoom, shear and rotation, so
// that each pixel of the view can ask where it comes from.
Affine crop_from_view(const AugmentDraw& draw, int size_px) {
  const double angle = draw.rotation_deg * kRadiansPerDegree;
  const double shear = std::tan(draw.shear_deg * kRadiansPerDegree);
  const double flip_x = draw.flip_horizontal ? -1.0 : 1.0;
  const double flip_y = draw.flip_vertical ? -1.0 : 1.0;
  // rotation by -angle, then the shear undone, then zoom and flips undone
  const double cosine = std::cos(angle) / draw.zoom;
  const double sine = std::sin(angle) / draw.zoom;
  Affine map;
  map.xx = flip_x * (cosine + shear * sine);
  map.xy = flip_x * (sine - shear * cosine);
  map.yx = flip_y * -sine;
  map.yy = flip_y * cosine;
  const double centre = size_px / 2.0;
  const double from_x = centre + draw.shift_x_fraction * size_px;
  const double from_y = centre + draw.shift_y_fraction * size_px;
  map.x0 = centre - map.xx * from_x - map.xy * from_y;
  map.y0 = centre - map.yx * from_x - map.yy * from_y;
  return map;
}

Affine image_from_view(const AugmentDraw& draw, const CropGeometry& crop, int size_px) {
  const CropGeometry::ImageFromCrop image = crop.image_from_crop();
  Affine map = crop_from_view(draw, size_px);
  map.xx *= image.scale_x;
  map.xy *= image.scale_x;
  map.x0 = map.x0 * image.scale_x + image.offset_x_px;
  map.yx *= image.scale_y;
  map.yy *= image.scale_y;
  map.y0 = map.y0 * image.scale_y + image.offset_y_px;
  return map;
}

}  // namespace

std::string AugmentConfig::id() const {
  std::string text;
  for (const Amount& amount : amounts(*this)) text += std::string(amount.name) + "=" + shortest(amount.value) + ";";
  text += flip_horizontal ? "h" : "-";
  text += flip_vertical ? "v" : "-";
  text += std::to_string(static_cast<int>(edge_fill));
  return "aug1-" + hex16(stable_hash(text));
}

void require_valid(const AugmentConfig& config) {
  for (const Amount& amount : amounts(config)) {
    if (amount.value >= 0 && amount.value < amount.limit) continue;
    throw std::runtime_error(std::string("Cannot augment images: ") + amount.name + " is " + shortest(amount.value) +
                             ", it must be at least 0 and below " + shortest(amount.limit) + ".");
  }
}

// Every number is drawn, whether its amount is 0 or not: switching one change off leaves the others.
AugmentDraw draw_augmentation(const AugmentConfig& config, std::uint64_t seed, std::string_view image_key,
                              std::uint32_t epoch, std::uint32_t view) {
  require_valid(config);
  CounterRng rng(seed, {stable_hash(image_key, stable_hash("augment")), epoch, view});
  const auto around = [&rng](double middle, double amount) { return middle + amount * (2.0 * rng.uniform() - 1.0); };
  AugmentDraw draw;
  draw.rotation_deg = around(0, config.rotation_deg);
  draw.shift_x_fraction = around(0, config.shift_fraction);
  draw.shift_y_fraction = around(0, config.shift_fraction);
  draw.zoom = around(1, config.zoom_fraction);
  draw.shear_deg = around(0, config.shear_deg);
  draw.flip_horizontal = rng.chance(0.5) && config.flip_horizontal;
  draw.flip_vertical = rng.chance(0.5) && config.flip_vertical;
  draw.brightness = around(1, config.brightness);
  draw.contrast = around(1, config.contrast);
  draw.saturation = around(1, config.saturation);
  draw.hue_deg = around(0, config.hue_deg);
  draw.artefacts = artefacts_for(config.artefact_share,
                                 CounterRng(seed, {stable_hash(image_key, stable_hash("artefacts")), epoch, view}));
  return draw;
}

void apply_augmentation(PixelsView pixels, const PreprocessContract& contract, const AugmentDraw& draw,
                        EdgeFill edge_fill, std::span<float> out) {
  require_readable(pixels);
  require_valid(contract);
  if (out.size() != input_length(contract)) {
    throw std::runtime_error("Cannot augment an image: the contract makes " + std::to_string(input_length(contract)) +
                             " numbers, the buffer holds " + std::to_string(out.size()) + ".");
  }
  const CropGeometry crop = crop_geometry(pixels.width_px, pixels.height_px, contract);
  const EdgeFill fill = contract.crop == CropMode::FitPad ? EdgeFill::Constant : edge_fill;
  warp(pixels, image_from_view(draw, crop, contract.size_px), fill, contract.size_px, out);
  draw_artefacts(draw.artefacts, out, contract.size_px);
  if (contract.colour_constancy == ColourConstancy::ShadesOfGrey) remove_colour_cast(out);
  jitter_colours({draw.brightness, draw.contrast, draw.saturation, draw.hue_deg}, out);
  normalise(contract, out);
}

void augment(PixelsView pixels, const PreprocessContract& contract, const AugmentConfig& config, std::uint64_t seed,
             std::string_view image_key, std::uint32_t epoch, std::uint32_t view, std::span<float> out) {
  apply_augmentation(pixels, contract, draw_augmentation(config, seed, image_key, epoch, view), config.edge_fill, out);
}

}  // namespace ml
