// Turns the rows of a main table into items, and joins the rows of its companions to them. Memory is bounded by the
// pictures that are there, not by the rows: what names no picture is counted, its first names are kept.
//
//   TableItems items(source, finder, layout, choices);
//   items.read_main(table, "train");                  "": the table's own column, or none
//   items.join(companion_table, companion);
//   items.finish();
//
// One thread; fills the source, which must outlive it as the finder must.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include "app/intake/column_plan.h"
#include "app/intake/import_source.h"
#include "app/intake/omissions.h"
#include "app/intake/picture_finder.h"

namespace app {

class TableItems {
 public:
  TableItems(ImportSource& source, PictureFinder& finder, const Layout& layout, const SourceChoices& choices);

  void read_main(const ShelfTable& table, const std::string& split_of_table);
  void join(const ShelfTable& table, const CompanionTable& companion);
  void finish();

 private:
  using Fields = std::vector<std::string>;
  using Places = std::unordered_multimap<std::string, std::uint32_t>;
  struct Guess {
    std::string value, how;
    long row = 0;
  };

  bool leaves_out(const ColumnPlan& plan, const TableRow& row, const std::string& base);
  void add_row(const ColumnPlan& plan, const Fields& fields, const std::string& base, const std::string& split);
  void place_item(const ColumnPlan& plan, const Fields& fields, std::size_t picture, const std::string& base,
                  ImportItem facts);
  void name_again(std::uint32_t place, const ImportItem& facts, const std::string& picture);
  void note_label_again(const std::string& label);
  void put(std::uint32_t place, ImportItem facts, FoundPicture found, const std::string& value);
  void take_back_guess(std::uint32_t place);
  void fill(ImportItem& item, const ColumnPlan& plan, const Fields& fields, const std::string& base);
  void set(ImportItem& item, const SourceColumn& column, std::string value, const std::string& base);
  void set_text(std::string& field, const std::string& value, const std::string& column);
  void set_age(ImportItem& item, const std::string& value);
  void set_sex(ImportItem& item, std::string value, const std::string& column);
  void set_mask(ImportItem& item, const std::string& value, const std::string& base);
  void mark_class(ImportItem& item, const ColumnPlan& plan, const Fields& fields);
  bool is_blank(const SourceColumn& column, const std::string& value) const;
  void note_table(const Table& table, const ShelfTable& file, const ColumnPlan& plan);
  std::vector<std::uint32_t> partners(const CompanionTable& companion, const std::string& key) const;

  ImportSource& source_;
  PictureFinder& finder_;
  const Layout& layout_;
  const SourceChoices& choices_;
  std::unordered_map<std::string, std::uint32_t> place_of_;  // by the picture
  std::unordered_map<std::uint32_t, Guess> guesses_;         // pictures that no row has named exactly so far
  std::set<std::uint32_t> contradicted_;
  Places by_picture_, by_lesion_, by_row_;
  long row_ = 0;
  std::map<std::string, long> found_how_;
  std::map<std::string, std::string> found_example_;
  long trimmed_ = 0, emptied_ = 0, downsampled_ = 0, sexes_ = 0;
  Omissions omissions_;
};

// The split that a table's file name says ("…_Training_GroundTruth.csv"); empty: none, or more than one.
std::string split_in_file_name(const std::string& name);

}  // namespace app
