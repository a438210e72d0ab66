#include "app/workspace/import_text.h"

#include <algorithm>
#include <iterator>
#include <map>

#include "app/core/joined.h"
#include "app/core/number_text.h"
#include "app/intake/account_text.h"
#include "app/workspace/import_copies.h"
#include "app/workspace/import_labels.h"
#include "app/workspace/import_leaks.h"
#include "app/workspace/import_shared_ids.h"
#include "app/workspace/import_source_text.h"
#include "app/workspace/import_splits.h"

namespace app {
namespace {

constexpr std::size_t kShown = 5;  // examples of one kind
constexpr std::size_t kMostClasses = 60;

std::string in_words(const std::string& value) { return value.empty() ? "(nothing)" : value; }

// A content is known by its first digits.
std::string shown_value(const Conflict& conflict, const std::string& value) {
  return conflict.kind == ConflictKind::Content ? value.substr(0, 12) : in_words(value);
}

void add_rest(std::vector<std::string>& lines, long left) {
  if (left > 0) lines.push_back("… and " + grouped(left) + " more");
}

// The first, and how many more.
std::vector<std::string> first_of(const std::vector<std::string>& lines) {
  std::vector<std::string> first(lines.begin(), lines.begin() + static_cast<long>(std::min(kShown, lines.size())));
  if (lines.size() > kShown) first.push_back("  … and " + grouped(static_cast<long>(lines.size() - kShown)) + " more");
  return first;
}

PlanSection recognised(const ImportPlan& plan) {
  const ImportSource& source = plan.source;
  PlanSection section{"Recognised", {}};
  section.lines.push_back(source.name + (source.layout.empty() ? "" : ": " + source.layout) + ", " + headline_of(plan));
  for (const SourceTable& table : source.tables)
    section.lines.push_back("table " + table.path.filename().string() + ": " +
                            (table.rows > 0 ? counted(table.rows, "row", "rows") + ", " : "") + table.encoding +
                            (table.separator.empty() ? "" : ", separated by " + table.separator));
  for (const std::string& note : source.notes) section.lines.push_back(note);
  for (std::string& note : first_of(plan.notes)) section.lines.push_back(std::move(note));
  const bool lacks_label = source.layout == "folder tree" || !source.items.empty();  // else the pictures
  bool in_two_ways = false;
  for (const TwoReadings& readings : source.readings) {
    if (readings.by_folders_chosen) continue;
    in_two_ways = true;
    section.lines.push_back(readings.folder + " can be read by its table: " + readings.by_table +
                            "; or by the names of its folders: " + readings.by_folders);
  }
  if (source.needs_mapping)
    section.lines.push_back(std::string("nothing is imported until that is chosen: --column NAME=") +
                            (in_two_ways   ? "path or --by-folders"
                             : lacks_label ? "label"
                                           : "path"));
  return section;
}

PlanSection columns(const ImportPlan& plan) {
  PlanSection section{"Columns", {}};
  for (const SourceTable& table : plan.source.tables)
    for (const SourceColumn& column : table.columns)
      section.lines.push_back(column.name + " → " + use_of(column) +
                              (column.leak ? "  (tells the diagnosis: kept, never an input of a model)" : ""));
  return section;
}

std::string spelling_line(const Spelling& spelling) {
  std::string text;
  for (const auto& [found, count] : spelling.found)
    text += (text.empty() ? "" : ", ") + ("\"" + on_one_line(found) + "\" " + grouped(count));
  return spelling.label + " in " + counted(static_cast<long>(spelling.found.size()), "other spelling", "spellings") +
         ": " + text;
}

std::vector<std::string> spelling_lines(const ImportPlan& plan) {
  std::vector<std::string> lines;
  for (const Spelling& spelling : plan.source.spellings) lines.push_back(spelling_line(spelling));
  for (const PlannedClass& one : plan.classes)
    if (!one.same_as.empty())
      lines.push_back(one.name + " may be " + one.same_as +
                      " under another name and stays a class of its own; --label " + one.name + "=" + one.same_as +
                      " joins them");
  return lines;
}

PlanSection classes(const ImportPlan& plan, ReadIn read_in) {
  PlanSection section{"Classes", {}};
  long unlabelled = 0;
  for (std::size_t i = 0; i < plan.images.size(); ++i)
    if (plan.source.items[i].label.empty() && plan.images[i].what != Planned::Failed) ++unlabelled;
  for (const PlannedClass& one : plan.classes) {
    if (section.lines.size() == kMostClasses) break;
    section.lines.push_back(one.name + "  " + grouped(one.images) + (one.is_new ? "  (new)" : ""));
  }
  add_rest(section.lines, static_cast<long>(plan.classes.size()) - static_cast<long>(section.lines.size()));
  if (unlabelled > 0) section.lines.push_back("unlabelled  " + grouped(unlabelled));
  for (std::string& line : spelling_lines(plan)) section.lines.push_back(std::move(line));
  for (std::string& line : label_warnings(plan, read_in)) section.lines.push_back(std::move(line));
  return section;
}

std::vector<std::string> names_in(const PlannedTarget& target, const std::string& group) {
  std::vector<std::string> names;
  for (const auto& [name, in] : target.added)
    if (in == group) names.push_back(name);
  return names;
}

std::vector<std::string> target_warnings(const PlannedTarget& target, ReadIn read_in) {
  std::vector<std::string> lines;
  for (const GroupMove& move : target.contradictions)
    lines.push_back("target " + target.name + ": " + move.name + " is " + move.here + " here and " + move.there +
                    " in the source; the target stays as it is");
  if (!target.left_out.empty())
    lines.push_back("target " + target.name + ": " + joined(target.left_out) +
                    (target.left_out.size() == 1 ? " is" : " are") +
                    " in no group of it, so it leaves their images out" +
                    (!target.takes_choice          ? ""
                     : read_in == ReadIn::Terminal ? "; name the malignant classes with --malignant"
                                                   : "; choose the malignant ones under Classes"));
  if (!target.remark.empty()) lines.push_back("target " + target.name + ": " + target.remark);
  return lines;
}

// "new target malignant  benign: nv;  malignant: mel, bcc;"
std::string new_target_line(const PlannedTarget& target) {
  std::string text = "new target " + target.name;
  for (const std::string& group : target.groups)
    if (names_in(target, group) != std::vector{group})
      text += "  " + group + ": " + joined(names_in(target, group)) + ";";
  return text.ends_with(target.name) ? text + "  every class on its own" : text;
}

// Of columns that are named as kept, those that are a target too.
std::vector<std::string> targets_of_columns(const ImportPlan& plan) {
  const std::vector<std::string>& columns = plan.source.extra_columns;
  std::vector<std::string> lines;
  for (const PlannedTarget& target : plan.targets)
    if (target.is_new && target.remark.empty() && std::ranges::find(columns, target.name) != columns.end())
      lines.push_back(new_target_line(target));
  return lines;
}

PlanSection targets(const ImportPlan& plan, ReadIn read_in) {
  PlanSection section{"Targets", {}};
  for (const PlannedTarget& target : plan.targets) {
    if (target.is_new) section.lines.push_back(new_target_line(target));
    if (!target.is_new)
      for (const auto& [name, group] : target.added)
        section.lines.push_back("target " + target.name + ": " + name + " joins " + group);
    for (std::string& line : target_warnings(target, read_in)) section.lines.push_back(std::move(line));
  }
  return section;
}

std::vector<std::string> unknown_words(const ImportPlan& plan, ReadIn read_in) {
  std::vector<std::string> lines;
  for (const SplitWord& word : plan.source.split_words)
    if (word.split.empty())
      lines.push_back("split \"" + word.word + "\" is not known: " + counted(word.count, "image", "images") +
                      " left without a split" +
                      (read_in == ReadIn::Terminal ? "; say what it means with --split " + word.word + "=val"
                                                   : "; choose what it means under Splits"));
  return lines;
}

PlanSection splits(const ImportPlan& plan, ReadIn read_in) {
  PlanSection section{"Splits", {}};
  std::map<db::Split, long> counts;
  for (const PlannedImage& image : plan.images)
    if (image.is_added()) ++counts[image.split];
  for (const auto& [split, count] : counts)
    section.lines.push_back((split == db::Split::None ? "no split" : std::string(db::name_of(split))) + "  " +
                            grouped(count));
  for (const SplitWord& word : plan.source.split_words)
    if (!word.split.empty() && word.word != word.split)
      section.lines.push_back("\"" + word.word + "\" is read as " + word.split + "  " + grouped(word.count));
  for (std::string& line : unknown_words(plan, read_in)) section.lines.push_back(std::move(line));
  for (std::string& line : hold_out_lines(plan.hold_out)) section.lines.push_back(std::move(line));
  return section;
}

PlanSection keys(const ImportPlan& plan, ReadIn read_in) {
  std::map<std::string, long> lesions, patients;
  for (const ImportItem& item : plan.source.items) ++lesions[item.lesion_id], ++patients[item.patient_id];
  PlanSection section{"Lesions and patients", {}};
  const auto add = [&](std::map<std::string, long>& groups, const char* one, const char* more) {
    groups.erase("");  // not known
    const auto several = std::ranges::count_if(groups, [](const auto& group) { return group.second > 1; });
    if (!groups.empty())
      section.lines.push_back(counted(static_cast<long>(groups.size()), one, more) + ", " +
                              grouped(static_cast<long>(several)) + " of them with several images");
  };
  add(lesions, "lesion", "lesions");
  add(patients, "patient", "patients");
  for (const SharedIds& shared : plan.shared_ids)
    if (read_in == ReadIn::Terminal) section.lines.push_back(words_of(shared));  // in the window it is a headline
  return section;
}

std::string repeat_line(const ImportPlan& plan, std::size_t item) {
  const PlannedImage& image = plan.images[item];
  const std::string other = image.what == Planned::Repeat ? name_of_item(plan.source.items[image.first])
                                                          : std::filesystem::path(image.known_path).filename().string();
  return name_of_item(plan.source.items[item]) + " has the content of " + other;
}

std::vector<std::string> duplicate_lines(const ImportPlan& plan) {
  std::vector<std::string> lines;
  const long repeats = plan.count(Planned::Repeat), duplicates = plan.count(Planned::Duplicate);
  if (repeats > 0)
    lines.push_back(counted(repeats, "image stands", "images stand") + " twice in the source by content, counted once");
  if (duplicates > 0)
    lines.push_back(counted(duplicates, "image is", "images are") + " here already from another place, counted once");
  std::vector<std::string> each;
  for (std::size_t i = 0; i < plan.images.size(); ++i)
    if (const Planned what = plan.images[i].what; what == Planned::Repeat || what == Planned::Duplicate)
      each.push_back("  " + repeat_line(plan, i));
  std::ranges::move(first_of(each), std::back_inserter(lines));
  return lines;
}

PlanSection duplicates(const ImportPlan& plan) {
  PlanSection section{"Duplicates", duplicate_lines(plan)};
  if (plan.near_pairs > 0)
    section.lines.push_back(counted(plan.near_pairs, "pair looks", "pairs look") + " almost the same" +
                            (plan.near_across > 0 ? ", " + grouped(plan.near_across) + " of them in two splits" : ""));
  for (const NearPair& pair : plan.near)
    section.lines.push_back("  " + pair.name + " and " + pair.other + (pair.across_splits ? "  in two splits" : ""));
  if (plan.near_pairs > static_cast<long>(plan.near.size()))
    section.lines.push_back("  … and " + grouped(plan.near_pairs - static_cast<long>(plan.near.size())) + " more");
  if (!plan.near_looked_for)
    section.lines.push_back("pictures that look alike were not looked for among so many; nevus duplicates does it");
  return section;
}

std::string how(ConflictKind kind, ReadIn read_in) {
  if (read_in == ReadIn::Window) return " unless you choose otherwise under Conflicts";
  return std::string(" (--update ") + name_of(kind) + " changes it)";
}

std::vector<std::string> conflict_lines(const ImportPlan& plan, const ImportChoices& choices, ReadIn read_in) {
  std::vector<std::string> lines;
  for (const ConflictKind kind : kConflictKinds) {
    const std::vector<Conflict> conflicts = choices.asked(plan.conflicts, kind);
    if (conflicts.empty()) continue;
    lines.push_back(title_of(conflicts) +
                    (choices.updates(kind) ? "; changed as chosen" : "; kept as it is" + how(kind, read_in)));
    for (std::size_t i = 0; i < std::min(kShown, conflicts.size()); ++i)
      lines.push_back("  " + line_of(plan, conflicts[i]));
    if (conflicts.size() > kShown)
      lines.push_back("  … and " + grouped(static_cast<long>(conflicts.size() - kShown)) + " more");
  }
  return lines;
}

std::vector<std::string> left_out_lines(const ImportPlan& plan) {
  std::vector<std::string> lines;
  for (const LeftOut& left : plan.source.left_out)
    lines.push_back(
        grouped(left.count) + " left out: " + left.reason +
        (left.examples.empty()
             ? ""
             : " (" + joined(left.examples) + (left.count > static_cast<long>(left.examples.size()) ? ", …)" : ")")));
  return lines;
}

PlanSection left_out(const ImportPlan& plan) {
  PlanSection section{"Left out", left_out_lines(plan)};
  if (!plan.failures.empty())
    section.lines.push_back(counted(static_cast<long>(plan.failures.size()), "file", "files") + " cannot be read");
  for (std::size_t i = 0; i < std::min(kShown, plan.failures.size()); ++i)
    section.lines.push_back("  " + plan.failures[i].second);
  return section;
}

}  // namespace

std::string line_of(const ImportPlan& plan, const Conflict& conflict) {
  return name_of_item(plan.source.items[conflict.item]) + "  " + conflict.field + ": " +
         shown_value(conflict, conflict.before) + " → " + shown_value(conflict, conflict.after) +
         (conflict.inside ? "  (twice in this source)" : "");
}

std::string title_of(const std::vector<Conflict>& conflicts) {
  if (conflicts.empty()) return "";
  const ConflictKind kind = conflicts.front().kind;
  const auto unknown =
      static_cast<long>(std::ranges::count_if(conflicts, [](const Conflict& one) { return one.before.empty(); }));
  const auto count = static_cast<long>(conflicts.size()), differ = count - unknown;
  switch (kind) {
    case ConflictKind::Content:
      return counted(count, "file has", "files have") + " another content than when it was imported";
    case ConflictKind::Removed: return counted(count, "image was", "images were") + " removed from the set before";
    case ConflictKind::Label:
    case ConflictKind::Split:
    case ConflictKind::Metadata: break;
  }
  const bool metadata = kind == ConflictKind::Metadata;
  const std::string what = name_of(kind);
  std::string text;
  if (differ > 0)
    text = metadata ? counted(differ, "value is", "values are") + " different in the source"
                    : counted(differ, "image has", "images have") + " another " + what + " in the source";
  if (unknown > 0)
    text += (differ > 0 ? ", " : "") +
            (metadata ? counted(unknown, "value is", "values are") + " known there and not here"
                      : counted(unknown, "image has", "images have") + " a " + what + " there and none here");
  return text;
}

std::vector<std::string> headlines_of(const ImportPlan& plan, const ImportChoices& choices, ReadIn read_in) {
  std::vector<std::string> lines = conflict_lines(plan, choices, read_in);
  for (std::string& line : label_warnings(plan, read_in)) lines.push_back(std::move(line));
  for (const PlannedTarget& target : plan.targets)
    for (std::string& line : target_warnings(target, read_in)) lines.push_back(std::move(line));
  for (std::string& line : unknown_words(plan, read_in)) lines.push_back(std::move(line));
  for (std::string& line : hold_out_lines(plan.hold_out)) lines.push_back(std::move(line));
  for (const SharedIds& shared : plan.shared_ids) lines.push_back(words_of(shared));
  for (std::string& line : leak_lines(plan, choices)) lines.push_back(std::move(line));
  std::erase_if(lines, [](const std::string& line) { return line.starts_with(" "); });
  return lines;
}

std::string headline_of(const ImportPlan& plan) {
  long added = 0;
  for (const PlannedImage& image : plan.images)
    if (image.is_added()) ++added;
  std::string text = counted(added, "image", "images") + " to add";
  const auto more = [&](Planned what, const char* words) {
    if (const long count = plan.count(what); count > 0) text += ", " + grouped(count) + words;
  };
  more(Planned::Known, " already here");
  more(Planned::Relink, " found at a new place");
  more(Planned::Duplicate, " here from another place");
  more(Planned::Repeat, " twice in the source");
  more(Planned::Changed, " with another content than before");
  more(Planned::Removed, " removed before");
  more(Planned::Failed, " that cannot be read");
  return text;
}

std::vector<PlanSection> sections_of(const ImportPlan& plan, const ImportChoices& choices, ReadIn read_in) {
  std::vector<PlanSection> sections = {recognised(plan),
                                       source_section(plan, read_in),
                                       columns(plan),
                                       classes(plan, read_in),
                                       targets(plan, read_in),
                                       splits(plan, read_in),
                                       keys(plan, read_in),
                                       duplicates(plan),
                                       {"Conflicts with what is here", conflict_lines(plan, choices, read_in)},
                                       {"Leaks", leak_lines(plan, choices)},
                                       left_out(plan)};
  std::erase_if(sections, [](const PlanSection& section) { return section.lines.empty(); });
  return sections;
}

std::vector<std::string> remarks_of(const ImportPlan& plan, const ImportChoices& choices, bool whole) {
  constexpr ReadIn read_in = ReadIn::Terminal;
  std::vector<std::string> all;
  const auto add = [&](std::vector<std::string> lines) {
    for (std::string& line : lines) all.push_back(std::move(line));
  };
  add(conflict_lines(plan, whole ? choices : ImportChoices{}, read_in));
  if (whole) add(label_warnings(plan, read_in));
  if (std::string unlabelled = unlabelled_line(plan); whole && !unlabelled.empty())
    all.push_back(std::move(unlabelled));
  for (const PlannedTarget& target : plan.targets) add(target_warnings(target, read_in));
  if (whole) add(targets_of_columns(plan));
  if (whole) add(hold_out_lines(plan.hold_out));
  for (const SharedIds& shared : plan.shared_ids)
    if (whole) all.push_back(words_of(shared));
  if (whole) add(leak_lines(plan, choices));
  add(duplicate_lines(plan));
  add(account_of(plan.source));
  add(first_of(plan.notes));
  return all;
}

std::string describe(const ImportPlan& plan, const ImportChoices& choices) {
  std::string text;
  for (const PlanSection& section : sections_of(plan, choices)) {
    text += (text.empty() ? "" : "\n") + section.title + "\n";
    for (const std::string& line : section.lines) text += "  " + line + "\n";
  }
  return text + "\nNothing was written. The same command without --plan imports.";
}

}  // namespace app
