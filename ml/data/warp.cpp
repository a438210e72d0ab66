#include "ml/data/warp.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <vector>

namespace ml {

namespace {

// Brings a coordinate back into [0, length): the outermost pixel goes on, or the image is mirrored.
double fold(double at, int length, EdgeFill edge_fill) {
    if (edge_fill == EdgeFill::kNearest) return std::clamp(at, 0.0, static_cast<double>(length));
    const double period = 2.0 * length;
    const double phase = at - std::floor(at / period) * period;
    return phase < length ? phase : period - phase;
}

// The weights of the pixels around one coordinate. Pixels beyond the border have none, and what is
// left is scaled to a sum of 1, which is also what Pillow does.
class TapLine {
public:
    TapLine(double support, int length) : support_(support), length_(length) {
        weights_.resize(static_cast<std::size_t>(std::ceil(support)) * 2 + 2);
    }

    void centre_on(double centre) {
        first_ = std::clamp(static_cast<int>(centre - support_ + 0.5), 0, length_ - 1);
        const int end = std::clamp(static_cast<int>(centre + support_ + 0.5), first_ + 1, length_);
        count_ = std::min<std::size_t>(static_cast<std::size_t>(end - first_), weights_.size());
        const auto offset = static_cast<float>(first_ + 0.5 - centre);
        const auto slope = static_cast<float>(1.0 / support_);
        float sum = 0;
        for (std::size_t k = 0; k < count_; ++k) {
            weights_[k] = std::max(0.F, 1.F - std::abs(offset + static_cast<float>(k)) * slope);
            sum += weights_[k];
        }
        if (sum <= 0) {  // a centre on the very border of a single pixel
            count_ = 1;
            weights_[0] = sum = 1;
        }
        for (std::size_t k = 0; k < count_; ++k) weights_[k] /= sum;
    }

    int first() const { return first_; }
    std::size_t count() const { return count_; }
    float weight(std::size_t k) const { return weights_[k]; }

private:
    double support_;
    int length_;
    int first_ = 0;
    std::size_t count_ = 0;
    std::vector<float> weights_;
};

std::array<float, 3> gather(const PixelsView& source, const TapLine& across, const TapLine& down) {
    std::array<float, 3> sum{};
    const auto step = static_cast<std::size_t>(source.channels);
    for (std::size_t j = 0; j < down.count(); ++j) {
        const std::uint8_t* pixel = source.row(down.first() + static_cast<int>(j)) + static_cast<std::size_t>(across.first()) * step;
        std::array<float, 3> line{};
        for (std::size_t i = 0; i < across.count(); ++i, pixel += step) {
            const float weight = across.weight(i);
            for (std::size_t c = 0; c < 3; ++c) line[c] += weight * static_cast<float>(pixel[c]);
        }
        for (std::size_t c = 0; c < 3; ++c) sum[c] += down.weight(j) * line[c];
    }
    return sum;
}

}  // namespace

void warp(const PixelsView& source, const Affine& map, EdgeFill edge_fill, int size_px, std::span<float> planes) {
    TapLine across(std::max(1.0, std::hypot(map.xx, map.xy)), source.width_px);
    TapLine down(std::max(1.0, std::hypot(map.yx, map.yy)), source.height_px);
    const std::size_t plane = planes.size() / 3;
    std::size_t target = 0;
    for (int y = 0; y < size_px; ++y) {
        for (int x = 0; x < size_px; ++x, ++target) {
            double at_x = map.xx * (x + 0.5) + map.xy * (y + 0.5) + map.x0;
            double at_y = map.yx * (x + 0.5) + map.yy * (y + 0.5) + map.y0;
            const bool inside = at_x >= 0 && at_x < source.width_px && at_y >= 0 && at_y < source.height_px;
            std::array<float, 3> colour{kNothing, kNothing, kNothing};
            if (inside || edge_fill != EdgeFill::kConstant) {
                across.centre_on(inside ? at_x : fold(at_x, source.width_px, edge_fill));
                down.centre_on(inside ? at_y : fold(at_y, source.height_px, edge_fill));
                colour = gather(source, across, down);
            }
            for (std::size_t c = 0; c < 3; ++c) planes[c * plane + target] = colour[c];
        }
    }
}

}  // namespace ml
