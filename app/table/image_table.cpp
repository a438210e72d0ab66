#include "app/table/image_table.h"

#include <algorithm>
#include <limits>
#include <set>
#include <stdexcept>
#include <utility>

#include "engine/text/display_text.h"

namespace app {
namespace {

constexpr std::string_view kDigits = "0123456789abcdef";

std::uint8_t nibble(char digit) {
  const std::size_t value = kDigits.find(digit);
  return static_cast<std::uint8_t>(value == std::string_view::npos ? 0 : value);
}

std::array<std::uint8_t, 32> packed(std::string_view hex) {
  std::array<std::uint8_t, 32> bytes{};
  for (std::size_t i = 0; 2 * i + 1 < hex.size() && i < bytes.size(); ++i)
    bytes[i] = static_cast<std::uint8_t>(nibble(hex[2 * i]) << 4U | nibble(hex[2 * i + 1]));
  return bytes;
}

struct SplitPath {
  std::string_view folder, name;  // the folder ends with its slash
};

SplitPath split_path(std::string_view path) {
  const std::size_t slash = path.rfind('/');
  const std::size_t begin = slash == std::string_view::npos ? 0 : slash + 1;
  return {path.substr(0, begin), path.substr(begin)};
}

// Moves rows between sets many at a time: one set operation a class instead of one a row.
void move_rows(std::vector<Bits>& sets, const std::vector<std::vector<Row>>& leaving,
               const std::vector<std::vector<Row>>& coming) {
  for (std::size_t set = 0; set < sets.size(); ++set) {
    if (!leaving[set].empty()) sets[set] -= Bits(leaving[set]);
    if (!coming[set].empty()) sets[set].add(coming[set]);
  }
}

}  // namespace

ImageTable::ImageTable(ClassList classes) : classes_(std::move(classes)), by_class_(classes_.classes.size() + 1) {}

void ImageTable::reserve(std::size_t rows) {
  ids_.reserve(rows);
  names_.reserve(rows);
  hashes_.reserve(rows);
  ages_.reserve(rows);
  splits_.reserve(rows);
  widths_px_.reserve(rows);
  heights_px_.reserve(rows);
  labels_.reserve(rows);
  imported_.reserve(rows);
  for (WordColumn* column : {&folders_, &lesions_, &patients_, &image_groups_, &sites_, &sexes_, &dx_types_, &sources_})
    column->reserve(rows);
}

void ImageTable::append(const ImageFacts& image) {
  if (!ids_.empty() && image.id <= ids_.back())
    throw std::logic_error("adding an image to the table: ids must rise, and " + std::to_string(image.id) +
                           " does not");
  const auto row = static_cast<Row>(ids_.size());
  const SplitPath path = split_path(image.path);
  ids_.push_back(image.id);
  folders_.push_back(path.folder);
  names_.push_back(path.name);
  hashes_.push_back(packed(image.sha256));
  lesions_.push_back(image.lesion_id);
  patients_.push_back(image.patient_id);
  image_groups_.push_back(image.image_group);
  sites_.push_back(image.site);
  sexes_.push_back(image.sex);
  dx_types_.push_back(image.dx_type);
  sources_.push_back(image.source);
  ages_.push_back(image.age_years);
  splits_.push_back(image.split);
  widths_px_.push_back(image.width_px);
  heights_px_.push_back(image.height_px);
  labels_.push_back(class_of(image.label));
  imported_.push_back(class_of(image.imported));
  if (imported_[row] >= 0 && imported_[row] != labels_[row]) relabelled_.add(row);
  if (image.missing) missing_.add(row);
  if (image.removed) removed_.add(row);
  if (!image.removed && groups_.add(group_codes(row))) ++groups_version_;
  if (!image.extra.empty()) extra_.set(row, image.extra);
}

bool ImageTable::edit(Row row, const ImageFacts& image) {
  const SplitPath path = split_path(image.path);
  const RowGroups::Codes grouped_by = group_codes(row);
  const bool was_removed = removed_.contains(row);
  folders_.set(row, path.folder);
  names_.set(row, path.name);
  lesions_.set(row, image.lesion_id);
  patients_.set(row, image.patient_id);
  image_groups_.set(row, image.image_group);
  groups_stale_ = groups_stale_ || group_codes(row) != grouped_by || was_removed != image.removed;
  sites_.set(row, image.site);
  sexes_.set(row, image.sex);
  dx_types_.set(row, image.dx_type);
  sources_.set(row, image.source);
  if (!image.extra.empty() || extra_.rows() > row) extra_.set(row, image.extra);
  ages_[row] = image.age_years;
  widths_px_[row] = image.width_px;
  heights_px_[row] = image.height_px;
  by_split_[static_cast<std::size_t>(splits_[row])].remove(row);
  splits_[row] = image.split;
  by_split_[static_cast<std::size_t>(splits_[row])].add(row);
  missing_.set(row, image.missing);
  removed_.set(row, image.removed);
  all_.set(row, !image.removed);
  imported_[row] = class_of(image.imported);
  return !show({unsaved_.committed(with_mark(row, class_of(image.label)))}).empty();
}

void ImageTable::take_added(const std::vector<ImageFacts>& added, Change& change) {
  std::vector<std::vector<Row>> of_class(by_class_.size());
  std::array<std::vector<Row>, 4> of_split;
  for (const ImageFacts& image : added) {
    append(image);
    const auto row = static_cast<Row>(ids_.size() - 1);
    change.added.push_back(row);
    of_class[static_cast<std::size_t>(labels_[row] + 1)].push_back(row);
    of_split[static_cast<std::size_t>(splits_[row])].push_back(row);
  }
  for (std::size_t i = 0; i < by_class_.size(); ++i) by_class_[i].add(of_class[i]);
  for (std::size_t i = 0; i < by_split_.size(); ++i) by_split_[i].add(of_split[i]);
  all_.add(change.added);
  all_ -= removed_;
}

// Of the rows before `first`: those behind were read as they are now.
void ImageTable::take_edited(const std::vector<ImageFacts>& edited, Row first, Change& change) {
  for (const ImageFacts& image : edited) {
    const auto row = row_of(image.id);
    if (!row || *row >= first) continue;
    change.edited.push_back(*row);
    if (missing_.contains(*row) != image.missing || path(*row) != image.path) change.files.push_back(*row);
    if (edit(*row, image)) change.relabelled.push_back(*row);
  }
}

void ImageTable::take_labels(const std::vector<LabelFact>& facts, Change& change) {
  std::vector<RowLabel> labels;
  for (const LabelFact& label : facts) {
    if (const auto row = row_of(label.image))
      labels.push_back(unsaved_.committed({*row, class_of(label.label), label.relabelled}));
  }
  const std::vector<Row> shown = show(std::move(labels));
  change.relabelled.insert(change.relabelled.end(), shown.begin(), shown.end());
}

Change ImageTable::apply(const TableNews& news) {
  Change change;
  const auto first_added = static_cast<Row>(ids_.size());
  take_added(news.added, change);
  take_edited(news.edited, first_added, change);
  take_labels(news.labels, change);
  std::ranges::sort(change.relabelled);
  change.relabelled.erase(std::unique(change.relabelled.begin(), change.relabelled.end()), change.relabelled.end());
  std::ranges::sort(change.edited);
  if (!change.edited.empty()) ++edit_version_;
  if (groups_stale_) group_again();
  for (const QualityFact& fact : news.quality) {
    const auto row = row_of(fact.image);
    if (!row) continue;
    if (content_changed_.contains(*row) != fact.content_changed) change.files.push_back(*row);
    if (take_quality(*row, fact)) change.measured.push_back(*row);
  }
  take_extra(news, change);
  std::ranges::sort(change.measured);
  if (news.label_revision != 0) label_revision_ = news.label_revision;
  return change;
}

// False: as it was.
bool ImageTable::take_quality(Row row, const QualityFact& fact) {
  const bool flag_differs = content_changed_.contains(row) != fact.content_changed;
  if (flag_differs) content_changed_.set(row, fact.content_changed);
  bool number_differs = false;
  for (std::size_t i = 0; i < kQualityMeasures && fact.measured; ++i) {
    std::vector<float>& column = quality_[i];
    if (column.size() < size()) column.resize(size(), std::numeric_limits<float>::quiet_NaN());
    number_differs = number_differs || column[row] != fact.numbers[i];
    column[row] = fact.numbers[i];
  }
  return flag_differs || number_differs;
}

// Read behind, once; images may have been added since.
void ImageTable::take_extra(const TableNews& news, Change& change) {
  if (!news.extra) {
    extra_.grow(size());
    return;
  }
  if (!std::ranges::equal(news.extra_of, ids_))
    throw std::logic_error("reading the further columns of the index: they are of other images than the table's");
  extra_ = std::move(*news.extra);
  extra_.grow(size());
  if (!extra_.names().empty()) change.measured = all_.rows();
}

const WordColumn* ImageTable::words(std::string_view column) const {
  if (column == "site") return &sites_;
  if (column == "sex") return &sexes_;
  if (column == "dx_type") return &dx_types_;
  if (column == "source") return &sources_;
  return extra_.find(column);
}

const WordColumn* ImageTable::group_names(std::string_view column) const {
  if (column == "patient" || column == "patient_id") return &patients_;
  if (column == "lesion" || column == "lesion_id") return &lesions_;
  if (column == "group" || column == "image_group") return &image_groups_;
  return nullptr;
}

float ImageTable::measure(Row row, Measure measure) const {
  const auto width = static_cast<float>(widths_px_[row]), height = static_cast<float>(heights_px_[row]);
  switch (measure) {
    case Measure::Width: return width;
    case Measure::Height: return height;
    case Measure::Aspect: return height > 0 ? width / height : std::numeric_limits<float>::quiet_NaN();
    case Measure::Unlike: return row < unlike_.size() ? unlike_[row] : std::numeric_limits<float>::quiet_NaN();
    default: break;
  }
  const std::vector<float>& column = quality_[static_cast<std::size_t>(measure)];
  return row < column.size() ? column[row] : std::numeric_limits<float>::quiet_NaN();
}

Change ImageTable::set_classes(ClassList classes) {
  std::vector<std::int16_t> moved{-1};  // by old place + 1
  for (const ClassFacts& known : classes_.classes)
    moved.push_back(static_cast<std::int16_t>(classes.index_of(known.id)));
  Change change;
  change.classes = true;
  std::vector<Bits> by_class(classes.classes.size() + 1);
  for (std::size_t old = 0; old < by_class_.size(); ++old)
    by_class[static_cast<std::size_t>(moved[old] + 1)] |= by_class_[old];
  bool stays = true;
  for (std::size_t old = 0; old < moved.size(); ++old) stays = stays && moved[old] == static_cast<int>(old) - 1;
  if (!stays) {
    for (std::int16_t& label : labels_) label = moved[static_cast<std::size_t>(label + 1)];
    for (std::int16_t& label : imported_) label = moved[static_cast<std::size_t>(label + 1)];
    unsaved_.renumber(moved);
  }
  by_class_ = std::move(by_class);
  classes_ = std::move(classes);
  return change;
}

Change ImageTable::set_leaking(std::span<const ImageId> images) {
  std::vector<Row> rows;
  for (const ImageId image : images)
    if (const auto row = row_of(image)) rows.push_back(*row);
  leaking_ = Bits(rows);
  return {};
}

Change ImageTable::set_unlike(std::span<const UnlikeFact> facts) {
  Change change;
  if (facts.empty() && unlike_.empty()) return change;
  unlike_.clear();
  if (!facts.empty()) unlike_.assign(size(), std::numeric_limits<float>::quiet_NaN());
  for (const UnlikeFact& fact : facts)
    if (const auto row = row_of(fact.image)) unlike_[*row] = fact.value;
  change.measured = all_.rows();
  return change;
}

std::vector<Row> ImageTable::show(std::vector<RowLabel> labels) {
  std::ranges::stable_sort(labels, {}, &RowLabel::row);
  std::vector<std::vector<Row>> leaving(by_class_.size()), coming(by_class_.size());
  std::vector<Row> changed, same, differs;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const RowLabel& label = labels[i];
    if (i + 1 < labels.size() && labels[i + 1].row == label.row) continue;  // decided again since
    if (labels_[label.row] != label.class_index) {
      leaving[static_cast<std::size_t>(labels_[label.row] + 1)].push_back(label.row);
      labels_[label.row] = static_cast<std::int16_t>(label.class_index);
      coming[static_cast<std::size_t>(label.class_index + 1)].push_back(label.row);
      changed.push_back(label.row);
    }
    (label.relabelled ? differs : same).push_back(label.row);
  }
  move_rows(by_class_, leaving, coming);
  if (!same.empty()) relabelled_ -= Bits(same);
  relabelled_.add(differs);
  return changed;
}

Change ImageTable::decide(Ticket ticket, std::span<const Row> rows, int class_index) {
  std::vector<RowLabel> labels;
  for (const Row row : rows) {
    const RowLabel decided = with_mark(row, class_index);
    unsaved_.decide(ticket, decided, label_of(row));
    labels.push_back(decided);
  }
  Change change;
  change.relabelled = show(std::move(labels));
  return change;
}

Change ImageTable::saved(Ticket ticket) {
  Change change;
  change.relabelled = show(unsaved_.saved(ticket));
  return change;
}

Change ImageTable::failed(Ticket ticket) {
  Change change;
  change.relabelled = show(unsaved_.failed(ticket));
  return change;
}

std::optional<Row> ImageTable::row_of(ImageId image) const {
  const auto found = std::ranges::lower_bound(ids_, image);
  if (found == ids_.end() || *found != image) return std::nullopt;
  return static_cast<Row>(found - ids_.begin());
}

std::string ImageTable::path(Row row) const { return std::string(folders_[row]).append(names_[row]); }

std::string ImageTable::sha256(Row row) const {
  std::string hex;
  for (const std::uint8_t byte : hashes_[row]) {
    hex.push_back(kDigits[byte >> 4U]);
    hex.push_back(kDigits[byte & 15U]);
  }
  return hex;
}

RowGroups::Codes ImageTable::group_codes(Row row) const {
  const auto code = [row](const WordColumn& column) {
    return column[row].empty() ? RowGroups::kNone : column.code_of(row);
  };
  return {code(patients_), code(lesions_), code(image_groups_)};
}

void ImageTable::group_again() {
  groups_ = {};
  for (Row row = 0; row < size(); ++row)
    if (!removed_.contains(row)) groups_.add(group_codes(row));
  groups_stale_ = false;
  ++groups_version_;
}

std::uint64_t ImageTable::group_key(Row row) const {
  constexpr std::uint64_t kImage = std::uint64_t{1} << 32U;
  const std::uint32_t group = groups_.group_of(group_codes(row));
  return group == RowGroups::kNone ? kImage | row : group;
}

Bits ImageTable::find(std::string_view text, Row first) const {
  // An accent may be part of its letter or stand behind it, as other systems write file names.
  Bits found;
  for (const std::string& form :
       std::set<std::string>{std::string(text), engine::composed(text), engine::decomposed(text)}) {
    const std::string folded = engine::folded_case(form);
    found.add(names_.find(folded, first));
    found.add(lesions_.find(folded, first));
    found.add(patients_.find(folded, first));
    found.add(sites_.find(folded, first));
  }
  return found;
}

}  // namespace app
