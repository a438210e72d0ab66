#include "ml/metrics/risk_coverage.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <numeric>
#include <stdexcept>
#include <string>

namespace ml {

namespace {

void require_input(std::span<const int> wrong, std::span<const double> doubt) {
  const auto refuse = [](const std::string& why) { throw std::runtime_error("risk and coverage: " + why); };
  if (wrong.empty()) refuse("there is no image");
  if (wrong.size() != doubt.size())
    refuse("there are " + std::to_string(wrong.size()) + " answers and " + std::to_string(doubt.size()) + " doubts");
  for (std::size_t i = 0; i < doubt.size(); ++i) {
    if (!std::isfinite(doubt[i])) refuse("the doubt of row " + std::to_string(i) + " is not a finite number");
    if (wrong[i] != 0 && wrong[i] != 1) refuse("row " + std::to_string(i) + " is neither right (0) nor wrong (1)");
  }
}

std::vector<std::size_t> by_doubt(std::span<const double> doubt) {
  std::vector<std::size_t> order(doubt.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [&](std::size_t i) { return doubt[i]; });
  return order;
}

// Images of equal doubt.
struct Block {
  double doubt = 0;
  std::size_t images = 0, wrong = 0;
};

std::vector<Block> blocks_of(std::span<const int> wrong, std::span<const double> doubt) {
  std::vector<Block> blocks;
  for (const std::size_t i : by_doubt(doubt)) {
    if (blocks.empty() || blocks.back().doubt != doubt[i]) blocks.push_back({doubt[i], 0, 0});
    ++blocks.back().images;
    blocks.back().wrong += static_cast<std::size_t>(wrong[i]);
  }
  return blocks;
}

// After j of the m images of a block that holds e wrong ones, j e / m of them are expected.
double area_of(std::span<const Block> blocks) {
  double sum = 0, answered = 0, wrong = 0;
  for (const Block& block : blocks) {
    const double share = block.images > 0 ? static_cast<double>(block.wrong) / static_cast<double>(block.images) : 0;
    for (std::size_t j = 1; j <= block.images; ++j) {
      const auto more = static_cast<double>(j);
      sum += (wrong + share * more) / (answered + more);
    }
    answered += static_cast<double>(block.images);
    wrong += static_cast<double>(block.wrong);
  }
  return answered > 0 ? sum / answered : 0;
}

// The images of one ranking with the block and the group of each, to be counted anew in every draw.
class DrawnArea {
 public:
  DrawnArea(std::span<const int> wrong, std::span<const double> doubt, const GroupDraws& draws) {
    for (const std::size_t i : by_doubt(doubt)) {
      if (blocks_.empty() || blocks_.back().doubt != doubt[i]) blocks_.push_back({doubt[i], 0, 0});
      images_.push_back({blocks_.size() - 1, draws.group_of(i), wrong[i] == 1});
    }
  }

  double area(std::span<const std::uint32_t> times_drawn) {
    for (Block& block : blocks_) block.images = block.wrong = 0;
    for (const Image& image : images_) {
      blocks_[image.block].images += times_drawn[image.group];
      if (image.wrong) blocks_[image.block].wrong += times_drawn[image.group];
    }
    return area_of(blocks_);
  }

 private:
  struct Image {
    std::size_t block;
    std::uint32_t group;
    bool wrong;
  };
  std::vector<Block> blocks_;
  std::vector<Image> images_;
};

}  // namespace

RiskCoverage risk_coverage(std::span<const int> wrong, std::span<const double> doubt) {
  require_input(wrong, doubt);
  const std::vector<Block> blocks = blocks_of(wrong, doubt);
  RiskCoverage result;
  result.images = wrong.size();
  const auto all = static_cast<double>(result.images);
  std::size_t answered = 0;
  for (const Block& block : blocks) {
    answered += block.images;
    result.wrong += block.wrong;
    result.curve.push_back({block.doubt, static_cast<double>(answered) / all,
                            static_cast<double>(result.wrong) / static_cast<double>(answered)});
  }
  result.risk = result.curve.back().risk;
  result.area = area_of(blocks);
  const std::vector<Block> ordered = {{0, result.images - result.wrong, 0}, {1, result.wrong, result.wrong}};
  result.perfect = area_of(ordered);
  result.excess = result.area - result.perfect;
  return result;
}

AnsweredShare answer_share(std::span<const int> wrong, std::span<const double> doubt, double coverage) {
  require_input(wrong, doubt);
  if (!(coverage > 0 && coverage <= 1))
    throw std::runtime_error("risk and coverage: a coverage is above 0 and at most 1, not " + std::to_string(coverage));
  // A share of a share that was rounded is still that share.
  const double wanted = coverage * static_cast<double>(wrong.size()) - 1e-9;
  AnsweredShare share;
  for (const Block& block : blocks_of(wrong, doubt)) {
    share.most_doubt = block.doubt;
    share.answered += block.images;
    share.wrong += block.wrong;
    if (static_cast<double>(share.answered) >= wanted) break;
  }
  share.coverage = static_cast<double>(share.answered) / static_cast<double>(wrong.size());
  share.risk = static_cast<double>(share.wrong) / static_cast<double>(share.answered);
  return share;
}

std::optional<BootstrapInterval> area_difference(std::span<const int> wrong, std::span<const double> doubt_a,
                                                 std::span<const double> doubt_b, std::span<const int> groups,
                                                 const BootstrapOptions& options) {
  require_input(wrong, doubt_a);
  require_input(wrong, doubt_b);
  GroupDraws draws(groups, wrong.size(), options);
  DrawnArea a(wrong, doubt_a, draws), b(wrong, doubt_b, draws);
  const double estimate = area_of(blocks_of(wrong, doubt_b)) - area_of(blocks_of(wrong, doubt_a));
  std::array<DrawnValues, 1> differences;
  draw_until_settled(draws, differences, options,
                     [&] { differences[0].add(b.area(draws.times_drawn()) - a.area(draws.times_drawn())); });
  return differences[0].interval(estimate, options);
}

}  // namespace ml
