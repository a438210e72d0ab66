#include "app/workspace/import_labels.h"

#include <algorithm>
#include <map>
#include <set>

#include "app/core/joined.h"
#include "app/core/number_text.h"
#include "app/intake/column_plan.h"
#include "app/workspace/import_copies.h"

namespace app {
namespace {

constexpr std::size_t kShownDisputed = 5;  // examples
constexpr std::size_t kShownColumns = 5;   // that tell the diagnosis

// The class that most of the images have here to which the source gives the label; empty: none has one that is in use.
std::string class_instead(const std::map<std::string, long>& classes_here, const Standing& here) {
  std::string instead;
  long most = 0;
  for (const auto& [name, count] : classes_here) {
    const db::Class* known = here.class_named(name);
    if (known == nullptr || known->retired || count <= most) continue;
    instead = name;
    most = count;
  }
  return instead;
}

std::string retired_line(const RetiredLabel& label, ReadIn read_in) {
  const long here = label.images - label.added;
  std::string text = label.name + " is a retired class and takes no new labels: ";
  if (label.added > 0)
    text += counted(label.added, "image", "images") + (label.added == 1 ? " comes" : " come") + " without a label";
  if (here > 0)
    text += (label.added > 0 ? ", " : "") + grouped(here) +
            (here == 1 ? " that is here keeps its own" : " that are here keep their own");
  const std::string other = label.instead.empty() ? "OTHER" : label.instead;
  return text +
         (read_in == ReadIn::Terminal
              ? "; --label " + label.name + "=" + other + " gives them another class, `nevus class WORKSPACE use " +
                    label.name + "` takes it back into use"
              : "; for them to have it, take it back into use in the list of classes first");
}

bool any_label_column(const ImportSource& source) {
  return std::ranges::any_of(source.tables, [](const SourceTable& table) {
    return std::ranges::find(table.columns, ColumnRole::Label, &SourceColumn::role) != table.columns.end();
  });
}

// Columns that tell the diagnosis and are filled, and of how many: "diagnosis_1 (5)".
std::vector<std::string> telling_columns(const ImportSource& source, const std::vector<const ImportItem*>& items) {
  std::vector<std::string> telling;
  std::set<std::string> seen;
  for (const SourceTable& table : source.tables)
    for (const SourceColumn& column : table.columns) {
      if (!column.leak || column.role != ColumnRole::Metadata || !seen.insert(column.name).second) continue;
      const auto filled = std::ranges::count_if(items, [name = metadata_name(column.name)](const ImportItem* item) {
        const auto value = item->extra.find(name);
        return value != item->extra.end() && !value->second.empty();
      });
      if (filled > 0) telling.push_back(column.name + " (" + grouped(static_cast<long>(filled)) + ")");
    }
  return telling;
}

}  // namespace

std::vector<DisputedLabel> take_disputed_labels(ImportSource& source, std::vector<PlannedImage>& images) {
  std::map<std::size_t, std::vector<std::size_t>> repeats;  // by the first of them
  for (std::size_t i = 0; i < images.size(); ++i)
    if (images[i].what == Planned::Repeat) repeats[images[i].first].push_back(i);
  std::vector<DisputedLabel> disputed;
  for (auto& [first, items] : repeats) {
    items.insert(items.begin(), first);
    std::set<std::string> labels;
    for (const std::size_t item : items)
      if (!source.items[item].label.empty()) labels.insert(source.items[item].label);
    if (labels.size() < 2) continue;
    DisputedLabel one{name_of_item(source.items[first]), {labels.begin(), labels.end()}};
    for (const std::size_t item : items) {
      source.items[item].label.clear();
      images[item].label_taken = true;
    }
    disputed.push_back(std::move(one));
  }
  return disputed;
}

std::vector<RetiredLabel> take_retired_labels(ImportSource& source, const Standing& here,
                                              std::vector<PlannedImage>& images) {
  std::map<std::string, RetiredLabel> retired;
  std::map<std::string, std::map<std::string, long>> classes_here;
  for (std::size_t i = 0; i < images.size(); ++i) {
    std::string& label = source.items[i].label;
    const db::Class* known = here.class_named(label);
    if (known == nullptr || !known->retired) continue;
    PlannedImage& image = images[i];
    image.label_taken = true;
    if (image.what != Planned::Failed && image.what != Planned::Repeat) {
      RetiredLabel& one = retired[label];
      one.name = label;
      ++one.images;
      if (image.takes_label()) ++one.added;
      if (image.known != 0) ++classes_here[label][here.class_name(here.image(image.known).label)];
    }
    label.clear();
  }
  std::vector<RetiredLabel> all;
  for (auto& [name, one] : retired) {
    one.instead = class_instead(classes_here[name], here);
    all.push_back(std::move(one));
  }
  return all;
}

std::vector<std::string> label_warnings(const ImportPlan& plan, ReadIn read_in) {
  std::vector<std::string> lines;
  for (const RetiredLabel& label : plan.retired) lines.push_back(retired_line(label, read_in));
  const auto count = static_cast<long>(plan.disputed.size());
  if (count == 0) return lines;
  lines.push_back(grouped(count) + (count == 1 ? " picture stands" : " pictures stand") +
                  " in the source several times with different labels, and " + (count == 1 ? "gets" : "get") +
                  " none from it");
  for (std::size_t i = 0; i < std::min(kShownDisputed, plan.disputed.size()); ++i)
    lines.push_back("  " + plan.disputed[i].name + ": " + joined(plan.disputed[i].labels));
  if (plan.disputed.size() > kShownDisputed)
    lines.push_back("  … and " + grouped(static_cast<long>(plan.disputed.size() - kShownDisputed)) + " more");
  return lines;
}

std::string unlabelled_line(const ImportPlan& plan) {
  std::vector<const ImportItem*> items;  // but for those whose label was taken, which is told of the label
  for (std::size_t i = 0; i < plan.images.size(); ++i)
    if (plan.images[i].is_added() && !plan.images[i].label_taken && plan.source.items[i].label.empty())
      items.push_back(&plan.source.items[i]);
  if (items.empty()) return "";
  std::string line = counted(static_cast<long>(items.size()), "image has", "images have") + " no label in the source";
  if (!plan.source.tables.empty() && !any_label_column(plan.source))
    line += "; no column was read as the label, --column NAME=label says which one is";
  std::vector<std::string> telling = telling_columns(plan.source, items);
  if (telling.size() > kShownColumns) {
    telling.resize(kShownColumns);
    telling.emplace_back("…");
  }
  if (!telling.empty()) line += "; the diagnosis is told by " + joined(telling);
  return line;
}

}  // namespace app
