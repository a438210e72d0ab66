// What a run is worth on each part of a column, sources above all, in one table: how many images, how common the group
// is there, AUC, calibration, what the one threshold does there, and which threshold would be as sensitive there as on
// all of them. What cannot be estimated of a part is said; the rest is shown.
//
//   const SliceInput input = slice_input(images, cut_by(images, "source"), scores, truth, group);
//   const PartTable table = part_table(input, "source", "mel", 0.5);
//   for (const PartLine& line : table.lines) ...
//
// Pure functions; any thread. It draws intervals until they stand still: not for the main thread.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "app/table/slices.h"

namespace app {

struct PartLine {
  SliceRow row;
  SliceDoubt doubt;
  std::optional<double> prevalence;
  std::optional<double> threshold;         // as sensitive here as PartTable::sensitivity
  std::vector<std::string> not_estimated;  // "no mel among them: no AUC, sensitivity or threshold"
};

struct PartTable {
  std::string column, group;
  bool two_groups = true;             // a threshold decides; else the most probable group is called
  bool of_first = false;              // the group is the first of two: called above 1 less the threshold
  double decided_at = 0.5;            // the threshold of all parts, on the probability of the last group
  std::optional<double> sensitivity;  // of all parts at it, or the one that was asked for
  std::vector<PartLine> lines;        // worst AUC first
  PartLine whole;
};

// `sensitivity`: the one that each part's own threshold shall reach; none: that of all parts together.
PartTable part_table(const SliceInput& input, const std::string& column, const std::string& group, double threshold,
                     std::optional<double> sensitivity = std::nullopt, const ml::BootstrapOptions& options = {});

// At or above it a part is as sensitive; none where a class is missing, or nothing is to be reached.
std::optional<double> threshold_for(const SliceScores& part, const std::optional<double>& sensitivity);

// Where a threshold decides, the same on the probability of the table's own group.
std::optional<double> threshold_of_group(const PartTable& table);

// What all of it leaves open: one part only, images without a source.
std::vector<std::string> notes_of(const PartTable& table);

// The names of parts as the table has them: a missing source is "no source recorded".
std::string name_of_part(const PartTable& table, const PartLine& line);

}  // namespace app
