#include "ml/data/preprocess.h"

#include <algorithm>
#include <cmath>
#include <stdexcept>
#include <string>

#include "ml/data/colour_constancy.h"
#include "ml/data/normalise.h"
#include "ml/data/resample.h"
#include "ml/data/warp.h"

namespace ml {

Normalisation normalisation(const PreprocessContract& contract) {
  const bool unit = contract.range == ValueRange::ZeroToOne;
  const double scale = unit ? 1.0 / 255.0 : 1.0 / 127.5;
  const double shift = unit ? 0.0 : -1.0;
  Normalisation result;
  for (std::size_t c = 0; c < 3; ++c) {
    result.scale[c] = static_cast<float>(scale / contract.std[c]);
    result.shift[c] = static_cast<float>((shift - contract.mean[c]) / contract.std[c]);
  }
  return result;
}

void normalise(const PreprocessContract& contract, std::span<float> planes) {
  const Normalisation units = normalisation(contract);
  const std::size_t plane = planes.size() / 3;
  for (std::size_t i = 0; i < plane; ++i) {
    const bool nothing = planes[i] < 0;
    for (std::size_t c = 0; c < 3; ++c) {
      float& value = planes[c * plane + i];
      value = nothing ? 0.F : value * units.scale[c] + units.shift[c];
    }
  }
}

std::size_t input_length(const PreprocessContract& contract) {
  const auto side = static_cast<std::size_t>(contract.size_px);
  return 3 * side * side;
}

CropGeometry::ImageFromCrop CropGeometry::image_from_crop() const {
  ImageFromCrop map;
  map.scale_x = static_cast<double>(source_width_px) / target_width_px;
  map.scale_y = static_cast<double>(source_height_px) / target_height_px;
  map.offset_x_px = source_x_px - target_x_px * map.scale_x;
  map.offset_y_px = source_y_px - target_y_px * map.scale_y;
  return map;
}

// The square is cut at whole pixels: half a pixel of offset would blur an image of the right size.
CropGeometry crop_geometry(int width_px, int height_px, const PreprocessContract& contract) {
  CropGeometry crop{0, 0, width_px, height_px, 0, 0, contract.size_px, contract.size_px};
  if (contract.crop == CropMode::CentreSquare) {
    const int side = std::max(1, static_cast<int>(std::lround(contract.crop_fraction * std::min(width_px, height_px))));
    crop.source_x_px = (width_px - side) / 2;
    crop.source_y_px = (height_px - side) / 2;
    crop.source_width_px = crop.source_height_px = side;
  } else if (contract.crop == CropMode::FitPad) {
    const double scale = static_cast<double>(contract.size_px) / std::max(width_px, height_px);
    crop.target_width_px = std::max(1, static_cast<int>(std::lround(width_px * scale)));
    crop.target_height_px = std::max(1, static_cast<int>(std::lround(height_px * scale)));
    crop.target_x_px = (contract.size_px - crop.target_width_px) / 2;
    crop.target_y_px = (contract.size_px - crop.target_height_px) / 2;
  }
  return crop;
}

void preprocess(PixelsView pixels, const PreprocessContract& contract, std::span<float> out) {
  require_readable(pixels);
  require_valid(contract);
  if (out.size() != input_length(contract)) {
    throw std::runtime_error("Cannot preprocess an image: the contract makes " +
                             std::to_string(input_length(contract)) + " numbers, the buffer holds " +
                             std::to_string(out.size()) + ".");
  }
  const CropGeometry crop = crop_geometry(pixels.width_px, pixels.height_px, contract);
  const PixelsView part = pixels.part(crop.source_x_px, crop.source_y_px, crop.source_width_px, crop.source_height_px);
  const Pixels resized = resize_bilinear(part, crop.target_width_px, crop.target_height_px);
  const auto side = static_cast<std::size_t>(contract.size_px);
  std::fill(out.begin(), out.end(), kNothing);
  for (int y = 0; y < crop.target_height_px; ++y) {
    const std::uint8_t* pixel = resized.view().row(y);
    float* target =
        out.data() + static_cast<std::size_t>(crop.target_y_px + y) * side + static_cast<std::size_t>(crop.target_x_px);
    for (std::size_t c = 0; c < 3; ++c, target += side * side)
      for (int x = 0; x < crop.target_width_px; ++x) target[x] = pixel[static_cast<std::size_t>(x) * 3 + c];
  }
  if (contract.colour_constancy == ColourConstancy::ShadesOfGrey) remove_colour_cast(out);
  normalise(contract, out);
}

}  // namespace ml
