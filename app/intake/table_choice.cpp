#include "app/intake/table_choice.h"

#include <algorithm>
#include <optional>
#include <set>
#include <stdexcept>

#include "app/intake/column_plan.h"
#include "app/intake/known_layouts.h"
#include "app/intake/shelf.h"
#include "app/intake/table_items.h"
#include "app/intake/text_encoding.h"

namespace app {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kSampledRows = 30;
constexpr std::size_t kNamedColumns = 12;

// A table as far as it is looked at for the choice.
struct Sight {
  ShelfTable file;
  std::vector<std::string> columns;
  std::vector<TableRow> sample;
  std::string encoding, separator;
  std::optional<Layout> layout;  // of a known set, as its main table
};

bool is_isic_2016(const std::vector<std::string>& first_row) {
  static const std::set<std::string> kTruths = {"benign", "malignant", "0.0", "1.0", "0", "1"};
  return first_row.size() == 2 && first_row[0].starts_with("ISIC_") && kTruths.contains(first_row[1]);
}

std::optional<Layout> layout_of(const std::vector<std::string>& columns) {
  const bool is_2016 = is_isic_2016(columns);
  for (const Layout& layout : known_layouts())
    if (layout.without_heading ? is_2016 : matches(layout.needs, columns)) return layout;
  return std::nullopt;
}

Sight look_at(const ShelfTable& file) {
  const std::unique_ptr<Table> table = open_table(file);
  Sight sight{file, table->columns(), {}, table->encoding(), table->separator(), layout_of(table->columns())};
  for (TableRow row; sight.sample.size() < kSampledRows && table->next(row);) sight.sample.push_back(row);
  return sight;
}

bool names_pictures(const Sight& sight, std::size_t column, PictureFinder& finder) {
  const std::string base = folder_of(sight.file.name);
  return std::ranges::any_of(sight.sample, [&](const TableRow& row) {
    const std::string& value = row.fields[column];
    if (value.empty()) return false;
    const FoundPicture found = finder.find(value, base);
    return !found.key.empty() || !found.candidates.empty() || !found.frames.empty();
  });
}

bool is_index(const Sight& sight) {
  return (sight.file.name == "index.tsv" || sight.file.name == "index.csv") && matches({"path"}, sight.columns);
}

bool is_companion(const Sight& sight, const Layout& layout) {
  return std::ranges::any_of(layout.companions,
                             [&](const CompanionTable& companion) { return matches(companion.needs, sight.columns); });
}

class Chooser {
 public:
  Chooser(IntakeShelf& shelf, PictureFinder& finder, const SourceChoices& choices)
      : shelf_(shelf), finder_(finder), choices_(choices) {}

  TableChoice choose() {
    for (const ShelfTable& file : shelf_.tables) look(file);
    std::vector<const Sight*> index, known, usual;
    for (const Sight& sight : sights_) {
      if (is_index(sight))
        index.push_back(&sight);
      else if (sight.layout)
        known.push_back(&sight);
      else if (is_usual(sight))
        usual.push_back(&sight);
    }
    std::erase_if(known, [&](const Sight* sight) { return belongs_to_another(*sight, known); });
    if (usual.empty()) usual = chosen();
    const auto& best = !index.empty() ? index : !known.empty() ? known : usual;
    if (best.empty())
      tell_unused();
    else if (!choices_.by_folders)
      take(best);
    note_others();
    return std::move(choice_);
  }

 private:
  void look(const ShelfTable& file) try { sights_.push_back(look_at(file)); } catch (const std::runtime_error& error) {
    shelf_.left_out.add("tables that cannot be read", error.what());
    choice_.unused.push_back({file.name + " cannot be read (" + error.what() + ")", {}});
  }

  // A table of one known set may be a second table of another: the archive's metadata of the challenges' pictures.
  static bool belongs_to_another(const Sight& sight, const std::vector<const Sight*>& known) {
    return std::ranges::any_of(known, [&](const Sight* other) {
      return other->layout->name != sight.layout->name && is_companion(sight, *other->layout) &&
             !is_companion(*other, *sight.layout);
    });
  }

  bool is_usual(const Sight& sight) {
    const ColumnPlan plan = plan_columns(usual_layout(), sight.columns, choices_);
    return std::ranges::any_of(plan.pictures,
                               [&](std::size_t column) { return names_pictures(sight, column, finder_); });
  }

  // A person said which column names the pictures: none of the first rows need name one that is here.
  std::vector<const Sight*> chosen() const {
    std::vector<const Sight*> found;
    for (const Sight& sight : sights_) {
      const ColumnPlan plan = plan_columns(usual_layout(), sight.columns, choices_);
      const auto is_said = [&](const auto& choice) {
        return (choice.second == ColumnRole::Path || choice.second == ColumnRole::ImageName) &&
               std::ranges::any_of(plan.pictures, [&](std::size_t column) {
                 return column_key(plan.columns[column].name) == column_key(choice.first);
               });
      };
      if (std::ranges::any_of(choices_.roles, is_said)) found.push_back(&sight);
    }
    return found;
  }

  void take(const std::vector<const Sight*>& best) {
    choice_.unused.clear();  // those that cannot be read are named among what is left out
    choice_.layout = best.front()->layout && !is_index(*best.front()) ? *best.front()->layout : usual_layout();
    std::set<std::string> splits;
    for (const Sight* sight : best) {
      const std::string split = split_in_file_name(sight->file.name);
      const bool by_name = best.size() > 1 || choice_.layout.split_in_file_name;
      choice_.mains.emplace_back(sight->file, by_name ? split : "");
      const bool same_set = sight->columns == best.front()->columns || sight->layout;
      const bool same_layout = !sight->layout || sight->layout->name == choice_.layout.name;
      if (best.size() > 1 && (split.empty() || !splits.insert(split).second || !same_set || !same_layout))
        refuse(*best.front(), sight == best.front() ? *best[1] : *sight);
    }
    take_companions();
  }

  [[noreturn]] void refuse(const Sight& one, const Sight& other) const {
    throw std::runtime_error(
        "importing " + shelf_.name + ": two tables could say what its pictures are, \"" + one.file.name + "\" and \"" +
        other.file.name +
        "\"; name the one that is meant, or put the other one elsewhere: " + utf8_text(shelf_.root.string()));
  }

  bool is_main(const Sight& sight) const {
    return std::ranges::any_of(choice_.mains, [&](const auto& main) { return main.first.name == sight.file.name; });
  }

  void take_companions() {
    for (const CompanionTable& companion : choice_.layout.companions)
      for (const Sight& sight : sights_)
        if (!is_main(sight) && matches(companion.needs, sight.columns) && used_.insert(sight.file.name).second)
          choice_.companions.emplace_back(sight.file, companion);
  }

  void tell_unused() {
    for (const Sight& sight : sights_) {
      ColumnPlan plan = plan_columns(usual_layout(), sight.columns, choices_);
      const bool to_map = names_a_picture(sight, plan);
      const std::string why = to_map                  ? "no column is known to name the pictures"
                              : sight.columns.empty() ? "it is empty"
                                                      : why_unused(plan);
      if (why.empty()) continue;
      const SourceTable table{sight.file.path, sight.encoding, sight.separator, 0, plan.columns};
      choice_.unused.push_back({sight.file.name + ": " + why + columns_in_words(sight), table});
      if (choices_.by_folders) continue;
      used_.insert(sight.file.name);
      if (to_map) choice_.to_map.push_back(table);
    }
    tell_unread_spreadsheets();
  }

  // A column whose values are pictures that are there: the table is about them, whatever the column is called.
  bool names_a_picture(const Sight& sight, ColumnPlan& plan) {
    bool found = false;
    for (std::size_t i = 0; i < sight.columns.size(); ++i)
      if (names_pictures(sight, i, finder_) && !std::exchange(found, true)) plan.columns[i].role = ColumnRole::Path;
    return found;
  }

  // A table of which no column is known, and that names no picture, is about other things: empty then.
  static std::string why_unused(const ColumnPlan& plan) {
    if (!plan.pictures.empty()) return "its first rows name no picture that is here";
    const auto is_known = [](const SourceColumn& column) {
      return column.role < ColumnRole::Attribution;  // what it says is of pictures
    };
    const bool of_pictures = std::ranges::any_of(plan.columns, is_known) || !plan.two_labels.empty();
    return of_pictures ? "no column is known to name the pictures" : "";
  }

  void tell_unread_spreadsheets() {
    for (const LeftOut& left : shelf_.left_out.list())
      if (left.reason == kUnreadSpreadsheets)
        for (const std::string& name : left.examples)
          choice_.unused.push_back({name + " is in a format that is not read: save it as CSV or XLSX", {}});
  }

  static std::string columns_in_words(const Sight& sight) {
    if (sight.columns.empty()) return "";
    std::string columns;
    for (std::size_t i = 0; i < std::min(kNamedColumns, sight.columns.size()); ++i)
      columns += (i == 0 ? "" : ", ") + sight.columns[i];
    return " (columns " + columns + (sight.columns.size() > kNamedColumns ? ", …)" : ")");
  }

  void note_others() {
    for (const Sight& sight : sights_)
      if (!is_main(sight) && !used_.contains(sight.file.name))
        choice_.notes.push_back("the table " + sight.file.name + " was not used" + columns_in_words(sight));
  }

  IntakeShelf& shelf_;
  PictureFinder& finder_;
  const SourceChoices& choices_;
  std::vector<Sight> sights_;
  std::set<std::string> used_;
  TableChoice choice_;
};

// Companions of a named table: tables in its folder.
void add_neighbours(IntakeShelf& shelf) {
  std::error_code failed;
  std::vector<ShelfTable> neighbours;
  for (fs::directory_iterator it(shelf.root, failed); !failed && it != fs::directory_iterator(); it.increment(failed)) {
    std::error_code unreadable;
    const std::string name = utf8_text(it->path().filename().string());
    if (name != shelf.tables.front().name && is_table_file(it->path()) && it->is_regular_file(unreadable))
      neighbours.push_back({name, it->path(), ""});
  }
  std::ranges::sort(neighbours, {}, &ShelfTable::name);
  shelf.tables.insert(shelf.tables.end(), neighbours.begin(), neighbours.end());
}

}  // namespace

TableChoice choose_tables(IntakeShelf& shelf, PictureFinder& finder, const SourceChoices& choices) {
  return Chooser(shelf, finder, choices).choose();
}

TableChoice choose_named(IntakeShelf& shelf, const SourceChoices& choices) {
  const Sight sight = look_at(shelf.tables.front());
  TableChoice choice{.layout = sight.layout ? *sight.layout : usual_layout()};
  const ColumnPlan plan = plan_columns(choice.layout, sight.columns, choices);
  if (sight.columns.empty())
    throw std::runtime_error("importing a table: it is empty: " + utf8_text(sight.file.path.string()));
  if (plan.pictures.empty()) {
    choice.to_map.push_back({sight.file.path, sight.encoding, sight.separator, 0, plan.columns});
    return choice;
  }
  choice.mains.emplace_back(sight.file, choice.layout.split_in_file_name ? split_in_file_name(sight.file.name) : "");
  if (choice.layout.companions.empty()) return choice;
  add_neighbours(shelf);
  for (auto file = shelf.tables.begin() + 1; file != shelf.tables.end(); ++file) try {
      const Sight other = look_at(*file);
      for (const CompanionTable& companion : choice.layout.companions) {
        const bool rival = other.layout && other.layout->name == choice.layout.name;
        if (rival || !matches(companion.needs, other.columns)) continue;
        choice.companions.emplace_back(*file, companion);
        break;
      }
    } catch (const std::runtime_error& error) {
      shelf.left_out.add("tables that cannot be read", error.what());
    }
  return choice;
}

}  // namespace app
