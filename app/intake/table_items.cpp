#include "app/intake/table_items.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>

#include "app/core/joined.h"
#include "app/intake/shelf.h"
#include "app/intake/spelling.h"

namespace app {
namespace fs = std::filesystem;
namespace {

constexpr double kOldest_years = 130;
constexpr std::string_view kDownsampled = "_downsampled";
constexpr const char* kNotThere = "rows whose picture is not there";

// A picture as companions name it: without folders and extension.
std::string picture_id(const std::string& value) {
  const std::string file = value.substr(value.find_last_of("/\\") + 1);
  const std::size_t dot = file.rfind('.');
  return dot == std::string::npos || dot == 0 ? file : file.substr(0, dot);
}

std::optional<double> number_from(std::string text) {
  std::ranges::replace(text, ',', '.');
  double value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size() || !std::isfinite(value)) return std::nullopt;
  return value;
}

// "85+", as the archive gives the oldest, is 85.
std::optional<double> age_from(std::string text) {
  if (text.ends_with('+')) text.pop_back();
  const auto age = number_from(text);
  return age && *age >= 0 && *age <= kOldest_years ? age : std::nullopt;
}

std::string key_words(CompanionTable::By by) {
  switch (by) {
    case CompanionTable::By::Lesion: return "key to the lesions";
    case CompanionTable::By::RowPosition: return "row position, which gives the split";
    case CompanionTable::By::Picture: break;
  }
  return "key to the pictures";
}

}  // namespace

std::string split_in_file_name(const std::string& name) {
  std::set<std::string> splits;
  std::string word;
  for (const char c : picture_id(name) + " ") {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0) {
      word += c;
      continue;
    }
    if (const auto split = split_named(word); split && !word.empty()) splits.insert(*split);
    word.clear();
  }
  return splits.size() == 1 ? *splits.begin() : "";
}

TableItems::TableItems(ImportSource& source, PictureFinder& finder, const Layout& layout, const SourceChoices& choices)
    : source_(source), finder_(finder), layout_(layout), choices_(choices) {}

void TableItems::read_main(const ShelfTable& file, const std::string& split_of_table) {
  const std::unique_ptr<Table> table = open_table(file, !layout_.without_heading);
  const ColumnPlan plan = plan_columns(layout_, table->columns(), choices_);
  const std::string base = folder_of(file.name);
  for (TableRow row; table->next(row); ++row_) {
    if (!leaves_out(plan, row, base)) add_row(plan, row.fields, base, split_of_table);
  }
  note_table(*table, file, plan);
}

// The table names its pictures all the same: they are left out for one reason only.
bool TableItems::leaves_out(const ColumnPlan& plan, const TableRow& row, const std::string& base) {
  const bool is_left_out = std::ranges::any_of(
      plan.leave_out, [&](const auto& asked) { return spelling_key(row.fields[asked.first]) == asked.second; });
  if (!is_left_out) return false;
  std::vector<std::string> pictures;
  for (const std::size_t column : plan.pictures) {
    const std::string value = trimmed(row.fields[column]);
    if (is_missing(value)) continue;
    finder_.find(value, base);
    pictures.push_back(value);
  }
  omissions_.add(layout_.leave_out_reason, pictures.empty() ? "line " + std::to_string(row.line) : joined(pictures));
  return true;
}

void TableItems::add_row(const ColumnPlan& plan, const Fields& fields, const std::string& base,
                         const std::string& split) {
  ImportItem facts;
  facts.split = split;
  fill(facts, plan, fields, base);
  if (!plan.one_hot.empty()) mark_class(facts, plan, fields);
  const bool each = plan.pictures.size() > 1;
  for (const std::size_t picture : plan.pictures) {
    if (each) facts.extra["view"] = plan.columns[picture].name;
    place_item(plan, fields, picture, base, facts);
  }
}

void TableItems::place_item(const ColumnPlan& plan, const Fields& fields, std::size_t picture, const std::string& base,
                            ImportItem facts) {
  const std::string value = trimmed(fields[picture]);
  if (is_missing(value)) {
    omissions_.add("rows that name no picture", plan.columns[picture].name + " of row " + std::to_string(row_ + 1));
    return;
  }
  FoundPicture found = finder_.find(value, base);
  if (!found.frames.empty()) {
    omissions_.add("rows that name a file of several frames: none was taken", value + " " + found.frames);
    return;
  }
  if (found.key.empty()) {
    const bool several = !found.candidates.empty();
    omissions_.add(several ? "rows whose picture may be one of several: none was taken" : kNotThere,
                   several ? value + ": " + joined(found.candidates) : value);
    return;
  }
  const auto place = static_cast<std::uint32_t>(source_.items.size());
  const auto [known, is_new] = place_of_.emplace(found.key, place);
  if (is_new) return put(place, std::move(facts), std::move(found), value);
  // Another row has the picture already. One that names it exactly goes before one that only seems to.
  const bool was_guessed = guesses_.contains(known->second);
  if (found.guessed == was_guessed) return name_again(known->second, facts, value);
  if (found.guessed) return omissions_.add(kNotThere, value);
  take_back_guess(known->second);
  put(known->second, std::move(facts), std::move(found), value);
}

// The row only seemed to name the picture that another one names exactly.
void TableItems::take_back_guess(std::uint32_t place) {
  const Guess guess = std::move(guesses_.extract(place).mapped());
  const auto forget = [place](Places& places, const std::string& key) {
    const auto [begin, end] = places.equal_range(key);
    const auto found = std::find_if(begin, end, [place](const auto& entry) { return entry.second == place; });
    if (found != end) places.erase(found);
  };
  omissions_.add(kNotThere, guess.value);
  forget(by_picture_, picture_id(guess.value));
  forget(by_lesion_, source_.items[place].lesion_id);
  forget(by_row_, std::to_string(guess.row));
  if (--found_how_[guess.how] == 0) found_how_.erase(guess.how);
  if (picture_id(guess.value).ends_with(kDownsampled)) --downsampled_;
  contradicted_.erase(place);
}

void TableItems::put(std::uint32_t place, ImportItem facts, FoundPicture found, const std::string& value) {
  if (found.guessed) guesses_[place] = {value, found.how, row_};
  if (!found.how.empty() && found_how_[found.how]++ == 0) found_example_[found.how] = value;
  by_picture_.emplace(picture_id(value), place);
  if (!facts.lesion_id.empty()) by_lesion_.emplace(facts.lesion_id, place);
  by_row_.emplace(std::to_string(row_), place);
  if (picture_id(value).ends_with(kDownsampled)) ++downsampled_;
  facts.path = std::move(found.item.path);
  facts.entry = std::move(found.item.entry);
  if (facts.sex.empty()) facts.sex = found.item.sex;
  if (facts.site.empty()) facts.site = found.item.site;
  if (facts.patient_id.empty()) facts.patient_id = found.item.patient_id;
  if (!facts.age) facts.age = found.item.age;
  facts.extra.merge(found.item.extra);
  if (place == source_.items.size())
    source_.items.push_back(std::move(facts));
  else
    source_.items[place] = std::move(facts);
}

void TableItems::name_again(std::uint32_t place, const ImportItem& facts, const std::string& picture) {
  ImportItem& item = source_.items[place];
  note_label_again(facts.label);
  const std::string known = label_key(item.label, choices_), said = label_key(facts.label, choices_);
  if (contradicted_.contains(place) || said.empty() || known == said) {
    omissions_.add("rows that name a picture again: its first row counts", picture);
    return;
  }
  if (known.empty()) {
    omissions_.add("rows that name a picture again: its first row counts, but for the label that it lacks", picture);
    item.label = facts.label;
    return;
  }
  note_label_again(item.label);
  omissions_.add("pictures that rows give different labels: left without a label",
                 picture + ": " + item.label + ", " + facts.label);
  item.label.clear();
  contradicted_.insert(place);
}

// No item may have it, and yet it occurs.
void TableItems::note_label_again(const std::string& label) {
  auto& seen = source_.repeated_labels;
  if (choices_.labels.contains(label) && std::ranges::find(seen, label) == seen.end()) seen.push_back(label);
}

bool TableItems::is_blank(const SourceColumn& column, const std::string& value) const {
  if (value.empty()) return true;
  const std::string key = column_key(column.name);
  if (std::ranges::find(layout_.blanks, std::pair(key, value)) != layout_.blanks.end()) return true;
  switch (column.role) {
    case ColumnRole::Label:
    case ColumnRole::Split: return false;  // their words are counted where they are settled
    case ColumnRole::LesionId:
    case ColumnRole::PatientId:
    case ColumnRole::Age: return is_missing_or_unknown(value);
    default: return is_missing(value);
  }
}

void TableItems::fill(ImportItem& item, const ColumnPlan& plan, const Fields& fields, const std::string& base) {
  for (std::size_t i = 0; i < plan.columns.size(); ++i) {
    const SourceColumn& column = plan.columns[i];
    if (column.role == ColumnRole::Ignored || std::ranges::find(plan.one_hot, i) != plan.one_hot.end()) continue;
    if (std::ranges::find(plan.pictures, i) != plan.pictures.end()) continue;
    const bool as_is = column.role == ColumnRole::Label || column.role == ColumnRole::Split;
    std::string value = as_is ? fields[i] : trimmed(fields[i]);
    if (value.size() != fields[i].size()) ++trimmed_;
    if (!is_blank(column, value))
      set(item, column, std::move(value), base);
    else if (!value.empty())
      ++emptied_;
  }
  std::string lesion;
  for (const std::size_t part : plan.lesion_from) lesion += (lesion.empty() ? "" : " / ") + trimmed(fields[part]);
  if (item.lesion_id.empty()) item.lesion_id = lesion;
}

// What a main table says stands; a companion only adds.
void TableItems::set_text(std::string& field, const std::string& value, const std::string& column) {
  if (field.empty())
    field = value;
  else if (field != value)
    omissions_.add("values of a second table that differ from the first's: the first's stand",
                   column + ": " + field + ", " + value);
}

void TableItems::set(ImportItem& item, const SourceColumn& column, std::string value, const std::string& base) {
  const auto text = [&](std::string& field) { set_text(field, value, column.name); };
  switch (column.role) {
    case ColumnRole::Split: return text(item.split);
    case ColumnRole::Label: {
      const auto name = layout_.label_names.find(trimmed(value));
      if (name != layout_.label_names.end()) value = name->second;
      return text(item.label);
    }
    case ColumnRole::LesionId: return text(item.lesion_id);
    case ColumnRole::PatientId: return text(item.patient_id);
    case ColumnRole::Age: return set_age(item, value);
    case ColumnRole::Sex: return set_sex(item, std::move(value), column.name);
    case ColumnRole::Site: return text(item.site);
    case ColumnRole::DiagnosisMethod: return text(item.dx_type);
    case ColumnRole::Mask: return set_mask(item, value, base);
    case ColumnRole::Attribution: return text(item.attribution);
    case ColumnRole::Licence: return text(item.licence);
    case ColumnRole::Source: return text(item.source);
    case ColumnRole::Metadata: return text(item.extra[metadata_name(column.name)]);
    case ColumnRole::Path:
    case ColumnRole::ImageName:
    case ColumnRole::Ignored: return;
  }
}

void TableItems::set_age(ImportItem& item, const std::string& value) {
  const auto age = age_from(value);
  if (!age)
    omissions_.add("ages that are no number of years: left out", value);
  else if (!item.age)
    item.age = age;
}

void TableItems::set_sex(ImportItem& item, std::string value, const std::string& column) {
  if (auto sex = sex_named(value); sex && *sex != value) {
    value = std::move(*sex);
    ++sexes_;
  }
  set_text(item.sex, value, column);
}

void TableItems::set_mask(ImportItem& item, const std::string& value, const std::string& base) {
  const fs::path file = finder_.root() / base / value;
  std::error_code unreadable;
  if (fs::is_regular_file(file, unreadable))
    item.mask_path = file;
  else
    omissions_.add("masks that are not there", value);
}

void TableItems::mark_class(ImportItem& item, const ColumnPlan& plan, const Fields& fields) {
  std::vector<std::string> marked;
  for (const std::size_t column : plan.one_hot) {
    const auto value = number_from(trimmed(fields[column]));
    if (!value || (*value != 0 && *value != 1)) {
      omissions_.add("rows of a truth table with a value that is neither 0 nor 1: left without a label",
                     plan.columns[column].name + ": " + fields[column]);
      return;
    }
    if (*value == 1) marked.push_back(plan.columns[column].name);
  }
  if (marked.size() > 1)
    omissions_.add("rows with two classes marked: left without a label", joined(marked));
  else if (marked.empty() && layout_.label_when_none.empty())
    omissions_.add("rows with no class marked: left without a label", "row " + std::to_string(row_ + 1));
  else
    set_text(item.label, marked.empty() ? layout_.label_when_none : marked.front(), "label");
}

std::vector<std::uint32_t> TableItems::partners(const CompanionTable& companion, const std::string& key) const {
  const bool lesion = companion.by == CompanionTable::By::Lesion;
  const bool row = companion.by == CompanionTable::By::RowPosition;
  const auto [begin, end] = (lesion ? by_lesion_
                             : row  ? by_row_
                                    : by_picture_)
                                .equal_range(lesion || row ? key : picture_id(key));
  std::vector<std::uint32_t> places;
  for (auto place = begin; place != end; ++place) places.push_back(place->second);
  return places;
}

void TableItems::join(const ShelfTable& file, const CompanionTable& companion) {
  const std::unique_ptr<Table> table = open_table(file);
  const ColumnPlan plan = [&] {
    ColumnPlan whole = plan_columns(layout_, table->columns(), choices_);
    for (SourceColumn& column : whole.columns)
      if (column_key(column.name) == companion.key)
        column = {.name = column.name, .role = ColumnRole::Ignored, .key = key_words(companion.by)};
    return whole;
  }();
  const std::size_t key = table->column(companion.key).value_or(0);
  const bool splits = companion.by == CompanionTable::By::RowPosition;
  for (TableRow row; table->next(row);) {
    const std::string value = trimmed(row.fields[key]);
    const std::vector<std::uint32_t> places = partners(companion, value);
    if (places.empty()) omissions_.add("rows of a second table that fit no picture", file.name + ": " + value);
    for (const std::uint32_t place : places) {
      ImportItem& item = source_.items[place];
      if (splits) set_text(item.split, split_in_file_name(file.name), "split");
      fill(item, plan, row.fields, folder_of(file.name));
      if (!plan.one_hot.empty()) mark_class(item, plan, row.fields);
    }
  }
  note_table(*table, file, plan);
}

void TableItems::note_table(const Table& table, const ShelfTable& file, const ColumnPlan& plan) {
  const fs::path shown = file.entry.empty() ? file.path : file.path / file.entry;
  source_.tables.push_back({shown, table.encoding(), table.separator(), table.rows(), plan.columns});
  omissions_.add(table.left_out());
  for (std::string& note : table.notes()) source_.notes.push_back(std::move(note));
  for (const std::string& twin : plan.twins) source_.notes.push_back(twin);
  for (const SourceColumn& column : plan.columns) {
    if (column.role != ColumnRole::Metadata) continue;
    const std::string name = metadata_name(column.name);
    if (std::ranges::find(source_.extra_columns, name) != source_.extra_columns.end()) continue;
    source_.extra_columns.push_back(name);
    if (name != column.name)
      source_.notes.push_back("the column " + column.name + " is kept as \"" + name +
                              "\", apart from what is known of an image by that name");
  }
}

void TableItems::finish() {
  for (const auto& [how, count] : found_how_)
    source_.notes.push_back(std::to_string(count) + " pictures were " + how + ", first " + found_example_[how]);
  if (trimmed_ > 0) source_.notes.push_back("outer blanks were taken off " + std::to_string(trimmed_) + " fields");
  if (emptied_ > 0)
    source_.notes.push_back(std::to_string(emptied_) + " fields with a word for \"not known\" were read as empty");
  if (sexes_ > 0)
    source_.notes.push_back(std::to_string(sexes_) + " fields of the sex (M, F, man, …) were read as male or female");
  if (downsampled_ > 0)
    source_.notes.push_back(
        std::to_string(downsampled_) +
        " pictures end in _downsampled, which tells where they come from and with it the diagnosis: "
        "no input of a model");
  source_.left_out.insert(source_.left_out.end(), omissions_.list().begin(), omissions_.list().end());
}

}  // namespace app
