#include "app/pages/train/live_layout.h"

#include <algorithm>

namespace app {
using widgets::Rect;
namespace {

constexpr float kStatus_px = 66, kNarrowStatus_px = 86, kWide_px = 620;
constexpr float kTwoColumns_px = 520;
constexpr float kChartsShare = 0.46F;
// Of the charts: header of the card, and how much each gets of the rest, at least so many pixels.
constexpr float kCardTop_px = 42, kCardSide_px = 12, kCardBottom_px = 8, kBetween_px = 4;
struct ChartHeights {
  std::array<float, kRunCharts> share, least_px;
};
constexpr ChartHeights kWithNorms = {{0.33F, 0.28F, 0.17F, 0.22F}, {108, 98, 72, 88}};
constexpr ChartHeights kWithout = {{0.42F, 0.36F, 0.22F, 0}, {116, 104, 90, 50}};
constexpr float kNumbers_px = 286, kRoomyNumbers_px = 320, kLeastPart_px = 300;
constexpr float kThreeParts_px = 600, kThreePartsHeight_px = 640;

float least_charts(const ChartHeights& heights) {
  float sum = kCardTop_px + kCardBottom_px + kBetween_px * (kRunCharts - 1);
  for (const float px : heights.least_px) sum += px;
  return sum;
}

void place_charts(LiveLayout& layout, const Rect& card, const ChartHeights& heights) {
  layout.charts = card;
  Rect rest{{card.low.x + kCardSide_px, card.low.y + kCardTop_px},
            {card.high.x - kCardSide_px, card.high.y - kCardBottom_px}};
  float spare = rest.height() - kBetween_px * (kRunCharts - 1);
  for (const float px : heights.least_px) spare -= px;
  for (std::size_t i = 0; i < kRunCharts; ++i) {
    layout.chart[i] = rest.take_top(heights.least_px[i] + std::max(0.0F, spare) * heights.share[i]);
    rest.take_top(kBetween_px);
  }
}

void place_evaluation(LiveLayout& layout, Rect in, float gap) {
  if (in.width() >= kThreeParts_px && in.height() >= kThreePartsHeight_px) {
    Rect top = in.take_top((in.height() - gap) * 0.47F);
    in.take_top(gap);
    layout.numbers = top.take_left((top.width() - gap) * 0.5F);
    top.take_left(gap);
    layout.curve = top;
    layout.matrix = in;
  } else if (in.height() >= kNumbers_px + gap + kLeastPart_px) {
    layout.numbers = in.take_top(in.height() > kRoomyNumbers_px * 2 + gap ? kRoomyNumbers_px : kNumbers_px);
    in.take_top(gap);
    layout.one = in;
  } else {
    layout.one = in;
  }
}

}  // namespace

LiveLayout charts_layout(const Rect& in, bool norms) {
  LiveLayout layout;
  layout.height_px = in.height();
  place_charts(layout, in, norms ? kWithNorms : kWithout);
  return layout;
}

LiveLayout live_layout(const Rect& in, float gap_px, bool norms) {
  const ChartHeights& heights = norms ? kWithNorms : kWithout;
  LiveLayout layout;
  const bool two_columns = in.width() >= kTwoColumns_px;
  const float status = in.width() >= kWide_px ? kStatus_px : kNarrowStatus_px;
  const float least = least_charts(heights) + (two_columns ? 0 : gap_px + kLeastPart_px);
  Rect rest = in;
  rest.high.y = in.low.y + std::max(in.height(), status + gap_px + least);
  layout.height_px = rest.height();
  layout.status = rest.take_top(status);
  rest.take_top(gap_px);
  if (two_columns) {
    place_charts(layout, rest.take_left((rest.width() - gap_px) * kChartsShare), heights);
    rest.take_left(gap_px);
    place_evaluation(layout, rest, gap_px);
  } else {
    place_charts(layout, rest.take_top(std::max(least_charts(heights), (rest.height() - gap_px) * 0.55F)), heights);
    rest.take_top(gap_px);
    layout.one = rest;
  }
  return layout;
}

}  // namespace app
