#include "app/intake/column_plan.h"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <string_view>

#include "app/intake/known_layouts.h"
#include "app/intake/table.h"

namespace app {
namespace {

bool is_single(ColumnRole role) { return role != ColumnRole::Metadata && role != ColumnRole::Ignored; }

// What is known of an image goes by these names, in a workspace and in the labels that leave it.
constexpr std::array<std::string_view, 13> kFields = {
    "path",         "split",   "label",     "lesion_id",   "patient_id", "age",   "sex",
    "localization", "dx_type", "mask_path", "attribution", "licence",    "source"};

bool names_picture(ColumnRole role) { return role == ColumnRole::Path || role == ColumnRole::ImageName; }

class Planner {
 public:
  Planner(const Layout& layout, const std::vector<std::string>& headings, const SourceChoices& choices)
      : layout_(layout), choices_(choices) {
    for (const std::string& heading : headings) {
      keys_.push_back(column_key(heading));
      plan_.columns.push_back({own_name(heading), ColumnRole::Metadata, false});
    }
  }

  ColumnPlan plan() {
    for (const auto& [name, role] : layout_.roles) give(name, role);
    give_picture();
    give_label();
    for (const std::string& name : layout_.one_hot) add_if_there(name, plan_.one_hot);
    for (const std::size_t column : plan_.one_hot) plan_.columns[column].role = ColumnRole::Label;
    follow_choices();
    for (const std::string& name : layout_.lesion_from) add_if_there(name, plan_.lesion_from);
    for (const auto& [name, value] : layout_.leave_out)
      if (const auto column = find(name)) plan_.leave_out.emplace_back(*column, value);
    mark_leaks();
    collect_pictures();
    refuse_twins();
    return std::move(plan_);
  }

 private:
  // What is kept as metadata is kept by the name, so that each column needs one of its own.
  std::string own_name(const std::string& heading) {
    std::string name = heading;
    const auto is_taken = [&] {
      return std::ranges::find(plan_.columns, name, &SourceColumn::name) != plan_.columns.end();
    };
    for (int number = 2; is_taken(); ++number) name = heading + " (" + std::to_string(number) + ")";
    if (name != heading)
      plan_.twins.push_back("several columns are called \"" + heading + "\": column " + std::to_string(keys_.size()) +
                            " was read as \"" + name + "\"");
    return name;
  }

  // By the heading, or by the name that sets it apart.
  std::optional<std::size_t> find_named(const std::string& name) const {
    const auto is_it = [&](const SourceColumn& column) { return column_key(column.name) == column_key(name); };
    const auto found = std::ranges::find_if(plan_.columns, is_it);
    if (found == plan_.columns.end()) return std::nullopt;
    return static_cast<std::size_t>(found - plan_.columns.begin());
  }

  std::optional<std::size_t> find(const std::string& key) const {
    const auto found = std::ranges::find(keys_, key);
    if (found == keys_.end()) return std::nullopt;
    return static_cast<std::size_t>(found - keys_.begin());
  }

  void add_if_there(const std::string& name, std::vector<std::size_t>& to) const {
    if (const auto column = find(name)) to.push_back(*column);
  }

  bool taken(ColumnRole role) const { return column_with_role(plan_, role).has_value(); }

  void give(const std::string& name, ColumnRole role) {
    const auto column = find(name);
    if (column && (!is_single(role) || !taken(role))) plan_.columns[*column].role = role;
  }

  // An id is a name without folders and mostly without an extension; both are looked for in the same way.
  static ColumnRole picture_role(const std::string& key) {
    const bool path = key.find("path") != std::string::npos || key.find("file") != std::string::npos;
    return path ? ColumnRole::Path : ColumnRole::ImageName;
  }

  void give_picture() {
    for (const std::string& name : layout_.pictures) {
      const auto column = find(name);
      if (!column) continue;
      plan_.columns[*column].role = layout_.each_picture ? ColumnRole::Path : picture_role(name);
      if (!layout_.each_picture) return;
    }
  }

  void give_label() {
    std::vector<std::string> there;
    for (const std::string& name : layout_.label_from)
      if (const auto column = find(name);
          column && plan_.columns[*column].role == ColumnRole::Metadata && !is_something_else(*column))
        there.push_back(name);
    if (there.empty()) return;
    const bool chosen = std::ranges::any_of(
        choices_.roles, [this](const auto& c) { return c.second == ColumnRole::Label && find_named(c.first); });
    const bool clear = layout_.name != "table" || there.front() == "label" || there.size() == 1 || chosen;
    if (clear) {
      give(there.front(), ColumnRole::Label);
      return;
    }
    for (const std::string& name : there) plan_.two_labels += (plan_.two_labels.empty() ? "" : " and ") + name;
  }

  // As a person chose: that settles it too, where two columns could be the label.
  bool is_something_else(std::size_t column) const {
    return std::ranges::any_of(choices_.roles, [&](const auto& choice) {
      return choice.second != ColumnRole::Label && find_named(choice.first) == column;
    });
  }

  void follow_choices() {
    for (const auto& [name, role] : choices_.roles) {
      const auto column = find_named(name);
      if (!column) continue;
      for (SourceColumn& other : plan_.columns)
        if (is_single(role) && (other.role == role || (names_picture(role) && names_picture(other.role))))
          other.role = ColumnRole::Metadata;
      if (role == ColumnRole::Label) plan_.one_hot.clear();
      plan_.columns[*column].role = role;
    }
  }

  void mark_leaks() {
    for (std::size_t i = 0; i < keys_.size(); ++i) {
      const auto fits = [&](const std::string& leak) {
        return leak.ends_with('*') ? keys_[i].starts_with(leak.substr(0, leak.size() - 1)) : keys_[i] == leak;
      };
      const ColumnRole role = plan_.columns[i].role;
      const bool is_label = role == ColumnRole::Label || names_picture(role);
      plan_.columns[i].leak = !is_label && (is_leak_by_name(keys_[i]) || std::ranges::any_of(layout_.leaks, fits));
    }
  }

  void collect_pictures() {
    for (std::size_t i = 0; i < plan_.columns.size(); ++i)
      if (names_picture(plan_.columns[i].role)) plan_.pictures.push_back(i);
  }

  void refuse_twins() const {
    for (std::size_t i = 0; i < keys_.size(); ++i) {
      if (!is_single(plan_.columns[i].role)) continue;
      const auto twin = std::find(keys_.begin() + static_cast<std::ptrdiff_t>(i) + 1, keys_.end(), keys_[i]);
      if (twin == keys_.end()) continue;
      throw std::runtime_error("importing a table: two of its columns are called \"" + plan_.columns[i].name +
                               "\" (columns " + std::to_string(i + 1) + " and " +
                               std::to_string(twin - keys_.begin() + 1) + "); rename one of them");
    }
  }

  const Layout& layout_;
  const SourceChoices& choices_;
  std::vector<std::string> keys_;
  ColumnPlan plan_;
};

}  // namespace

ColumnPlan plan_columns(const Layout& layout, const std::vector<std::string>& headings, const SourceChoices& choices) {
  return Planner(layout, headings, choices).plan();
}

std::string metadata_name(const std::string& column) {
  return std::ranges::find(kFields, column_key(column)) == kFields.end() ? column : column + " (column)";
}

std::optional<std::size_t> column_with_role(const ColumnPlan& plan, ColumnRole role) {
  const auto found = std::ranges::find(plan.columns, role, &SourceColumn::role);
  if (found == plan.columns.end()) return std::nullopt;
  return static_cast<std::size_t>(found - plan.columns.begin());
}

}  // namespace app
