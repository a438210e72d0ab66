#include "app/workspace/explanation.h"

#include <algorithm>
#include <cmath>
#include <span>

#include "app/core/disclaimer.h"
#include "app/table/run_scores.h"
#include "app/workspace/model_threshold.h"
#include "engine/image/caption.h"
#include "engine/image/colour_map.h"
#include "ml/data/preprocess.h"

namespace app {
namespace {

constexpr int kLegend_px = 10;

// The map at crop position (u, v) in 0..1, by bilinear interpolation between the cells' centres.
float heat_at(const ml::GradCam& cam, float u, float v) {
  const float x = std::clamp(u * static_cast<float>(cam.side) - 0.5F, 0.0F, static_cast<float>(cam.side - 1));
  const float y = std::clamp(v * static_cast<float>(cam.side) - 0.5F, 0.0F, static_cast<float>(cam.side - 1));
  const int x0 = static_cast<int>(x), y0 = static_cast<int>(y);
  const int x1 = std::min(x0 + 1, cam.side - 1), y1 = std::min(y0 + 1, cam.side - 1);
  const auto cell = [&](int cx, int cy) { return cam.heat[static_cast<std::size_t>(cy * cam.side + cx)]; };
  const float fx = x - static_cast<float>(x0), fy = y - static_cast<float>(y0);
  return (cell(x0, y0) * (1 - fx) + cell(x1, y0) * fx) * (1 - fy) + (cell(x0, y1) * (1 - fx) + cell(x1, y1) * fx) * fy;
}

void blend(std::uint8_t* pixel, const std::array<float, 3>& colour, float opacity) {
  for (std::size_t c = 0; c < 3; ++c) {
    pixel[c] = static_cast<std::uint8_t>(
        std::lround(static_cast<float>(pixel[c]) * (1 - opacity) + 255.0F * colour[c] * opacity));
  }
}

// From no heat to the most, under the overlay; what lies below the threshold is not drawn there either.
void draw_legend(engine::Image& out, int left_px, int top_px, const HeatPicture& style) {
  const int width_px = out.width_px - left_px;
  for (int x = 0; x < width_px; ++x) {
    const float heat = (static_cast<float>(x) + 0.5F) / static_cast<float>(width_px);
    if (heat < style.threshold) continue;
    const std::array<float, 3> colour = engine::colour_of(style.colour_map, heat);
    for (int y = top_px; y < out.height_px; ++y) blend(out.at(left_px + x, y), colour, 1.0F);
  }
}

}  // namespace

ml::KeptEvidence evidence_of(ml::Predictor& predictor, const std::string& feature_space, const engine::Image& image) {
  const ml::PixelsView pixels{image.pixels.data(), image.width_px, image.height_px, image.offset(0, 1), image.channels};
  std::vector<float> input(predictor.input_length());
  ml::preprocess(pixels, predictor.contract(), input);
  return ml::keep_evidence(predictor, feature_space, input);
}

Explanation explain_evidence(ml::HeadPredictor& head, const ml::Model& model, const ml::KeptEvidence& kept,
                             const engine::Image& image, int group) {
  Explanation why;
  why.probabilities = ml::mean_probabilities(head, kept);
  why.views = head.views();
  why.decided = decide_group(why.probabilities, decided_at(model, nullptr, {}).value);  // before it is calibrated
  why.plain_view.resize(why.probabilities.size());
  head.probabilities(std::span(kept.pooled).first(head.feature_length()), 1, why.plain_view);
  for (std::vector<float>* shown : {&why.probabilities, &why.plain_view})
    if (model.calibration) ml::apply(*model.calibration, *shown, head.classes());
  why.group = group >= 0 ? group : why.decided;
  why.cam = ml::grad_cam(head, kept, why.group);
  const auto place = ml::crop_geometry(image.width_px, image.height_px, model.contract).image_from_crop();
  const double side = model.contract.size_px;  // from pixels of crop and image to 0..1 of each
  why.image_from_crop = {static_cast<float>(place.scale_x * side / image.width_px),
                         static_cast<float>(place.scale_y * side / image.height_px),
                         static_cast<float>(place.offset_x_px / image.width_px),
                         static_cast<float>(place.offset_y_px / image.height_px)};
  return why;
}

engine::Image render_explanation(const engine::Image& image, const Explanation& explanation, const HeatPicture& style,
                                 const std::string& title) {
  engine::Image out = engine::Image::blank(2 * image.width_px, image.height_px + kLegend_px, 3);
  const auto& [scale_x, scale_y, offset_x, offset_y] = explanation.image_from_crop;
  for (int y = 0; y < image.height_px; ++y) {
    for (int x = 0; x < image.width_px; ++x) {
      std::copy_n(image.at(x, y), 3, out.at(x, y));
      std::uint8_t* pixel = out.at(image.width_px + x, y);
      std::copy_n(image.at(x, y), 3, pixel);
      const float u = ((static_cast<float>(x) + 0.5F) / static_cast<float>(image.width_px) - offset_x) / scale_x;
      const float v = ((static_cast<float>(y) + 0.5F) / static_cast<float>(image.height_px) - offset_y) / scale_y;
      if (u < 0 || u > 1 || v < 0 || v > 1 || explanation.cam.heat.empty()) continue;  // outside what the network saw
      const float heat = heat_at(explanation.cam, u, v);
      if (heat >= style.threshold && heat > 0) blend(pixel, engine::colour_of(style.colour_map, heat), style.opacity);
    }
  }
  draw_legend(out, image.width_px, image.height_px + 2, style);
  return engine::with_caption(
      out, {title, std::string("Scale under the overlay: relative evidence, 0 to 1. ") + kDisclaimer});
}

std::string heat_message(const ml::GradCam& cam) {
  switch (cam.state) {
    case ml::GradCamState::Ok: return "";
    case ml::GradCamState::NoPositiveEvidence: return "No place in the image speaks for this class";
    case ml::GradCamState::Saturated:
      return "The model is so sure that small changes of evidence show nothing; read the map with care";
    case ml::GradCamState::Failed: return "The map could not be computed: the network gave values that are no numbers";
  }
  return "";
}

}  // namespace app
