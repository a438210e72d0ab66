// Which images show the same thing: equal patient, lesion or image group, over any number of steps, as
// workspace/image_groups.h has it by name. Here by the codes of the table's columns: a million images are added in a
// few hundredths of a second, and no name is kept twice.
//
//   RowGroups groups;
//   groups.add(codes);                                  // of every image of the set
//   groups.group_of(a) == groups.group_of(b)            // one group
//
// Groups grow together and never part: where an image is no longer what it was, all are added anew.
// One thread at a time; the owner decides.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <vector>

namespace app {

class RowGroups {
 public:
  static constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();
  enum Kind : std::size_t { Patient, Lesion, LookAlike };
  using Codes = std::array<std::uint32_t, 3>;  // of an image by kind; kNone: not known of it

  // Whether images that were of two groups are of one now.
  bool add(const Codes& codes);
  // kNone: nothing is known that another could share.
  std::uint32_t group_of(const Codes& codes) const;
  bool any(Kind kind) const { return any_[kind]; }  // of the images added

 private:
  std::uint32_t node_of(std::size_t kind, std::uint32_t code);
  std::uint32_t lead(std::uint32_t node) const;
  std::uint32_t shorten(std::uint32_t node);

  std::array<std::vector<std::uint32_t>, 3> nodes_;  // by kind and code; kNone: no image has it
  std::vector<std::uint32_t> parents_;
  std::array<bool, 3> any_{};
};

}  // namespace app
