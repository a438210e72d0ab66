#include "app/workspace/lesson_set.h"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <random>
#include <stdexcept>
#include <string>
#include <utility>

#include "app/demo/renderer.h"
#include "app/workspace/model_store.h"
#include "app/workspace/prediction.h"
#include "ml/data/sample_source.h"

namespace app {
namespace {

class Drawn : public ml::SampleSource {
 public:
  std::size_t size() const override { return pictures.size(); }
  ml::Pixels pixels(std::size_t index) const override { return pictures[index]; }
  std::string key(std::size_t index) const override { return "lesson " + std::to_string(index); }

  std::vector<ml::Pixels> pictures;
};

ml::Pixels pixels_of(engine::Image&& image) {
  return {std::move(image.pixels), image.width_px, image.height_px, image.channels};
}

double sigmoid(double x) { return 1 / (1 + std::exp(-x)); }

// From 0 to below 1.
double unit(std::uint64_t bits) { return static_cast<double>(bits >> 11U) * 0x1p-53; }

}  // namespace

struct LessonSet::Network {
  ml::Model model = find_model(nullptr, "starter");
};

LessonSet::LessonSet() : network_(std::make_unique<Network>()) {}
LessonSet::~LessonSet() = default;

FeatureRows FeatureRows::only(std::span<const std::size_t> rows) const {
  FeatureRows part{.dimension = dimension};
  for (const std::size_t i : rows) {
    const auto from = row(i);
    part.values.insert(part.values.end(), from.begin(), from.end());
    part.labels.push_back(labels[i]);
    part.lesions.push_back(lesions[i]);
  }
  return part;
}

FeatureRows LessonSet::draw(const LessonDraw& wanted, const OnProgress& on_progress,
                            const std::stop_token& stop) const {
  std::mt19937_64 random(wanted.seed);
  Drawn drawn;
  FeatureRows rows;
  Progress progress(on_progress, "Drawing lesions", static_cast<long>(wanted.lesions) * wanted.photographs);
  for (int lesion = 0; lesion < wanted.lesions; ++lesion) {
    const int shown = lesion % 2;
    const int label = unit(random()) < wanted.wrong_share ? 1 - shown : shown;
    const demo::LesionParameters parameters =
        demo::draw_lesion(shown == 1 ? demo::Diagnosis::kMel : demo::Diagnosis::kNv, random());
    for (int shot = 0; shot < wanted.photographs; ++shot) {
      if (stop.stop_requested()) return {};
      demo::LesionImage image = demo::generate_lesion(parameters, random());
      const double chance = unit(random());
      if (wanted.overlay) wanted.overlay(image.rgb, label, chance);
      drawn.pictures.push_back(pixels_of(std::move(image.rgb)));
      rows.labels.push_back(label);
      rows.lesions.push_back(lesion);
      progress.update(static_cast<long>(rows.size()));
    }
  }
  std::vector<std::size_t> all(drawn.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  EmbeddedSet embedded =
      embed_images(network_->model, drawn, all, {}, {.threads = 1, .progress = on_progress, .stop = stop});
  if (stop.stop_requested()) return {};
  if (embedded.indices.size() != rows.size()) throw std::runtime_error("working a lesson out: a drawn image was lost");
  rows.values = std::move(embedded.features);
  rows.dimension = embedded.dimension;
  return rows;
}

void lay_ruler(engine::Image& picture) {
  constexpr std::uint8_t kWhite = 236, kBlack = 24;
  const int top = picture.height_px - picture.height_px / 5, unit_px = std::max(4, picture.width_px / 30);
  const auto paint = [&](int x, int y, std::uint8_t grey) { std::fill_n(picture.at(x, y), 3, grey); };
  for (int x = 0; x < picture.width_px; ++x) {
    for (int y = top; y < picture.height_px; ++y) paint(x, y, kWhite);
    const bool mark = x % unit_px < unit_px / 3, long_mark = x / unit_px % 5 == 0;
    const int length = mark ? (picture.height_px - top) * (long_mark ? 3 : 2) / 4 : 0;
    for (int y = top; y < top + length; ++y) paint(x, y, kBlack);
  }
}

void tint_as_other_camera(engine::Image& picture) {
  const double centre_x = picture.width_px / 2.0, centre_y = picture.height_px / 2.0;
  const double radius = std::hypot(centre_x, centre_y);
  for (int y = 0; y < picture.height_px; ++y) {
    for (int x = 0; x < picture.width_px; ++x) {
      const double shade = 1 - 0.35 * std::pow(std::hypot(x - centre_x, y - centre_y) / radius, 3);
      const double gains[] = {0.9 * shade, 0.98 * shade, 1.14 * shade};
      for (std::size_t c = 0; c < 3; ++c)
        picture.at(x, y)[c] = static_cast<std::uint8_t>(std::clamp(picture.at(x, y)[c] * gains[c], 0.0, 255.0));
    }
  }
}

LogisticModel::LogisticModel(const FeatureRows& rows)
    : mean_(rows.dimension), scale_(rows.dimension), weights_(rows.dimension) {
  constexpr int kSteps = 400;
  constexpr double kRate = 0.5, kRidge = 0.002;
  const auto n = static_cast<double>(rows.size());
  for (std::size_t d = 0; d < rows.dimension; ++d) {
    double sum = 0, squares = 0;
    for (std::size_t i = 0; i < rows.size(); ++i) sum += static_cast<double>(rows.row(i)[d]);
    for (std::size_t i = 0; i < rows.size(); ++i) squares += std::pow(static_cast<double>(rows.row(i)[d]) - sum / n, 2);
    mean_[d] = static_cast<float>(sum / n);
    // As if every feature had the same share of one unit: the step is then stable whatever the dimension.
    const double deviation = std::sqrt(squares / n);
    scale_[d] =
        deviation < 1e-6 ? 0 : static_cast<float>(1 / (deviation * std::sqrt(static_cast<double>(rows.dimension))));
  }
  std::vector<float> standard(rows.values.size());
  for (std::size_t i = 0; i < standard.size(); ++i)
    standard[i] = (rows.values[i] - mean_[i % rows.dimension]) * scale_[i % rows.dimension];
  std::vector<float> weights(rows.dimension), gradient(rows.dimension);
  double bias = 0;
  for (int step = 0; step < kSteps; ++step) {
    std::ranges::fill(gradient, 0.0F);
    double bias_gradient = 0;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      const float* row = standard.data() + i * rows.dimension;
      const float logit = std::inner_product(weights.begin(), weights.end(), row, 0.0F);
      const double error = (sigmoid(bias + static_cast<double>(logit)) - rows.labels[i]) / n;
      bias_gradient += error;
      const auto by = static_cast<float>(error);
      for (std::size_t d = 0; d < weights.size(); ++d) gradient[d] += by * row[d];
    }
    bias -= kRate * bias_gradient;
    const auto rate = static_cast<float>(kRate * 20), ridge = static_cast<float>(kRidge / n);
    for (std::size_t d = 0; d < weights.size(); ++d) weights[d] -= rate * (gradient[d] + ridge * weights[d]);
  }
  weights_ = weights;
  bias_ = static_cast<float>(bias);
}

std::vector<float> LogisticModel::scores(const FeatureRows& rows) const {
  std::vector<float> out;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const auto row = rows.row(i);
    double logit = static_cast<double>(bias_);
    for (std::size_t d = 0; d < row.size(); ++d)
      logit += static_cast<double>(weights_[d]) * static_cast<double>((row[d] - mean_[d]) * scale_[d]);
    out.push_back(static_cast<float>(sigmoid(logit)));
  }
  return out;
}

}  // namespace app
