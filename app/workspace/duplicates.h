// What may be in a set twice, on three shelves: files with the same bytes, photographs of one lesion, and pictures that
// look alike though nothing says that they belong together.
//
//   const DuplicateReport report = find_duplicates(workspace.reader(), {.progress = show});
//   for (const DuplicatePair& pair : report.pairs) ...
//
// Looks must have been measured before (quality.h); images without one are counted. Any thread with a reader of its
// own.
#pragma once

#include <cstddef>
#include <stop_token>
#include <string>
#include <vector>

#include "app/core/progress.h"
#include "app/core/types.h"
#include "app/workspace/feature_neighbours.h"
#include "db/reader.h"

namespace app {

enum class Shelf { SameBytes, SameLesion, LookAlike };
const char* name_of(Shelf shelf);  // "same bytes"

struct DuplicatePair {
  Shelf shelf = Shelf::LookAlike;
  ImageId a = 0, b = 0;    // a < b; of a copy both are the image
  std::string copy_path;   // of SameBytes: the file that is the image once more
  bool alike = false;      // found by what they look like
  int distance = 64;       // bits between the hashes; 64: not compared
  double correlation = 0;  // of the brightness
  int orientation = 1;     // b turned so (EXIF's numbers) looks like a
  double cosine = -1;      // of the features; -1: not compared
};

struct DuplicateReport {
  std::vector<DuplicatePair> pairs;  // by shelf; what is most alike first
  std::size_t images = 0;
  std::size_t without_look = 0;  // not measured yet, or missing
  std::size_t with_features = 0;
  std::size_t kept_apart = 0;             // pairs that were decided to be none
  std::size_t lesion_pairs_left_out = 0;  // a lesion with more than kMostOfLesion photographs shows its nearest ones
  bool cancelled = false;

  std::size_t count(Shelf shelf) const;
};

struct DuplicateOptions {
  const FeatureTable* features = nullptr;  // rows in the order of db::images(); may be null
  int threads = 0;
  OnProgress progress = {};
  std::stop_token stop = {};
};

// Pairs in which one was removed from the set, that stand in one group already, or were kept apart, are left out.
DuplicateReport find_duplicates(const db::Reader& from, const DuplicateOptions& options = {});

}  // namespace app
