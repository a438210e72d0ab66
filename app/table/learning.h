// How a run came to what it says of each labelled image, over all its epochs: the mean and the spread of the
// probability that it gave to the label (the data map of Swayamdipta et al. 2020, "Dataset Cartography", EMNLP), how
// often it was right and then wrong again (forgetting events of Toneva et al. 2019, "An Empirical Study of Example
// Forgetting", ICLR), and from that whether it was learned early, late, never, or forgotten.
//
//   Learning learning(table);
//   learning.show(run);                 // another run, or more epochs of it; those that were seen are not read again
//   learning.follow(change);            // of the table: the named rows only
//   learning.mean_confidence(row); learning.kind(row);
//
// Right at an epoch is what decide_group says at a threshold of one half (the most probable group), whatever the
// threshold on the screen: the columns belong to the run and its labels. An image counts once two epochs were stored
// for it; of training images a run keeps the best epoch only, so these are images of validation. Nothing is computed
// before it is asked for.
// Main thread only. Refers to the table, shares the run's scores.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <memory>
#include <vector>

#include "app/table/bits.h"
#include "app/table/image_table.h"
#include "app/table/learned_kind.h"
#include "app/table/run_scores.h"

namespace app {

class Learning {
 public:
  explicit Learning(const ImageTable& table) : table_(table) {}

  void show(std::shared_ptr<const RunScores> run);  // null: nothing is known
  void follow(const Change& change);
  void forget();  // another table

  bool has(Row row) const { return row < courses().size() && courses_[row].epochs >= 2; }
  float mean_confidence(Row row) const { return has(row) ? courses_[row].mean : kNone; }  // in the label; NaN: unknown
  float variability(Row row) const;  // standard deviation of that over the epochs (of all of them, not of a sample)
  int forgotten(Row row) const { return has(row) ? courses_[row].forgotten : 0; }    // times right, then wrong
  int learned_epoch(Row row) const { return has(row) ? courses_[row].learned : 0; }  // right from here on; 0: it is not
  LearnedKind kind(Row row) const;                                                   // of a row that has()
  const Bits& rows_of(LearnedKind kind) const;                                       // kept until something changes
  int early_until() const;                                                           // last epoch that counts as early
  std::uint64_t version() const { return version_; }                                 // rises with every change

 private:
  static constexpr float kNone = std::numeric_limits<float>::quiet_NaN();
  struct Course {
    float mean = 0, squares = 0;  // Welford's sums
    std::uint16_t epochs = 0, forgotten = 0, learned = 0;
    bool was_right = false;
  };
  using Sets = std::array<std::shared_ptr<const ScoreSet>, 4>;
  struct Seen {
    int epoch = 0;
    Sets sets;
  };
  const std::vector<Course>& courses() const;
  bool continues() const;
  void catch_up() const;
  void take_epoch(int epoch, const Sets& sets) const;
  void take(Row row, int epoch, const ScoreSet& set, std::size_t place) const;
  void relabel(Row row) const;
  std::int16_t group_of(Row row) const;
  void changed();

  const ImageTable& table_;
  std::shared_ptr<const RunScores> run_;
  std::uint64_t version_ = 0;
  // Made when first asked for, and mended from then on.
  mutable bool fresh_ = true;
  mutable std::vector<int> group_of_class_;
  mutable std::vector<Seen> seen_;
  mutable std::vector<std::int16_t> groups_;
  mutable std::vector<Course> courses_;
  mutable std::array<Bits, 4> by_kind_;
  mutable bool sorted_ = false;
};

}  // namespace app
