// What is known of every image of a workspace, in memory, as columns indexed by row. Everything on the
// screen that says something about images reads it here; nothing asks the database while a frame is built.
//
//   ImageTable table(read_classes(...));
//   table.apply(news);                                  // touches the named rows only, says which
//   for (Row row : query.rows().rows()) draw(table.name(row), table.class_index(row));
//   const Change change = table.decide(ticket, rows, 2);  // shown at once, marked unsaved
//   table.saved(ticket) or table.failed(ticket);          // when the writer answered
//
// Rows never move while the program runs; an image removed from the set keeps its row and leaves all(). Sets of rows
// per class, split and mark are kept in step, so a count is a number and a clause of a filter is a union, never a scan.
// Main thread only (filling it before it is shown may happen on another). Owns its columns.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/table/bits.h"
#include "app/table/class_list.h"
#include "app/table/extra_columns.h"
#include "app/table/facts.h"
#include "app/table/measures.h"
#include "app/table/row_groups.h"
#include "app/table/text_column.h"
#include "app/table/unsaved_labels.h"

namespace app {

// What a change touched. Rows are ascending and unique.
struct Change {
  std::vector<Row> added;
  std::vector<Row> relabelled;  // shows another class than before
  std::vector<Row> edited;      // names, split, metadata, removal
  std::vector<Row> measured;    // quality, further columns, or whether the file is still the same
  std::vector<Row> files;       // of edited and measured: another file, its content changed, it went or came back
  bool classes = false;         // the list of classes or targets itself

  bool empty() const { return added.empty() && relabelled.empty() && edited.empty() && measured.empty() && !classes; }
};

class ImageTable {
 public:
  ImageTable() : ImageTable(ClassList{}) {}
  explicit ImageTable(ClassList classes);

  void reserve(std::size_t rows);
  Change apply(const TableNews& news);
  // Another list of classes or targets; labels follow by class id.
  Change set_classes(ClassList classes);

  // The images that stand on both sides of a split with others of their group, in place of those before.
  Change set_leaking(std::span<const ImageId> images);

  // How unlike a model's training images these are, in place of what was known; nothing is known of the others.
  Change set_unlike(std::span<const UnlikeFact> facts);

  // A decision of this window: shown at once, unsaved until the writer answered for the ticket.
  Change decide(Ticket ticket, std::span<const Row> rows, int class_index);
  Change saved(Ticket ticket);
  Change failed(Ticket ticket);

  std::size_t size() const { return ids_.size(); }    // rows
  std::size_t count() const { return all_.count(); }  // of them in the set
  std::optional<Row> row_of(ImageId image) const;
  ImageId id(Row row) const { return ids_[row]; }
  std::string_view name(Row row) const { return names_[row]; }  // of the file
  std::string path(Row row) const;
  std::string sha256(Row row) const;
  std::string_view lesion(Row row) const { return lesions_[row]; }
  std::string_view patient(Row row) const { return patients_[row]; }
  std::string_view site(Row row) const { return sites_[row]; }
  std::string_view sex(Row row) const { return sexes_[row]; }
  std::string_view dx_type(Row row) const { return dx_types_[row]; }
  std::string_view source(Row row) const { return sources_[row]; }
  float age_years(Row row) const { return ages_[row]; }
  Split split(Row row) const { return splits_[row]; }
  int class_index(Row row) const { return labels_[row]; }  // -1: unlabelled
  bool relabelled(Row row) const { return relabelled_.contains(row); }
  bool missing(Row row) const { return missing_.contains(row); }
  bool content_changed(Row row) const { return content_changed_.contains(row); }
  bool measured(Measure measure) const {  // of any row
    if (measure == Measure::Unlike) return !unlike_.empty();
    return measure >= Measure::Width || !quality_[static_cast<std::size_t>(measure)].empty();
  }
  float measure(Row row, Measure measure) const;  // NaN: not measured
  bool removed(Row row) const { return removed_.contains(row); }
  // Of the name: site, sex, dx_type, source or a further column of the index; null: there is none.
  const WordColumn* words(std::string_view column) const;
  // Of patient, lesion or group of look-alikes, also as an index calls them ("patient_id"); null: it is none of them.
  const WordColumn* group_names(std::string_view column) const;
  const ExtraColumns& extra() const { return extra_; }
  std::string_view image_group(Row row) const { return image_groups_[row]; }
  bool unsaved(Row row) const { return unsaved_.contains(row); }
  // Equal numbers: images of one patient, lesion or group of look-alikes, over any number of steps; what is removed
  // joins nothing. What intervals are drawn over.
  std::uint64_t group_key(Row row) const;
  bool any_of_set(RowGroups::Kind kind) const { return groups_.any(kind); }  // whether any image has such a name
  std::uint64_t groups_version() const { return groups_version_; }           // rises when an image changes its group

  const ClassList& class_list() const { return classes_; }
  std::int64_t label_revision() const { return label_revision_; }
  // Rises when images are given other names, another split or metadata, or are removed or brought back.
  std::uint64_t edit_version() const { return edit_version_; }
  std::size_t unsaved_count() const { return unsaved_.size(); }

  // Every row that is not removed. The sets below hold removed rows too: what is shown or counted is in both.
  const Bits& all() const { return all_; }
  const Bits& rows_of_class(int class_index) const { return by_class_[static_cast<std::size_t>(class_index + 1)]; }
  const Bits& rows_of_split(Split split) const { return by_split_[static_cast<std::size_t>(split)]; }
  const Bits& relabelled_rows() const { return relabelled_; }
  const Bits& changed_file_rows() const { return content_changed_; }
  const Bits& missing_file_rows() const { return missing_; }
  const Bits& leaking_rows() const { return leaking_; }
  // Rows whose file name, lesion, patient or site contains the text, from row `first` on.
  Bits find(std::string_view text, Row first = 0) const;

 private:
  void append(const ImageFacts& image);
  bool edit(Row row, const ImageFacts& image);
  void take_added(const std::vector<ImageFacts>& added, Change& change);
  void take_edited(const std::vector<ImageFacts>& edited, Row first, Change& change);
  void take_labels(const std::vector<LabelFact>& facts, Change& change);
  bool take_quality(Row row, const QualityFact& fact);
  void take_extra(const TableNews& news, Change& change);
  RowGroups::Codes group_codes(Row row) const;
  void group_again();
  RowLabel label_of(Row row) const { return {row, labels_[row], relabelled_.contains(row)}; }
  RowLabel with_mark(Row row, int class_index) const {
    return {row, class_index, imported_[row] >= 0 && imported_[row] != class_index};
  }
  // Of those, the ones which show another class than before.
  std::vector<Row> show(std::vector<RowLabel> labels);
  std::int16_t class_of(ClassId id) const { return static_cast<std::int16_t>(classes_.index_of(id)); }

  ClassList classes_;
  std::int64_t label_revision_ = 0;
  std::uint64_t edit_version_ = 0, groups_version_ = 0;
  std::vector<ImageId> ids_;  // ascending
  WordColumn folders_;
  NameColumn names_;
  std::vector<std::array<std::uint8_t, 32>> hashes_;
  WordColumn lesions_, patients_, image_groups_, sites_, sexes_, dx_types_, sources_;
  ExtraColumns extra_;
  std::vector<float> ages_;
  std::vector<Split> splits_;
  std::vector<std::int16_t> labels_;    // shown; -1: unlabelled
  std::vector<std::int16_t> imported_;  // the label it came with; -1: none
  std::vector<std::int32_t> widths_px_, heights_px_;
  std::array<std::vector<float>, kQualityMeasures> quality_;  // as long as anything was measured
  std::vector<float> unlike_;                                 // as long as it was known of any; empty: of none
  Bits all_, removed_, relabelled_, leaking_, missing_, content_changed_;
  std::vector<Bits> by_class_;  // unlabelled first
  std::array<Bits, 4> by_split_;
  UnsavedLabels unsaved_;
  RowGroups groups_;           // of the images that are not removed
  bool groups_stale_ = false;  // while news is taken in
};

}  // namespace app
