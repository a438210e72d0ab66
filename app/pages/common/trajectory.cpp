#include "app/pages/common/trajectory.h"

#include <algorithm>
#include <string>
#include <vector>

#include "app/pages/common/term_tip.h"
#include "app/widgets/format.h"
#include "app/widgets/item.h"
#include "app/widgets/text.h"

namespace app::common {
using namespace widgets;
namespace {

constexpr float kChart_px = 74, kAxis_px = 26;

struct Point {
  int epoch = 0;
  float probability = 0;  // of the positive group of two, else of the label's
  bool right = false;
};

struct Course {
  std::vector<Point> points;
  int group = 1;  // whose probability it is
  bool binary = true;
};

Course course_of(const Gallery& gallery, Row row) {
  const Predictions& predictions = gallery.predictions();
  const RunScores& run = *predictions.run();
  Course course;
  const int label = gallery.group(row);
  course.binary = run.groups.size() == 2;
  course.group = course.binary ? 1 : std::max(label, 0);
  const Split split = gallery.table().split(row);
  for (const auto& [epoch, sets] : run.epochs) {
    const auto& set = sets.by_split[static_cast<std::size_t>(split)];
    if (!set) continue;
    const auto at = std::ranges::lower_bound(set->rows, row);
    if (at == set->rows.end() || *at != row) continue;
    const auto place = static_cast<std::size_t>(at - set->rows.begin());
    course.points.push_back({epoch, set->at(place)[static_cast<std::size_t>(course.group)],
                             set->decided(place, predictions.threshold()) == label});
  }
  return course;
}

std::string words_of(const Learning& learning, Row row) {
  if (!learning.has(row)) return {};
  std::string text(kLearnedWords[static_cast<std::size_t>(learning.kind(row))]);
  if (learning.kind(row) == LearnedKind::Early || learning.kind(row) == LearnedKind::Late)
    text += " (epoch " + std::to_string(learning.learned_epoch(row)) + ")";
  if (learning.forgotten(row) > 0) text += " " + counted(learning.forgotten(row), "time", "times");
  return text + "; label's probability " + decimals(learning.mean_confidence(row), 2) + " ± " +
         decimals(learning.variability(row), 2) + " over the epochs";
}

struct Axes {
  Rect area;
  float first = 1, last = 2;
  float x(int epoch) const {
    return area.low.x + (static_cast<float>(epoch) - first) / std::max(1.0F, last - first) * area.width();
  }
  float y(float probability) const { return area.high.y - probability * area.height(); }
};

void draw_axes(const PageContext& context, const Axes& axes, const Course& course) {
  const Style& style = context.style;
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const Predictions& predictions = context.models.gallery.predictions();
  draw.AddRectFilled(axes.area.low, axes.area.high, style.theme.control, 4);
  for (const float level : {0.0F, 0.5F, 1.0F})
    draw_text_right(style.fonts.tiny, {axes.area.low.x - 6, axes.y(level) - 7}, style.theme.muted, decimals(level, 1));
  if (course.binary) {
    const float y = axes.y(static_cast<float>(predictions.threshold()));
    for (float x = axes.area.low.x; x < axes.area.high.x; x += 8)
      draw.AddLine({x, y}, {std::min(x + 4, axes.area.high.x), y}, style.theme.warning);
  }
  const float shown = axes.x(predictions.epoch());
  draw.AddLine({shown, axes.area.low.y}, {shown, axes.area.high.y}, style.theme.text);
}

void draw_points(const PageContext& context, const Axes& axes, const Course& course) {
  const Style& style = context.style;
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  std::vector<ImVec2> line;
  for (const Point& point : course.points) line.push_back({axes.x(point.epoch), axes.y(point.probability)});
  draw.AddPolyline(line.data(), static_cast<int>(line.size()), style.theme.accent, 0, 1.5F);
  const bool crowded = axes.area.width() < 5 * static_cast<float>(line.size());
  for (std::size_t i = 0; i < line.size(); ++i) {
    const bool right = course.points[i].right;
    if (crowded && right) continue;
    draw.AddCircleFilled(line[i], 3, right ? style.theme.accent : style.theme.panel);
    if (!right) draw.AddCircle(line[i], 3.5F, style.theme.warning, 0, 1.5F);
  }
}

// Of the point nearest to the mouse.
void answer_mouse(PageContext& context, const Axes& axes, const Course& course, const Item& chart) {
  if (!chart.hovered) return;
  const float x = ImGui::GetIO().MousePos.x;
  const auto nearest = std::ranges::min_element(course.points, {},
                                                [&](const Point& point) { return std::abs(axes.x(point.epoch) - x); });
  const RunScores& run = *context.models.gallery.predictions().run();
  const std::string when = nearest->epoch == run.refit_epoch ? "refit" : "epoch " + std::to_string(nearest->epoch);
  tooltip(context.style, when + ": " + run.groups[static_cast<std::size_t>(course.group)] + " " +
                             decimals(nearest->probability, 3) + (nearest->right ? ", right" : ", wrong") +
                             "\nFull dots: right. Hollow: wrong. Dashed: the threshold. Click to show the epoch");
  if (chart.clicked) context.commands.push(ShowRun{run.run, nearest->epoch});
}

}  // namespace

void draw_trajectory(PageContext& context) {
  const Gallery& gallery = context.models.gallery;
  if (!context.models.predictions_seen() || !gallery.focus() || !gallery.has_verdict(*gallery.focus())) return;
  const Style& style = context.style;
  const Course course = course_of(gallery, *gallery.focus());
  const RunScores& run = *gallery.predictions().run();
  term_section(style, "Over the epochs",
               course.points.size() < 2 ? "" : run.groups[static_cast<std::size_t>(course.group)], "epoch");
  if (course.points.size() < 2)
    return paragraph(style, style.fonts.tiny, style.theme.faint,
                     std::string("A run keeps every epoch for validation images; of this one it keeps the ") +
                         (chose_best(context.models.run) ? "best." : "last."));
  const float width = ImGui::GetContentRegionAvail().x;
  const ImVec2 low = ImGui::GetCursorScreenPos();
  const Axes axes{{{low.x + kAxis_px, low.y + 6}, {low.x + width - 6, low.y + kChart_px - 6}},
                  static_cast<float>(course.points.front().epoch),
                  static_cast<float>(course.points.back().epoch)};
  const Item chart = item(style, "trajectory", {width, kChart_px});
  draw_axes(context, axes, course);
  draw_points(context, axes, course);
  answer_mouse(context, axes, course, chart);
  const std::string words = words_of(gallery.learning(), *gallery.focus());
  if (!words.empty()) paragraph(style, style.fonts.tiny, style.theme.muted, words);
}

}  // namespace app::common
