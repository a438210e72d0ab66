// What an interval was drawn over: how many of which unit, how often, and whether its ends stand still. Said beside
// every interval, because one over lesions is wider than one over their photographs.
//
//   const std::string unit = drawn_unit({.lesions = true}, images, lesions);     "lesions"
//   print(text_of(DrawnOver{unit, 312, 5000, true}));
//
// Of one patient or lesion alone nothing can be drawn: there is no interval, and this says so.
//
// Plain values; any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

#include "app/core/json.h"

namespace app {

struct DrawnOver {
  std::string unit = "images";  // several of them
  std::int64_t groups = 0;      // how many there are to draw
  int draws = 0;                // in which the value was defined
  bool settled = false;         // more draws would not move its ends (ml::BootstrapOptions::settle_share)

  bool operator==(const DrawnOver&) const = default;
};

// What is known of any of the images.
struct KnownGroups {
  bool patients = false, lesions = false, look_alikes = false;
};
// "images" where each stands alone, whatever is known.
std::string drawn_unit(const KnownGroups& known, std::size_t images, std::size_t groups);

std::string counted_unit(const DrawnOver& over);  // "312 lesions", "1 lesion"
// Whether there is no interval because one patient, lesion or other group holds all of the images.
bool is_one_group(const DrawnOver& over);
// "312 lesions drawn with replacement, 5,000 times, the ends are stable"; "not estimated: one lesion"
std::string text_of(const DrawnOver& over);
// Of several intervals, which end each when it is stable: "up to 5,000 times".
std::string text_of_several(const DrawnOver& over);
Json to_json(const DrawnOver& over);  // null where there is no interval, unless that is for one group alone

// As many as a window can wait for: more images make a draw dearer and need fewer of them.
int live_draws(std::size_t images);

}  // namespace app
