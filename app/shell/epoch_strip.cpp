#include "app/shell/epoch_strip.h"

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <imgui.h>

#include "app/models/run_words.h"
#include "app/shell/refit_panel.h"
#include "app/widgets/controls.h"
#include "app/widgets/drop_down.h"
#include "app/widgets/format.h"
#include "app/widgets/item.h"
#include "app/widgets/text.h"
#include "engine/ui/icons.h"

namespace app {
using namespace widgets;
namespace {

constexpr float kButton_px = 34, kEnd_px = 10, kLeastWords_px = 104, kNearDots_px = 5;
constexpr float kLeastField_px = 92, kMostField_px = 200, kFieldAround_px = 46;

struct Line {
  Rect area;
  int last = 1;
  float x(int epoch) const {
    const float share = last < 2 ? 0 : static_cast<float>(epoch - 1) / static_cast<float>(last - 1);
    return area.low.x + share * area.width();
  }
  int epoch_at(float at) const {
    const float share = std::clamp((at - area.low.x) / std::max(1.0F, area.width()), 0.0F, 1.0F);
    return 1 + static_cast<int>(std::lround(share * static_cast<float>(last - 1)));
  }
};

int last_epoch(const Models& models) {
  const RunScores* run = models.gallery.predictions().run();
  const int stored = static_cast<int>(models.run.epochs_done.size());
  return run == nullptr ? stored : std::max(stored, run->refit_epoch);
}

std::string name_of_epoch(const Models& models, int epoch) {
  const RunScores* run = models.gallery.predictions().run();
  if (epoch == 0) return "no epoch";
  if (run != nullptr && epoch == run->refit_epoch) return "refit";
  return "epoch " + std::to_string(epoch) + " of " + std::to_string(models.run.epochs_done.size());
}

std::string name_of_run(const RunView& run) { return name_of_model("run:" + std::to_string(*run.run), run.runs); }

// Another run on every page; while one trains, on those that do not watch it.
void run_field(ShellContext& context, Rect& rest, bool narrow) {
  const RunView& run = context.models.run;
  if (run.runs.empty()) return;
  std::vector<std::string> names;
  int shown = -1;
  for (const RunRow& row : run.runs) {
    if (row.id == run_on_pages(context.models)) shown = static_cast<int>(names.size());
    names.push_back(row.name);
  }
  const float name_px = shown < 0 ? 0 : text_size(context.style.fonts.small, names[static_cast<std::size_t>(shown)]).x;
  const Rect in =
      rest.take_left(std::clamp(name_px + kFieldAround_px, kLeastField_px, narrow ? kLeastField_px : kMostField_px));
  if (std::exchange(context.view.focus_runs, false)) context.style.focus.want("epochs.run");
  ImGui::SetCursorScreenPos(in.low);
  const int chosen = drop_down(context.style, "epochs.run", names, shown, {in.width(), in.height()});
  if (chosen >= 0 && chosen != shown) context.commands.push(ShowRun{run.runs[static_cast<std::size_t>(chosen)].id, 0});
}

float auc_of(const Models& models, int epoch) {
  const auto& done = models.run.epochs_done;
  if (epoch < 1 || epoch > static_cast<int>(done.size())) return kUnknown;
  return number(done[static_cast<std::size_t>(epoch - 1)].val[Metric::Auc]);
}

// The validation AUC of each epoch, faint behind the line: where it is worth to look.
void draw_auc(const ShellContext& context, const Line& line) {
  float low = 1, high = 0;
  for (int epoch = 1; epoch <= line.last; ++epoch) {
    const float auc = auc_of(context.models, epoch);
    if (std::isnan(auc)) continue;
    low = std::min(low, auc);
    high = std::max(high, auc);
  }
  if (high <= low) return;
  std::vector<ImVec2> points;
  for (int epoch = 1; epoch <= line.last; ++epoch) {
    const float auc = auc_of(context.models, epoch);
    if (!std::isnan(auc))
      points.push_back({line.x(epoch), line.area.high.y - 3 - (auc - low) / (high - low) * (line.area.height() - 6)});
  }
  ImGui::GetWindowDrawList()->AddPolyline(points.data(), static_cast<int>(points.size()),
                                          with_opacity(context.style.theme.accent, 0.45F), 0, 1.5F);
}

// Where the image in focus was right (full) and wrong (hollow).
void draw_image_dots(const ShellContext& context, const Line& line) {
  const Gallery& gallery = context.models.gallery;
  if (!gallery.focus() || !context.models.predictions_seen() || gallery.group(*gallery.focus()) < 0) return;
  if (line.area.width() < kNearDots_px * static_cast<float>(line.last)) return;
  const Row row = *gallery.focus();
  const Predictions& predictions = gallery.predictions();
  const float y = line.area.centre().y;
  for (const auto& [epoch, sets] : predictions.run()->epochs) {
    const auto& set = sets.by_split[static_cast<std::size_t>(gallery.table().split(row))];
    if (!set) continue;
    const auto at = std::ranges::lower_bound(set->rows, row);
    if (at == set->rows.end() || *at != row) continue;
    const int said = set->decided(static_cast<std::size_t>(at - set->rows.begin()), predictions.threshold());
    ImDrawList& draw = *ImGui::GetWindowDrawList();
    if (said == gallery.group(row))
      draw.AddCircleFilled({line.x(epoch), y}, 3, context.style.theme.accent);
    else
      draw.AddCircle({line.x(epoch), y}, 3.5F, context.style.theme.warning, 0, 1.5F);
  }
}

void draw_marks(const ShellContext& context, const Line& line, int shown) {
  const Style& style = context.style;
  ImDrawList& draw = *ImGui::GetWindowDrawList();
  const float y = line.area.centre().y;
  draw.AddLine({line.area.low.x, y}, {line.area.high.x, y}, style.theme.faint);
  if (line.area.width() > kNearDots_px * static_cast<float>(line.last))
    for (int epoch = 1; epoch <= line.last; ++epoch)
      draw.AddLine({line.x(epoch), y - 3}, {line.x(epoch), y + 3}, style.theme.faint);
  draw_auc(context, line);
  if (const int best = context.models.run.best_epoch; best > 0) {
    const float x = line.x(best);
    draw.AddTriangleFilled({x - 5, line.area.low.y}, {x + 5, line.area.low.y}, {x, line.area.low.y + 7},
                           style.theme.good);
  }
  draw_image_dots(context, line);
  if (shown < 1) return;
  const float x = line.x(shown);
  draw.AddRectFilled({x - 2, line.area.low.y}, {x + 2, line.area.high.y}, style.theme.text, 2);
}

// The epoch that is asked for by mouse or arrows; 0: none.
int asked_epoch(const ShellContext& context, const Line& line, const Rect& in, int shown) {
  ImGui::SetCursorScreenPos(in.low);
  const Item track = item(context.style, "epochs.track", {in.width(), in.height()}, Takes::Steps);
  const int under = line.epoch_at(ImGui::GetIO().MousePos.x);
  if (track.hovered)
    tooltip(context.style, epoch_tip(context.models, under) +
                               "\nDrag to see everything at another epoch; keys , and . step, Ctrl Shift P plays.\n"
                               "Dots: the image in focus, full where it was right, hollow where it was wrong");
  if (track.held && under != shown) return under;
  return track.step == 0 ? 0 : std::clamp(shown + track.step, 1, line.last);
}

void play_button(ShellContext& context, const Rect& in) {
  const bool playing = context.view.playing_epochs;
  const engine::Icon which = playing ? engine::Icon::Pause : engine::Icon::Play;
  ImGui::SetCursorScreenPos(in.low);
  if (button(context.style, "epochs.play", "",
             {.icon = engine::icon_text(which, context.style.fonts.has_icons),
              .width_px = in.width(),
              .height_px = in.height(),
              .tip = "Play the epochs like a film, or stop (Ctrl Shift P)"}))
    context.commands.push(RunAction{"play-epochs"});
}

}  // namespace

std::string epoch_tip(const Models& models, int epoch) {
  const float auc = auc_of(models, epoch);
  return name_of_epoch(models, epoch) +
         (std::isnan(auc) ? "" : ", validation AUC " + decimals(auc, 3) + " by the labels of training") +
         (epoch != models.run.best_epoch ? ""
          : chose_best(models.run)       ? ", the best"
                                         : ", the last, kept");
}

std::optional<RunId> run_on_pages(const Models& models) {
  if (!models.run.live) return models.run.run;
  const RunScores* run = models.gallery.predictions().run();
  return run == nullptr ? std::nullopt : std::optional(run->run);
}

bool has_other_run(const Models& models) { return run_on_pages(models) && models.run.runs.size() > 1; }

// It comes neither with an epoch nor goes with one: what stands above would move.
bool has_epoch_strip(const Models& models, std::string_view page) {
  if (models.run.live) return page != "train" && (models.gallery.predictions().run() != nullptr || models.refit.on());
  return models.run.run.has_value() && models.run.not_measurable.empty() &&
         (models.run.epochs_done.size() > 1 || models.refit.on());
}

std::string words_while_one_trains(const Models& models) {
  const std::string shown = models.prediction_source();
  return (models.run.run ? name_of_run(models.run) : "A run") + " trains; " +
         (shown.empty() ? "no other is shown" : "shown: " + shown);
}

void draw_epoch_strip(ShellContext& context, const Rect& in) {
  const Style& style = context.style;
  const RunView& run = context.models.run;
  const bool narrow = in.width() < 1000;
  Rect rest{{in.low.x, in.low.y + 3}, {in.high.x, in.high.y - 3}};
  draw_refit_pill(context, rest.take_right(narrow ? 270 : 400));
  rest.take_right(kEnd_px);
  run_field(context, rest, narrow);
  if (run.live) {  // which is watched on its page
    draw_text(style.fonts.small, {rest.low.x + 8, rest.low.y + (rest.height() - 14) / 2}, style.theme.text,
              elided(style.fonts.small, words_while_one_trains(context.models), rest.width() - 10));
    return;
  }
  const int shown = context.models.gallery.predictions().epoch();
  const std::string epoch = name_of_epoch(context.models, shown);
  const Rect words = rest.take_left(narrow ? kLeastWords_px : text_size(style.fonts.small, epoch).x + 22);
  draw_text(style.fonts.small, {words.low.x + 8, words.low.y + (words.height() - 14) / 2}, style.theme.text,
            elided(style.fonts.small, epoch, words.width() - 10));
  play_button(context, rest.take_left(kButton_px));
  rest.take_left(kEnd_px);
  const Line line{{{rest.low.x + kEnd_px, rest.low.y + 2}, {rest.high.x - kEnd_px, rest.high.y - 2}},
                  last_epoch(context.models)};
  ImGui::GetWindowDrawList()->AddRectFilled(rest.low, rest.high, style.theme.control, style.theme.control_radius_px);
  const int asked = asked_epoch(context, line, rest, shown);
  draw_marks(context, line, shown);
  if (asked > 0) context.commands.push(ShowRun{*run.run, asked});
}

}  // namespace app
