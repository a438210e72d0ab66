#include <algorithm>
#include <array>
#include <string>

#include "app/pages/common/clause_chips.h"
#include "app/pages/library/library_commands.h"
#include "app/pages/library/library_panel.h"
#include "app/widgets/controls.h"
#include "app/widgets/format.h"
#include "app/widgets/text.h"

namespace app {
using namespace widgets;
namespace {

template <typename T>
void flip(std::vector<T>& values, const T& value) {
  const auto found = std::ranges::find(values, value);
  if (found == values.end())
    values.push_back(value);
  else
    values.erase(found);
}

template <typename T>
bool has(const std::vector<T>& values, const T& value) {
  return std::ranges::find(values, value) != values.end();
}

constexpr float kMostName_px = 180;  // of a chip: ten classes with a sentence as their name leave room for pictures

// Of a long list the first, which have the keys, and what is chosen; the rest on request, for the pictures need the
// room.
constexpr std::size_t kFirstClasses = 12, kShortList = 16;

bool has_chip(const LibraryContext& context, const Filter& filter, std::size_t i, std::size_t classes) {
  return i < kFirstClasses || classes <= kShortList || context.view.all_classes ||
         has(filter.classes, context.models.gallery.table().class_list().classes[i].id);
}

void more_classes_chip(LibraryContext& context, std::size_t classes, std::size_t hidden) {
  if (classes <= kShortList) return;
  bool& all = context.view.all_classes;
  const std::string text = all ? "fewer classes" : grouped(static_cast<std::int64_t>(hidden)) + " more classes";
  if (hidden + (all ? 1 : 0) > 0 && chip(context.style, "library.all_classes", text, -1, {.selected = all})) all = !all;
}

void class_chips(LibraryContext& context, Filter& filter, bool& changed) {
  const ImageTable& table = context.models.gallery.table();
  const std::vector<ClassFacts>& classes = table.class_list().classes;
  const GalleryCounts& counts = context.models.gallery.counts();
  if (chip(context.style, "library.all", "All", static_cast<int>(table.count()), {.selected = filter == Filter{}})) {
    filter = {};
    changed = true;
  }
  std::size_t hidden = 0;
  for (std::size_t i = 0; i < classes.size(); ++i) {
    const ClassFacts& known = classes[i];
    if (!has_chip(context, filter, i, classes.size())) {
      ++hidden;
      continue;
    }
    const ChipLook look{has(filter.classes, known.id), colour_from_rgb(known.colour_rgb), known.full_name,
                        kMostName_px};
    if (!chip(context.style, "library.class." + known.name, known.name, static_cast<int>(counts.by_class[i + 1]), look))
      continue;
    flip(filter.classes, known.id);
    changed = true;
  }
  more_classes_chip(context, classes.size(), hidden);
  if (!table.rows_of_class(-1).empty() &&
      chip(context.style, "library.class.unlabelled", "unlabelled", static_cast<int>(counts.by_class[0]),
           {.selected = has(filter.classes, Filter::kUnlabelled)})) {
    flip(filter.classes, Filter::kUnlabelled);
    changed = true;
  }
}

void split_chips(LibraryContext& context, Filter& filter, bool& changed) {
  for (const Split split : {Split::Train, Split::Val, Split::Test}) {
    const Gallery& gallery = context.models.gallery;
    const int count = static_cast<int>(gallery.counts().by_split[static_cast<std::size_t>(split)]);
    if (gallery.table().rows_of_split(split).empty() ||
        !chip(context.style, std::string("library.split.") + name_of(split), name_of(split), count,
              {.selected = has(filter.splits, split)}))
      continue;
    flip(filter.splits, split);
    changed = true;
  }
}

void prediction_chips(LibraryContext& context, Filter& filter, bool& changed) {
  const Gallery& gallery = context.models.gallery;
  const TargetFacts* target = gallery.target();
  if (!context.models.show_predictions || !gallery.query().comparable()) {
    changed |= common::clause_chips(context, filter, common::ChipsOf::Predictions);
    return;
  }
  const std::string source = context.models.prediction_source();
  const bool few = target->groups.size() <= 3;
  if (!few) changed |= common::clause_chips(context, filter, common::ChipsOf::PredictedGroups);
  for (std::size_t i = 0; i < target->groups.size() && few; ++i) {
    const int group = static_cast<int>(i);
    const ChipLook look{.selected = has(filter.predicted_groups, group), .tip = source, .most_px = kMostName_px};
    if (!chip(context.style, "library.predicted." + target->groups[i], "→ " + target->groups[i],
              static_cast<int>(gallery.counts().by_predicted_group[i]), look))
      continue;
    flip(filter.predicted_groups, group);
    changed = true;
  }
  if (chip(context.style, "library.disagree", "disagree", static_cast<int>(gallery.counts().disagreements),
           {.selected = filter.only_disagreement, .tip = "Label and prediction differ"})) {
    filter.only_disagreement = !filter.only_disagreement;
    changed = true;
  }
  const bool uncertain = filter.confidence_max < 1;
  if (chip(context.style, "library.uncertain", "uncertain", -1,
           {.selected = uncertain, .tip = "Confidence below 0.7"})) {
    filter.confidence_max = uncertain ? 1.0F : 0.7F;
    changed = true;
  }
}

// The shown run answers another target than the one whose groups are shown: said, and one click away.
void other_target_chip(LibraryContext& context) {
  const Gallery& gallery = context.models.gallery;
  const RunScores* run = gallery.predictions().run();
  if (!context.models.predictions_seen() || gallery.query().comparable()) return;
  const bool known = gallery.table().class_list().target_named(run->target) != nullptr;
  const std::string says = run->name + " predicts " + run->target;
  if (chip(context.style, "library.other_target", known ? says + ": show" : says + ", which is gone", -1,
           {.tip = "Its predictions cannot be compared with the labels under the target that is shown",
            .most_px = 2 * kMostName_px}) &&
      known)
    context.commands.push(SetTarget{run->target});
}

constexpr std::array<std::string_view, 4> kLearnedTips = {
    "Right from an epoch of the first quarter on, to the last", "Right from a later epoch on, to the last",
    "Right at no epoch: hard, or labelled wrongly", "Right at one epoch and wrong at the next, at least once"};

// A row of its own, while it is asked for: how the shown run learned the images over its epochs.
void learning_choice(LibraryContext& context, Filter& filter, bool& changed) {
  const Gallery& gallery = context.models.gallery;
  const Sort& sort = gallery.sort();
  const bool used = !filter.learned.empty() || sorts_by_learning(sort.key);
  if (!context.models.predictions_seen() || (!context.view.learning_open && !used)) return;
  for (const LearnedKind kind : kLearnedKinds) {
    const auto at = static_cast<std::size_t>(kind);
    const auto count =
        static_cast<int>(gallery.query().count_beside(Clause::Learned, gallery.learning().rows_of(kind)));
    if (!chip(context.style, "library.learned." + std::to_string(at), kLearnedWords[at], count,
              {.selected = has(filter.learned, kind), .tip = kLearnedTips[at]}))
      continue;
    flip(filter.learned, kind);
    changed = true;
  }
  static constexpr std::array<std::string_view, 3> kNames = {"mean confidence", "variability", "times forgotten"};
  static constexpr std::array<std::string_view, 3> kTips = {
      "Sort by the probability of the label, mean over the epochs", "Sort by its standard deviation over the epochs",
      "Sort by how often it was right and then wrong"};
  for (std::size_t i = 0; i < kNames.size(); ++i) {
    const auto key = static_cast<SortKey>(static_cast<std::size_t>(SortKey::MeanConfidence) + i);
    const bool on = sort.key == key;
    const std::string text = std::string(kNames[i]) + (on ? sort.descending ? " ↓" : " ↑" : "");
    if (chip(context.style, "library.sort." + std::string(kNames[i]), text, -1, {.selected = on, .tip = kTips[i]}))
      context.commands.push(SetSort{{key, on && !sort.descending}});
  }
  end_chips();
}

// How many of all images are shown, at the right end of the row.
void shown_count(const LibraryContext& context) {
  const Gallery& gallery = context.models.gallery;
  const std::string text = gallery.rows().size() == gallery.table().count()
                               ? counted(static_cast<std::int64_t>(gallery.table().count()), "image", "images")
                               : grouped(static_cast<std::int64_t>(gallery.rows().size())) + " of " +
                                     grouped(static_cast<std::int64_t>(gallery.table().count()));
  const ImVec2 at = ImGui::GetCursorScreenPos();
  const float right = ImGui::GetWindowPos().x + ImGui::GetWindowContentRegionMax().x;
  if (at.x + text_size(context.style.fonts.small, text).x > right) return;
  draw_text_right(context.style.fonts.small, {right, at.y + 7}, context.style.theme.muted, text);
}

void confidence_range(LibraryContext& context, Filter& filter, bool& changed) {
  if (!context.models.show_predictions || !context.models.gallery.query().comparable()) return;
  changed |= range_pill(context.style, "library.confidence", "confidence", filter.confidence_min, filter.confidence_max,
                        "Only images whose predicted group has a probability in this range");
}

void sort_choice(LibraryContext& context) {
  const Gallery& gallery = context.models.gallery;
  static constexpr std::array<std::string_view, 4> kNames = {"name", "label", "score", "confidence"};
  const std::size_t known = context.models.predictions_seen() ? kNames.size() : 2;
  for (std::size_t i = 0; i < known; ++i) {
    const bool on = gallery.sort().key == static_cast<SortKey>(i);
    const std::string text =
        on ? std::string(kNames[i]) + (gallery.sort().descending ? " ↓" : " ↑") : std::string(kNames[i]);
    if (!chip(context.style, "library.sort." + std::string(kNames[i]), text, -1,
              {.selected = on, .tip = "Sort by this; again: the other way round"}))
      continue;
    context.commands.push(SetSort{{static_cast<SortKey>(i), on && !gallery.sort().descending}});
  }
  const bool by_measure = sorts_by_measure(gallery.sort().key);
  if (chip(context.style, "library.measures", "measures", -1,
           {.selected = context.view.measures_open || by_measure,
            .tip = "Sort by sharpness, exposure and more; the search field takes sharpness<20 too"}))
    context.view.measures_open = !context.view.measures_open;
  if (context.models.predictions_seen() &&
      chip(context.style, "library.learning", "learning", -1,
           {.selected = context.view.learning_open || sorts_by_learning(gallery.sort().key),
            .tip = "How the run learned each validation image: early, late, never, forgotten"}))
    context.view.learning_open = !context.view.learning_open;
}

std::string shown_word(std::string_view word) {
  std::string text(word);
  std::ranges::replace(text, '_', ' ');
  return text;
}

std::string unlike_tip(const LibraryContext& context) {
  const RunScores* run = context.models.gallery.predictions().run();
  const UnlikeView& view = context.models.unlike;
  std::string text = "How unlike the training images" + (run == nullptr ? std::string() : " of " + run->name) +
                     ": from 1 on its model calls an image unlike them. Sort by this, the most unlike first; type "
                     "unlike>1 into the search field to filter";
  if (view.working) return text + "\nLooking at the kept features …";
  return view.words.empty() ? text : text + "\n" + view.words;
}

// A row of its own, while it is asked for or sorted by.
void measure_choice(LibraryContext& context) {
  const Sort& sort = context.models.gallery.sort();
  if (!context.view.measures_open && !sorts_by_measure(sort.key)) return;
  for (std::size_t i = 0; i < kMeasures; ++i) {
    const SortKey key = sort_key(static_cast<Measure>(i));
    const bool on = sort.key == key, of_run = key == SortKey::Unlike;
    if (of_run && !on && !context.models.predictions_seen()) continue;
    const std::string word(kMeasureWords[i]);
    const std::string tip =
        of_run ? unlike_tip(context) : "Sort by this; type " + word + "<20 into the search field to filter";
    std::string text = shown_word(word) + (on ? sort.descending ? " ↓" : " ↑" : "");
    if (of_run && context.models.unlike.working) text += " …";
    const bool descends = on ? !sort.descending : of_run;  // of interest are those that are most unlike
    if (chip(context.style, "library.sort." + word, text, -1, {.selected = on, .tip = tip}))
      context.commands.push(SetSort{{key, descends}});
  }
  end_chips();
}

// Shown while there are such files.
void file_chips(LibraryContext& context, Filter& filter, bool& changed) {
  const ImageTable& table = context.models.gallery.table();
  const GalleryCounts& counts = context.models.gallery.counts();
  if (!table.changed_file_rows().empty() &&
      chip(context.style, "library.changed_files", "file changed", static_cast<int>(counts.changed_files),
           {.selected = filter.only_changed_files,
            .tip = "The file under the path holds other content than was imported; it is left out of training"})) {
    filter.only_changed_files = !filter.only_changed_files;
    changed = true;
  }
  if (!table.missing_file_rows().empty() &&
      chip(context.style, "library.missing_files", "file missing", static_cast<int>(counts.missing_files),
           {.selected = filter.only_missing_files, .tip = "No file is where the image was imported from"})) {
    filter.only_missing_files = !filter.only_missing_files;
    changed = true;
  }
}

}  // namespace

void draw_filters(LibraryContext& context) {
  Filter filter = context.models.gallery.filter();
  bool changed = false;
  class_chips(context, filter, changed);
  end_chips();
  split_chips(context, filter, changed);
  if (!context.models.gallery.table().relabelled_rows().empty() &&
      chip(context.style, "library.relabelled", "relabelled",
           static_cast<int>(context.models.gallery.counts().relabelled),
           {.selected = filter.only_relabelled, .tip = "Label differs from the imported one"})) {
    filter.only_relabelled = !filter.only_relabelled;
    changed = true;
  }
  file_chips(context, filter, changed);
  if (!context.models.gallery.table().leaking_rows().empty() &&
      chip(context.style, "library.leaking", "leaking", static_cast<int>(context.models.gallery.counts().leaking),
           {.selected = filter.only_leaking,
            .tip = "Of a lesion, patient or group of look-alikes that stands in more than one split"})) {
    filter.only_leaking = !filter.only_leaking;
    changed = true;
  }
  changed |= common::clause_chips(context, filter, common::ChipsOf::PointedAt);
  prediction_chips(context, filter, changed);
  other_target_chip(context);
  end_chips();
  sort_choice(context);
  confidence_range(context, filter, changed);
  float& tile_px = context.view.tile_px;
  slider_pill(context.style, "library.tile_size", "size", tile_px, 88, 240, "Size of the thumbnails");
  shown_count(context);
  end_chips();
  measure_choice(context);
  learning_choice(context, filter, changed);
  if (changed) context.commands.push(SetFilter{filter});
}

}  // namespace app
