#include "app/pages/common/clause_chips.h"

#include <cmath>
#include <string>

#include "app/table/slice_columns.h"
#include "app/table/verdict.h"
#include "app/widgets/controls.h"
#include "app/widgets/format.h"

namespace app::common {
using namespace widgets;
namespace {

constexpr const char* kTip = "Only these images are shown; click to lift";

struct Chips {
  const PageContext& context;
  Filter& filter;
  bool changed = false;

  bool lifted(const std::string& id, const std::string& text) {
    const bool clicked = chip(context.style, "clause." + id, text + "  ×", -1, {.selected = true, .tip = kTip});
    changed |= clicked;
    return clicked;
  }
  // One chip an element; those that were clicked leave the list.
  template <typename T, typename Title>
  void of_list(const std::string& id, std::vector<T>& list, Title title) {
    std::size_t at = 0;
    std::erase_if(list, [&](const T& element) { return lifted(id + "." + std::to_string(at++), title(element)); });
  }
};

std::string group_name(const PageContext& context, int group) {
  const TargetFacts* target = context.models.gallery.target();
  if (target == nullptr || group < 0 || group >= static_cast<int>(target->groups.size())) return "?";
  return target->groups[static_cast<std::size_t>(group)];
}

std::string score_text(const PageContext& context, const ScoreRange& score) {
  const std::string name = group_name(context, score.group) + " ";
  const auto number = [](double value) { return decimals(static_cast<float>(value), 2); };
  if (std::isinf(score.high)) return name + "from " + number(score.low);
  if (score.low <= 0) return name + "below " + number(score.high);
  return name + number(score.low) + " to " + number(score.high);
}

std::string class_text(const PageContext& context, ClassId id) {
  const ClassList& list = context.models.gallery.table().class_list();
  const int index = list.index_of(id);
  return index < 0 ? "unlabelled" : list.classes[static_cast<std::size_t>(index)].name;
}

void pointed_at(Chips& chips) {
  Filter& filter = chips.filter;
  const PageContext& context = chips.context;
  const TargetFacts* target = context.models.gallery.target();
  if (filter.score && chips.lifted("score", score_text(context, *filter.score))) filter.score.reset();
  chips.of_list("true", filter.true_groups, [&](int group) { return "labelled " + group_name(context, group); });
  chips.of_list("pair", filter.pairs,
                [&](const GroupPair& pair) { return target == nullptr ? "a pair" : title_of(pair, *target); });
  chips.of_list("slice", filter.slices,
                [](const Slice& slice) { return title_of_column(slice.column) + " " + title_of(slice); });
  chips.of_list("learned", filter.learned,
                [](LearnedKind kind) { return std::string(kLearnedWords[static_cast<std::size_t>(kind)]); });
  if (!filter.picked) return;
  const auto count = static_cast<std::int64_t>(filter.picked->rows->count());
  if (chips.lifted("picked", filter.picked->name + ", " + counted(count, "image", "images"))) filter.picked.reset();
}

void flag(Chips& chips, bool& on, const std::string& id, const char* text) {
  if (on && chips.lifted(id, text)) on = false;
}

void predicted_groups(Chips& chips) {
  chips.of_list("predicted", chips.filter.predicted_groups,
                [&](int group) { return "→ " + group_name(chips.context, group); });
}

void predictions(Chips& chips) {
  Filter& filter = chips.filter;
  predicted_groups(chips);
  if ((filter.confidence_min > 0 || filter.confidence_max < 1) &&
      chips.lifted("confidence",
                   "confidence " + decimals(filter.confidence_min, 2) + " to " + decimals(filter.confidence_max, 2))) {
    filter.confidence_min = 0;
    filter.confidence_max = 1;
  }
  flag(chips, filter.only_disagreement, "disagree", "label and prediction differ");
}

void the_rest(Chips& chips) {
  Filter& filter = chips.filter;
  const PageContext& context = chips.context;
  chips.of_list("class", filter.classes, [&](ClassId id) { return class_text(context, id); });
  chips.of_list("split", filter.splits, [](Split split) { return std::string(name_of(split)); });
  predictions(chips);
  flag(chips, filter.only_relabelled, "relabelled", "relabelled");
  flag(chips, filter.only_leaking, "leaking", "leaking");
  flag(chips, filter.only_changed_files, "changed", "file changed");
  flag(chips, filter.only_missing_files, "missing", "file missing");
  if (!filter.text.empty() && chips.lifted("text", "“" + filter.text + "”")) filter.text.clear();
}

}  // namespace

bool clause_chips(PageContext& context, Filter& filter, ChipsOf which) {
  Chips chips{context, filter};
  switch (which) {
    case ChipsOf::PointedAt: pointed_at(chips); break;
    case ChipsOf::PredictedGroups: predicted_groups(chips); break;
    case ChipsOf::Predictions: predictions(chips); break;
    case ChipsOf::Everything:
      pointed_at(chips);
      the_rest(chips);
      break;
  }
  return chips.changed;
}

}  // namespace app::common
