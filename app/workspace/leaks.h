// Leaks: photographs of one lesion or patient, or look-alikes, that stand on both sides of a split, so that a score
// on one side measures what was learnt by heart on the other.
//
//   LeakScan scan;
//   for (const db::Image& image : db::images(reader)) scan.add(image);
//   const LeakReport report = scan.report();
//   if (const LeakReport::Crossing* found = report.between(db::Split::Train, db::Split::Val)) say(found->text);
//
// One thread at a time; the owner decides. The report is a plain value.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "app/core/types.h"
#include "app/workspace/image_groups.h"
#include "db/image_scan.h"
#include "db/images.h"
#include "db/reader.h"

namespace app {

struct LeakReport {
  struct Crossing {
    db::Split one = db::Split::Train, other = db::Split::Val;
    long groups = 0;
    long images_of_one = 0, images_of_other = 0;
    std::string count;  // "31 lesions in train and val"
    std::string text;   // that, how many images and the first names
  };
  std::vector<Crossing> crossings;  // those there are: train and val, train and test, val and test
  std::vector<ImageId> images;      // of these groups, in a split; ascending

  bool found() const { return !crossings.empty(); }
  const Crossing* between(db::Split one, db::Split other) const;
  // What training on it would spoil: null, or the first crossing of the training images.
  const Crossing* of_training() const;
};
// All of it in one line; empty: there is none.
std::string describe(const LeakReport& report);

class LeakScan {
 public:
  void add(const db::Image& image);
  void add(const db::ImageLine& image);
  LeakReport report() const;

 private:
  struct Entry {
    ImageId image;
    db::Split split;
    std::array<int, 3> keys;  // by GroupKind
  };
  void add(ImageId image, db::Split split, std::string_view patient, std::string_view lesion,
           std::string_view image_group);
  int group_of(const Entry& entry) const;
  std::map<int, int> names_of_groups(const std::vector<unsigned>& splits_of_key, unsigned both) const;

  ImageGroups groups_;
  std::vector<Entry> entries_;  // that share something by name
};

// Of the images of the set.
LeakReport find_leaks(const db::Readable& from);

}  // namespace app
