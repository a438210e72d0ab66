// Scored images in the order of the table's rows, as slices and parts of a column take them.
//
//   const ScoredRows rows = by_row(table, outcome.scored, outcome.images);
//   const SliceInput input = slice_input(table, cut_by(table, "source"), rows, group);
//
// The thread that owns the table. Images that the table does not have are left out.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "app/core/types.h"
#include "app/table/evaluation.h"
#include "app/table/image_table.h"
#include "app/table/run_scores.h"
#include "app/table/slices.h"

namespace app {

struct ScoredRows {
  std::shared_ptr<const ScoreSet> scores;
  std::vector<std::int16_t> truth;
  std::vector<std::uint64_t> groups_drawn;            // Scored::lesions: what the headline's interval is drawn over
  KnownGroups known = {};                             // what they are made of
  std::shared_ptr<const ScoreSet> judging = nullptr;  // Scored::cross_fitted, where there is any
};
ScoredRows by_row(const ImageTable& table, const Scored& scored, const std::vector<ImageId>& images);
// As reports of the fourth edition and before drew: patients, else lesions, whatever looks alike.
void draw_as_before_fifth(const ImageTable& table, ScoredRows& rows);
SliceInput slice_input(const ImageTable& table, const SlicedRows& cut, const ScoredRows& rows, int group);

}  // namespace app
