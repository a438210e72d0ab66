#include "app/stress/network_view.h"

#include <cmath>
#include <vector>

#include "ml/data/preprocess.h"

namespace app {

ml::PreprocessContract contract_of_views(ml::PreprocessContract contract) {
  contract.crop_fraction = 1;
  return contract;
}

ml::Pixels network_view(ml::PixelsView picture, const ml::PreprocessContract& contract) {
  ml::PreprocessContract bytes = contract;
  bytes.colour_constancy = ml::ColourConstancy::None;
  bytes.range = ml::ValueRange::ZeroToOne;
  bytes.mean = {0, 0, 0};
  bytes.std = {1, 1, 1};
  std::vector<float> planes(ml::input_length(bytes));
  ml::preprocess(picture, bytes, planes);
  const ml::CropGeometry at = ml::crop_geometry(picture.width_px, picture.height_px, contract);
  ml::Pixels view = ml::Pixels::blank(at.target_width_px, at.target_height_px);
  const auto side = static_cast<std::size_t>(bytes.size_px);
  std::size_t to = 0;
  for (int y = 0; y < at.target_height_px; ++y)
    for (int x = 0; x < at.target_width_px; ++x)
      for (std::size_t channel = 0; channel < 3; ++channel) {
        const std::size_t from = (channel * side + static_cast<std::size_t>(y + at.target_y_px)) * side +
                                 static_cast<std::size_t>(x + at.target_x_px);
        view.data[to++] = static_cast<std::uint8_t>(std::lround(planes[from] * 255.F));
      }
  return view;
}

}  // namespace app
