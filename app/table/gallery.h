// The images as the window shows them: the table, the shown target, run, epoch and threshold, the filter and the
// order, selection and focus. One place to change any of it; whatever hangs on it follows by the change.
//
//   gallery.set_filter(filter);
//   const Change change = gallery.decide(ticket, gallery.label_candidates(), class_index);
//   for (Row row : gallery.rows()) draw(gallery.table().name(row), gallery.selected().contains(row));
//
// Main thread only. Owns the table.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "app/table/image_table.h"
#include "app/table/learning.h"
#include "app/table/listing.h"
#include "app/table/order.h"
#include "app/table/predictions.h"
#include "app/table/query.h"

namespace app {

// What the chips say: how many images each would show under the other clauses.
struct GalleryCounts {
  std::vector<std::size_t> by_class;  // unlabelled first
  std::array<std::size_t, 4> by_split{};
  std::vector<std::size_t> by_predicted_group;
  std::size_t disagreements = 0, relabelled = 0, leaking = 0, changed_files = 0, missing_files = 0;
};

class Gallery {
 public:
  Gallery();
  Gallery(const Gallery&) = delete;
  Gallery& operator=(const Gallery&) = delete;

  // Another workspace, or the same one read anew: filter and sort stay, selection and focus do not.
  void replace(ImageTable table);
  Change apply(const TableNews& news);
  Change set_classes(ClassList classes);
  Change set_leaking(std::span<const ImageId> images);
  Change set_unlike(std::span<const UnlikeFact> facts);
  Change decide(Ticket ticket, std::span<const Row> rows, int class_index);
  Change saved(Ticket ticket);
  Change failed(Ticket ticket);

  void show_target(const std::string& name);                       // an unknown one: none
  void show_run(std::shared_ptr<const RunScores> run, int epoch);  // null: none
  void set_threshold(double threshold);
  void set_filter(const Filter& filter);
  void set_sort(const Sort& sort);

  // Replaces the selection, by those of the rows that pass the filter. A focus that does not is none. It also becomes
  // the anchor, from which Shift selects, unless that stays.
  void select(std::span<const Row> rows, std::optional<Row> focus, bool keeps_anchor = false);
  void select_all();
  void select_none();
  void invert_selection();
  void move_focus(int step);  // in the order shown, stops at the ends, selects only that row
  // After a decision: to what came next when it was made, `next_of_focus()` of before.
  void advance_to(std::optional<Row> next);
  std::optional<Row> next_of_focus() const;

  const ImageTable& table() const { return table_; }
  const Predictions& predictions() const { return predictions_; }
  // How the shown run learned each image over its epochs; made when it is first asked for.
  const Learning& learning() const { return learning_; }
  const Query& query() const { return query_; }
  const std::vector<Row>& rows() const { return listing_.rows(); }
  const Filter& filter() const { return query_.filter(); }
  const Sort& sort() const { return listing_.sort(); }
  const TargetFacts* target() const;
  int group(Row row) const;         // of the label under the shown target; -1: none
  bool has_verdict(Row row) const;  // the shown run says something about it, in groups of the shown target
  bool disagrees(Row row) const;    // and it is not what the label says
  const Bits& selected() const { return selected_; }
  std::size_t selected_count() const { return selected_count_; }
  std::optional<Row> focus() const { return focus_; }
  std::optional<Row> anchor() const { return anchor_; }
  // What Shift selects: what is shown from the anchor to here, in either direction; absent: the anchor is not shown.
  std::optional<std::vector<Row>> from_anchor(Row to) const;
  std::optional<std::size_t> focus_place() const;
  // What a label key changes: the selection in the order shown, or else the focus.
  std::vector<Row> label_candidates() const;
  std::size_t candidate_count() const { return selected_count_ > 0 ? selected_count_ : focus_ ? 1 : 0; }
  const GalleryCounts& counts() const;
  // Rises with every change of what is shown.
  std::uint64_t version() const { return version_; }
  std::uint64_t facts_version() const { return facts_version_; }  // rises with the table and the target
  std::uint64_t rows_version() const { return rows_version_; }    // and with whatever decides which rows pass

 private:
  Change follow(Change change);
  void keep_visible(std::optional<std::size_t> place_before);
  void recount_selection();

  ImageTable table_;
  Predictions predictions_;
  Learning learning_{table_};
  Query query_{table_, predictions_, learning_};
  Order order_{table_, predictions_, learning_};
  Listing listing_{query_, order_};
  std::string target_name_;
  Bits selected_;
  std::size_t selected_count_ = 0;
  std::optional<Row> focus_, anchor_;
  std::uint64_t version_ = 1, facts_version_ = 1, rows_version_ = 1;
  mutable GalleryCounts counts_;
  mutable std::uint64_t counted_ = 0;
};

}  // namespace app
