// Histograms: of scores, and of the times of decisions.
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <utility>

#include "app/core/number_text.h"
#include "app/core/time_text.h"
#include "app/pages/wall/wall_blocks.h"

namespace app::wall {
namespace {

constexpr float kHalfAxis = 0.35F;  // between the two sides of the axis
constexpr float kClear = 0.25F;     // between the threshold's line and the images beside it
constexpr std::size_t kFewestBins = 12, kMostBins = 48;

// The rows that are compared, by side (0 below the axis, 1 above) and by bin; each bin in rising order of `value`.
struct Bins {
  std::size_t count = 1;
  std::array<std::vector<std::vector<Row>>, 2> rows;
  std::array<std::size_t, 2> highest() const {
    std::array<std::size_t, 2> most{};
    for (std::size_t side = 0; side < 2; ++side)
      for (const auto& bin : rows[side]) most[side] = std::max(most[side], bin.size());
    return most;
  }
};

Bins make_bins(std::size_t images) {
  Bins bins;
  bins.count =
      std::clamp(static_cast<std::size_t>(std::sqrt(static_cast<double>(images)) * 1.5), kFewestBins, kMostBins);
  for (auto& side : bins.rows) side.resize(bins.count);
  return bins;
}

std::size_t bin_of(float value, std::size_t bins) {
  return std::min(bins - 1, static_cast<std::size_t>(std::clamp(value, 0.0F, 1.0F) * static_cast<float>(bins)));
}

// As wide as makes the sprites largest in the shape that is asked for. Does not depend on the threshold, so that
// nothing but what crosses it moves while it is dragged.
std::size_t columns_a_bin(const Bins& bins, const WallRequest& request) {
  const auto [below, above] = bins.highest();
  std::size_t best = 1;
  float largest = 0;
  for (std::size_t columns = 1; columns <= below + above; ++columns) {
    const float width = static_cast<float>(bins.count * columns);
    const float height =
        static_cast<float>(height_of(below, columns) + height_of(above, columns)) + 8.5F * request.line;
    const float scale = std::min(request.aspect / width, 1 / height);
    if (scale < largest) break;
    largest = scale;
    best = columns;
  }
  return best;
}

struct Shape {
  float width = 0;  // of all bins
  std::size_t columns = 1;
  float up = 0, down = 0;  // the highest column of each side
  float gap = 1.6F;        // between what is called negative and what is called positive
};

Shape shape_of(const Bins& bins, const WallRequest& request) {
  const std::size_t columns = columns_a_bin(bins, request);
  const auto [below, above] = bins.highest();
  return {static_cast<float>(bins.count * columns), columns,
          static_cast<float>(std::max<std::size_t>(2, height_of(above, columns))),
          static_cast<float>(std::max<std::size_t>(2, height_of(below, columns))), std::max(1.6F, request.line * 0.5F)};
}

std::size_t negatives_of(const Gallery& gallery, const std::vector<Row>& rows) {
  const auto first =
      std::ranges::partition_point(rows, [&](Row row) { return gallery.predictions().predicted(row) == 0; });
  return static_cast<std::size_t>(first - rows.begin());
}

// Where the threshold parts a bin: what is called negative has the columns up to `left`, what is called positive those
// from there on and one of the gap, which is wider than that. On both sides of the axis alike, or the line would lie.
struct Cut {
  std::size_t bin = 0;
  std::size_t left = 1, right = 1;  // columns
  float line = 0;
};

struct Parts {
  std::array<std::size_t, 2> negative{}, positive{};  // by side
};

// The bin that holds both, which by rounding may be beside the one of the threshold.
std::size_t bin_that_is_cut(const Gallery& gallery, const Bins& bins, Parts& parts) {
  const auto parts_of = [&](std::size_t bin) {
    Parts found;
    for (std::size_t side = 0; side < 2; ++side) {
      found.negative[side] = negatives_of(gallery, bins.rows[side][bin]);
      found.positive[side] = bins.rows[side][bin].size() - found.negative[side];
    }
    return found;
  };
  for (std::size_t bin = 0; bin < bins.count; ++bin) {
    parts = parts_of(bin);
    if (parts.negative[0] + parts.negative[1] > 0 && parts.positive[0] + parts.positive[1] > 0) return bin;
  }
  const std::size_t bin = bin_of(static_cast<float>(gallery.predictions().threshold()), bins.count);
  parts = parts_of(bin);
  return bin;
}

// So that no part is higher than the layout has room for, and then as near to the threshold as can be.
Cut cut_of(const Gallery& gallery, const Bins& bins, const Shape& shape) {
  Parts parts;
  Cut cut{.bin = bin_that_is_cut(gallery, bins, parts)};
  const float left = static_cast<float>(cut.bin * shape.columns);
  const float at = std::clamp(static_cast<float>(gallery.predictions().threshold()) * shape.width - left, 0.0F,
                              static_cast<float>(shape.columns));
  const std::array room{shape.down, shape.up};
  std::pair least{std::numeric_limits<float>::max(), 0.0F};
  for (std::size_t columns = 1; columns <= shape.columns; ++columns) {
    float over = 0;
    for (std::size_t side = 0; side < 2; ++side) {
      const std::size_t higher = std::max(height_of(parts.negative[side], columns),
                                          height_of(parts.positive[side], shape.columns + 1 - columns));
      over = std::max(over, static_cast<float>(higher) - room[side]);
    }
    const std::pair asked{std::max(over, 0.0F), std::abs(static_cast<float>(columns) - 0.5F - at)};
    if (asked >= least) continue;
    least = asked;
    cut.left = columns;
  }
  cut.right = shape.columns + 1 - cut.left;
  const float edge = left + static_cast<float>(cut.left);  // less half the gap: where the negative columns end
  cut.line = left + at;
  if (parts.negative[0] + parts.negative[1] > 0) cut.line = std::max(cut.line, edge - shape.gap / 2 + kClear);
  if (parts.positive[0] + parts.positive[1] > 0) cut.line = std::min(cut.line, edge - 1 + shape.gap / 2 - kClear);
  return cut;
}

// What scores at or above the threshold stands right of the line, the rest left of it, also within one bin.
void place_side(WallLayout& layout, const Gallery& gallery, const Bins& bins, const Shape& shape, const Cut& cut,
                std::size_t side) {
  for (std::size_t bin = 0; bin < bins.count; ++bin) {
    const std::vector<Row>& rows = bins.rows[side][bin];
    const std::size_t negative = negatives_of(gallery, rows);
    const float left = static_cast<float>(bin * shape.columns);
    const std::size_t right_columns = bin == cut.bin ? cut.right : shape.columns;
    ColumnPart part{left - shape.gap / 2, bin == cut.bin ? cut.left : shape.columns, side == 1 ? -kHalfAxis : kHalfAxis,
                    side == 1};
    fill_columns(layout, std::span(rows).first(negative), part);
    part.x = left + static_cast<float>(shape.columns - right_columns) + shape.gap / 2;
    part.columns = right_columns;
    fill_columns(layout, std::span(rows).subspan(negative), part);
  }
}

// A count by split; of validation alone where that has no room.
WallText with_counts(const std::string& text, const SplitCounts& counts, const SplitCounts& all, float room) {
  WallText out{.text = text + " " + by_split(counts, all), .room = room};
  out.brief = text + " " + of_first_split(counts, all);
  out.longest = out.text;
  return out;
}

WallText placed(WallText text, float x, float y, float along, float down) {
  text.x = x;
  text.y = y;
  text.along = along;
  text.down = down;
  return text;
}

// What each corner holds, as counts.
void name_corners(WallLayout& layout, const Gallery& gallery, const Bins& bins, float line) {
  std::array<std::array<SplitCounts, 2>, 2> counts{};
  SplitCounts all{};
  for (std::size_t side = 0; side < 2; ++side) {
    for (const auto& bin : bins.rows[side]) {
      for (const Row row : bin) {
        const auto split = static_cast<std::size_t>(gallery.table().split(row));
        ++counts[side][static_cast<std::size_t>(gallery.predictions().predicted(row))][split];
        ++all[split];
      }
    }
  }
  const auto& groups = gallery.target()->groups;
  const float top = layout.low_y - 0.2F * line, bottom = layout.high_y + 0.2F * line;
  const float room = (layout.high_x - layout.low_x) / 2;
  const auto corner = [&](const char* name, std::size_t side, std::size_t predicted) {
    const float x = predicted == 0 ? layout.low_x : layout.high_x;
    layout.texts.push_back(placed(with_counts(name, counts[side][predicted], all, room), x, side == 1 ? top : bottom,
                                  predicted == 0 ? 0.0F : 1.0F, side == 1 ? 1.0F : 0.0F));
  };
  layout.texts.push_back({"labelled " + groups[1], layout.low_x, top - 1.1F * line, 0, 1, true});
  layout.texts.push_back({"labelled " + groups[0], layout.low_x, bottom + 1.1F * line, 0, 0, true});
  corner("missed", 1, 0);
  corner("found", 1, 1);
  corner("correct", 0, 0);
  corner("false alarms", 0, 1);
}

void add_ticks(WallLayout& layout, float width, float axis_y, float gap) {
  for (int quarter = 0; quarter <= 4; ++quarter) {
    static constexpr std::array kTexts = {"0", "0.25", "0.5", "0.75", "1"};
    const float x = width * static_cast<float>(quarter) / 4;
    layout.texts.push_back({kTexts[static_cast<std::size_t>(quarter)], x, axis_y, 0.5F, 0});
  }
  layout.lines.push_back({-gap / 2, 0, width + gap / 2, 0});
}

// The rows with a prediction and a label that can be compared; the others in `left`.
std::vector<Row> judged_rows(const Gallery& gallery, std::vector<Row>& left) {
  std::vector<Row> rows;
  for (const Row row : gallery.rows())
    (gallery.has_verdict(row) && gallery.group(row) >= 0 ? rows : left).push_back(row);
  return rows;
}

template <typename Value>
void fill_bins(Bins& bins, const std::vector<Row>& rows, const Value& value) {
  for (const Row row : rows) {
    const auto [share, side] = value(row);
    bins.rows[side][bin_of(share, bins.count)].push_back(row);
  }
  for (auto& side : bins.rows)
    for (auto& bin : side) std::ranges::stable_sort(bin, [&](Row a, Row b) { return value(a).first < value(b).first; });
}

void two_groups(const Gallery& gallery, const WallRequest& request, WallLayout& layout, const std::vector<Row>& rows) {
  Bins bins = make_bins(rows.size());
  fill_bins(bins, rows, [&](Row row) {
    return std::pair(gallery.predictions().score(row), static_cast<std::size_t>(gallery.group(row)));
  });
  Shape shape = shape_of(bins, request);
  shape.up += 1;  // to spare: both sides of a bin are parted alike, and one of them may not come out even
  shape.down += 1;
  const Cut cut = cut_of(gallery, bins, shape);
  place_side(layout, gallery, bins, shape, cut, 0);
  place_side(layout, gallery, bins, shape, cut, 1);
  layout.low_x = -shape.gap / 2;
  layout.high_x = shape.width + shape.gap / 2;
  layout.low_y = -shape.up - kHalfAxis;
  layout.high_y = shape.down + kHalfAxis;
  layout.threshold = WallThreshold{0, shape.width, layout.low_y - 2.5F * request.line,  // its value above the titles
                                   layout.high_y + 2.4F * request.line, cut.line};
  name_corners(layout, gallery, bins, request.line);
  layout.low_y -= 3.9F * request.line;
  add_ticks(layout, shape.width, layout.high_y + 2.4F * request.line, shape.gap);
  layout.texts.push_back(
      {"probability of " + gallery.target()->groups[1], shape.width / 2, layout.high_y + 3.4F * request.line, 0.5F, 0});
  layout.high_y += 4.4F * request.line;
  layout.note = "drag the line: what crosses it changes its prediction";
}

void more_groups(const Gallery& gallery, const WallRequest& request, WallLayout& layout, const std::vector<Row>& rows) {
  Bins bins = make_bins(rows.size());
  fill_bins(bins, rows, [&](Row row) {
    return std::pair(gallery.predictions().confidence(row), gallery.disagrees(row) ? std::size_t{0} : std::size_t{1});
  });
  const Shape shape = shape_of(bins, request);
  std::array<SplitCounts, 2> counts{};
  for (std::size_t side = 0; side < 2; ++side) {
    for (std::size_t bin = 0; bin < bins.count; ++bin) {
      fill_columns(
          layout, bins.rows[side][bin],
          {static_cast<float>(bin * shape.columns), shape.columns, side == 1 ? -kHalfAxis : kHalfAxis, side == 1});
      for (const Row row : bins.rows[side][bin]) ++counts[side][static_cast<std::size_t>(gallery.table().split(row))];
    }
  }
  layout.high_x = shape.width;
  layout.low_y = -shape.up - kHalfAxis;
  layout.high_y = shape.down + kHalfAxis;
  const SplitCounts all = count_by_split(gallery, rows);
  const auto named = [&](const char* name, const SplitCounts& count, float y, float down) {
    WallText text = placed(with_counts(name, count, all, shape.width), 0, y, 0, down);
    text.strong = true;
    layout.texts.push_back(text);
  };
  named("as labelled", counts[1], layout.low_y - 0.2F * request.line, 1);
  named("otherwise", counts[0], layout.high_y + 0.2F * request.line, 0);
  layout.low_y -= 1.3F * request.line;
  add_ticks(layout, shape.width, layout.high_y + 1.4F * request.line, 0);
  layout.texts.push_back(
      {"probability of the predicted group", shape.width / 2, layout.high_y + 3.4F * request.line, 0.5F, 0});
  layout.high_y += 4.4F * request.line;
  layout.note = "above the line what is predicted as it is labelled; the most probable group decides, not a threshold";
}

// The finest unit of time that makes no more columns than can be read.
std::size_t letters_of_time(const std::vector<std::string>& times) {
  constexpr std::size_t kMostSlots = 14;
  for (const std::size_t letters : {16U, 13U, 10U, 7U}) {  // a minute, an hour, a day, a month
    std::map<std::string, int> slots;
    for (const std::string& time : times) slots[time.substr(0, letters)] = 1;
    if (slots.size() <= kMostSlots) return letters;
  }
  return 4;
}

}  // namespace

void lay_out_scores(const Gallery& gallery, const WallRequest& request, WallLayout& layout) {
  if (gallery.predictions().run() == nullptr) {
    layout.missing = "No run is shown: there are no scores to lay out";
    return;
  }
  std::vector<Row> aside;
  const std::vector<Row> rows = judged_rows(gallery, aside);
  if (rows.empty()) {
    layout.missing = why_none_is_judged(gallery);
    return;
  }
  if (gallery.predictions().groups() == 2)
    two_groups(gallery, request, layout, rows);
  else
    more_groups(gallery, request, layout, rows);
  if (const std::string more = scored_elsewhere(gallery, aside); !more.empty()) layout.note = more;
  stand_aside(layout, aside, "without a prediction at this epoch, or without a label", request.line);
}

void lay_out_timeline(const Gallery& gallery, const WallRequest& request, WallLayout& layout) {
  if (request.decided == nullptr) {
    layout.missing = "Reading when the labels were decided …";
    return;
  }
  const auto decided = [&](Row row) {
    return row < request.decided->size() ? (*request.decided)[row] : DecisionTime{};
  };
  std::vector<Row> rows, aside;
  for (const Row row : gallery.rows()) (decided(row).at_ms != 0 ? rows : aside).push_back(row);
  if (rows.empty()) {
    layout.missing = "None of these images has a decision: label one, and it stands here at its time";
    return;
  }
  std::ranges::stable_sort(rows, [&](Row a, Row b) { return decided(a).at_ms < decided(b).at_ms; });
  std::vector<std::string> times;
  for (const Row row : rows) times.push_back(local_time_text(decided(row).at_ms));
  const std::size_t letters = letters_of_time(times);
  std::vector<std::pair<std::string, std::vector<Row>>> slots;  // by time
  std::size_t most = 0;
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const std::string name = times[i].substr(0, letters) + (decided(rows[i]).imported ? " import" : "");
    const auto found = std::ranges::find(slots, name, &std::pair<std::string, std::vector<Row>>::first);
    auto& slot = found != slots.end() ? *found : slots.emplace_back(name, std::vector<Row>{});
    slot.second.push_back(rows[i]);
    most = std::max(most, slot.second.size());
  }
  std::size_t columns = 1;
  while (static_cast<float>(slots.size() * (columns + 1)) <
         request.aspect * (static_cast<float>(height_of(most, columns)) + 4 * request.line))
    ++columns;
  for (std::size_t n = 0; n < slots.size(); ++n) {
    const float x = static_cast<float>(n * (columns + 1));
    fill_columns(layout, slots[n].second, {x, columns, 0, true});
    layout.texts.push_back({slots[n].first, x + static_cast<float>(columns) / 2, 0.3F * request.line, 0.5F, 0, false,
                            static_cast<float>(columns) + 1});
    layout.texts.push_back(
        {grouped(static_cast<std::int64_t>(slots[n].second.size())), x + static_cast<float>(columns) / 2,
         -static_cast<float>(height_of(slots[n].second.size(), columns)) - 0.2F * request.line, 0.5F, 1});
  }
  layout.high_x = static_cast<float>(slots.size() * (columns + 1)) - 1;
  layout.low_y = -static_cast<float>(height_of(most, columns)) - 1.3F * request.line;
  layout.high_y = 1.5F * request.line;
  layout.lines.push_back({0, 0, layout.high_x, 0});
  layout.note = "when the label an image has now was decided; times without a decision are left out";
  stand_aside(layout, aside, "never decided", request.line);
}

}  // namespace app::wall
