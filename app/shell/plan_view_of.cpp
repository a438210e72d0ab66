#include "app/shell/plan_view_of.h"

#include <algorithm>
#include <array>

#include "app/core/number_text.h"
#include "app/workspace/import_leaks.h"
#include "app/workspace/import_source_text.h"
#include "app/workspace/import_text.h"

namespace app {
namespace {

constexpr std::size_t kMostConflicts = 500;  // shown of one kind
constexpr std::size_t kMostBars = 10;

long added_by(const ImportPlan& plan) { return plan.count(Planned::Add) + plan.count(Planned::Restore); }

// Nobody has said yet how a folder is read that can be in two ways.
bool is_open(const ImportPlan& plan) {
  return std::ranges::any_of(plan.source.readings, [](const TwoReadings& one) { return !one.by_folders_chosen; });
}

long left_out_by(const ImportPlan& plan) {
  long count = static_cast<long>(plan.failures.size());
  for (const LeftOut& left : plan.source.left_out) count += left.count;
  return count;
}

std::vector<PlanLine> lines_of(const ImportPlan& plan, const ImportChoices& choices, const std::string& title,
                               bool warning = false) {
  std::vector<PlanLine> lines;
  for (const PlanSection& section : sections_of(plan, choices, ReadIn::Window)) {
    if (section.title != title) continue;
    for (const std::string& line : section.lines) lines.push_back({line, warning && !line.starts_with(" ")});
  }
  return lines;
}

// "ham224", or "ham224 and 2 more": what a column or the folder's name makes the images' source.
std::string source_hint_of(const ImportPlan& plan) {
  const std::vector<SourceCount> sources = source_counts(plan.source);
  if (sources.empty()) return "Name of the data set";
  const std::string first = sources.front().name.empty() ? "no source" : sources.front().name;
  return sources.size() == 1 ? first : first + " and " + grouped(static_cast<long>(sources.size()) - 1) + " more";
}

long leaking_groups(const ImportPlan& plan, const ImportChoices& choices) {
  long groups = 0;
  for (const PlannedLeak& leak : leaks_after(plan, choices)) groups += leak.groups;
  return groups;
}

long conflicts_asked(const ImportPlan& plan, const ImportChoices& choices) {
  return static_cast<long>(
      std::ranges::count_if(plan.conflicts, [&](const Conflict& conflict) { return choices.asks(conflict); }));
}

void add_cards(PlanView& view, const ImportPlan& plan, long conflicts, long leaking) {
  const long duplicates = plan.count(Planned::Repeat) + plan.count(Planned::Duplicate);
  const long here = plan.count(Planned::Known) + plan.count(Planned::Relink) + plan.count(Planned::Removed) +
                    plan.count(Planned::Changed);
  view.cards = {{grouped(added_by(plan)), "images to add"},
                {grouped(here), "here already"},
                {grouped(duplicates), "with the content of another"},
                {grouped(static_cast<long>(plan.classes.size())), plan.classes.size() == 1 ? "class" : "classes"},
                {grouped(conflicts), "conflicts", conflicts > 0},
                {grouped(left_out_by(plan)), "left out or unreadable", left_out_by(plan) > 0}};
  if (leaking > 0) view.cards[2] = {grouped(leaking), "lesions or patients in two splits", true};
}

void add_parts(PlanView& view, const ImportPlan& plan, long conflicts, long leaking) {
  const auto add = [&](PlanPart part, const char* id, const char* title, long count, bool warning = false) {
    view.parts.push_back({part, id, title, count < 0 ? "" : grouped(count), warning && count > 0});
  };
  const auto size = [](const auto& list) { return static_cast<long>(list.size()); };
  const bool unknown_word = std::ranges::any_of(plan.source.split_words, [](const auto& w) { return w.split.empty(); });
  add(PlanPart::Summary, "summary", "Summary", -1);
  add(PlanPart::Columns, "columns", "Columns", size(view.columns), plan.source.needs_mapping);
  add(PlanPart::Classes, "classes", "Classes", size(view.classes));
  add(PlanPart::Splits, "splits", "Splits", size(view.split_bars), unknown_word);
  add(PlanPart::Duplicates, "duplicates", "Duplicates",
      plan.count(Planned::Repeat) + plan.count(Planned::Duplicate) + plan.near_pairs);
  add(PlanPart::Conflicts, "conflicts", "Conflicts", conflicts, true);
  add(PlanPart::Leaks, "leaks", "Leaks", leaking, true);
  add(PlanPart::LeftOut, "left-out", "Left out", left_out_by(plan), true);
}

void add_columns(PlanView& view, const ImportPlan& plan) {
  for (int i = 0; i <= static_cast<int>(ColumnRole::Ignored); ++i)
    view.roles.emplace_back(name_of(static_cast<ColumnRole>(i)));
  for (const SourceTable& table : plan.source.tables) {
    const std::string rows = table.rows > 0 ? grouped(table.rows) + " rows   " : "";  // none: it was only looked into
    view.tables.push_back(table.path.filename().string() + "   " + rows + table.encoding + "   " + table.separator);
    for (const SourceColumn& column : table.columns)
      view.columns.push_back({column.name, static_cast<int>(column.role), column.leak, column.key});
  }
}

bool is_malignant(const ImportPlan& plan, const PlanDecisions& decisions, const std::string& name) {
  if (decisions.plan.malignant)
    return std::ranges::find(*decisions.plan.malignant, name) != decisions.plan.malignant->end();
  for (const PlannedTarget& target : plan.targets) {
    if (target.name != "malignant") continue;
    for (const auto& [added, group] : target.added)
      if (added == name) return group == "malignant";
  }
  return false;
}

void add_classes(PlanView& view, const ImportPlan& plan, const PlanDecisions& decisions) {
  for (const PlannedClass& one : plan.classes)
    view.classes.push_back({one.name, grouped(one.images), one.is_new, is_malignant(plan, decisions, one.name)});
  view.can_choose_malignant =
      decisions.plan.malignant.has_value() ||
      std::ranges::any_of(plan.targets,
                          [](const PlannedTarget& target) {
                            return target.name == "malignant" && (target.is_new || !target.left_out.empty());
                          }) ||
      (plan.classes.size() > 1 && std::ranges::all_of(plan.classes, &PlannedClass::is_new));
  for (const Spelling& spelling : plan.source.spellings)
    for (const auto& [found, count] : spelling.found)
      if (found != spelling.label) view.spellings.push_back({found, spelling.label, grouped(count), false});
  for (const PlannedClass& one : plan.classes)
    if (!one.same_as.empty()) view.spellings.push_back({one.name, one.same_as, grouped(one.images), true});
  for (const std::string& kept : decisions.plan.kept_spellings)
    if (std::ranges::find(view.spellings, kept, &PlanSpellingView::found) == view.spellings.end())
      view.spellings.push_back({kept, kept, "", true});
}

void add_splits(PlanView& view, const ImportPlan& plan) {
  view.splits = {"no split", "train", "val", "test"};
  for (const SplitWord& word : plan.source.split_words) {
    const auto at = std::ranges::find(view.splits, word.split);
    view.words.push_back(
        {word.word, grouped(word.count), at == view.splits.end() ? 0 : static_cast<int>(at - view.splits.begin())});
  }
}

void add_conflicts(PlanView& view, const ImportPlan& plan, const ImportChoices& choices) {
  for (const ConflictKind kind : kConflictKinds) {
    const std::vector<Conflict> conflicts = choices.asked(plan.conflicts, kind);
    if (conflicts.empty()) continue;
    PlanConflictView shown{name_of(kind), title_of(conflicts), {}, choices.updates(kind), false};
    for (std::size_t i = 0; i < std::min(kMostConflicts, conflicts.size()); ++i)
      shown.examples.push_back(line_of(plan, conflicts[i]));
    const auto rest = static_cast<long>(conflicts.size() - shown.examples.size());
    if (rest > 0) shown.examples.push_back("… and " + grouped(rest) + " more");
    view.conflicts.push_back(std::move(shown));
  }
}

void add_texts(PlanView& view, const ImportPlan& plan, const ImportChoices& choices) {
  view.splits_text = lines_of(plan, choices, "Splits");
  view.duplicates = lines_of(plan, choices, "Duplicates");
  view.leaks = lines_of(plan, choices, "Leaks", true);
  view.left_out = lines_of(plan, choices, "Left out");
  view.targets = lines_of(plan, choices, "Targets");
  view.summary = lines_of(plan, choices, "Lesions and patients");
  for (const std::string& note : plan.source.notes) view.summary.push_back({note, false});
  for (const std::string& remark : headlines_of(plan, choices, ReadIn::Window)) view.summary.push_back({remark, true});
  if (plan.near_across > 0)
    view.summary.push_back(
        {grouped(plan.near_across) + (plan.near_across == 1 ? " pair that looks almost the same stands in two splits."
                                                            : " pairs that look almost the same stand in two splits."),
         true});
  if (plan.source.needs_mapping && !is_open(plan))
    view.summary.push_back(
        {"No column was recognised as the pictures' paths or names: choose it under Columns.", true});
}

PlanBar bar_of(const std::string& name, long count, long most) {
  return {name, grouped(count), most > 0 ? static_cast<float>(count) / static_cast<float>(most) : 0};
}

void add_bars(PlanView& view, const ImportPlan& plan) {
  long most = 0, rest = 0;
  for (const PlannedClass& one : plan.classes) most = std::max(most, one.images);
  for (const PlannedClass& one : plan.classes) {
    if (view.class_bars.size() < kMostBars)
      view.class_bars.push_back(bar_of(one.name, one.images, most));
    else
      rest += one.images;
  }
  if (rest > 0) view.class_bars.push_back(bar_of("others", rest, std::max(most, rest)));
  std::array<long, 4> counts{};
  for (const PlannedImage& image : plan.images)
    if (image.is_added()) ++counts[static_cast<std::size_t>(image.split)];
  for (const db::Split split : {db::Split::Train, db::Split::Val, db::Split::Test, db::Split::None}) {
    const long count = counts[static_cast<std::size_t>(split)];
    if (count > 0)
      view.split_bars.push_back(
          bar_of(split == db::Split::None ? "no split" : db::name_of(split), count, *std::ranges::max_element(counts)));
  }
}

void add_button(PlanView& view, const ImportPlan& plan, const ImportChoices& choices) {
  const long added = added_by(plan);
  const bool changes =
      std::ranges::any_of(plan.conflicts, [&](const Conflict& conflict) { return choices.applies(conflict); });
  view.can_import = !is_open(plan) && (added > 0 || changes || plan.count(Planned::Relink) > 0);
  view.button = is_open(plan)     ? "Choose how to read it"
                : added > 0       ? "Import " + grouped(added) + (added == 1 ? " image" : " images")
                : changes         ? "Change what is here"
                : view.can_import ? "Note the new places"
                                  : "Nothing to import";
}

}  // namespace

PlanView plan_view_of(const ImportPlan& plan, const PlanDecisions& decisions) {
  PlanView view;
  view.state = PlanState::Ready;
  view.title = plan.source.name;
  view.layout = plan.source.layout;
  view.source = decisions.source.source;
  view.source_hint = source_hint_of(plan);
  view.by_folders = decisions.source.by_folders;
  for (const TwoReadings& one : plan.source.readings)
    view.readings.push_back({one.folder, one.by_table, one.by_folders});
  add_columns(view, plan);
  add_classes(view, plan, decisions);
  add_splits(view, plan);
  add_conflicts(view, plan, decisions.import);
  add_texts(view, plan, decisions.import);
  const long leaking = leaking_groups(plan, decisions.import);
  const long conflicts = conflicts_asked(plan, decisions.import);
  add_cards(view, plan, conflicts, leaking);
  add_bars(view, plan);
  add_parts(view, plan, conflicts, leaking);
  add_button(view, plan, decisions.import);
  return view;
}

}  // namespace app
