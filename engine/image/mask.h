// A mask belongs to the pixels of its picture: whether it lies on the upright picture or on the stored one is told by
// its size, and it is turned with the picture where it was made for the stored pixels.
//
//   const MaskFit fit = fit_of(probe_image(picture), probe_image(mask));
//   if (fit == MaskFit::Turned) mask_image = upright(std::move(mask_image), picture_header.orientation);
//
// Any thread; pure functions.
#pragma once

#include "engine/image/image_io.h"
#include "engine/image/orientation.h"

namespace engine {

enum class MaskFit {
  Upright,  // as large as the upright picture
  Turned,   // as large as the stored pixels, which are turned: the mask is turned with them
  Unsure,   // both at once (a square picture that is turned, a mask without a tag): taken as upright, and said
  Other,    // neither: it is another picture's, or another size's
};

// A mask with an orientation tag of its own has been turned by it already when it is decoded.
inline MaskFit fit_of(const ImageHeader& picture, const ImageHeader& mask) {
  const bool same = mask.width_px == picture.width_px && mask.height_px == picture.height_px;
  const bool has_own_tag = mask.orientation != kAsStored;
  if (picture.orientation == kAsStored || has_own_tag) return same ? MaskFit::Upright : MaskFit::Other;
  const bool as_stored = swaps_sides(picture.orientation)
                             ? mask.width_px == picture.height_px && mask.height_px == picture.width_px
                             : same;
  if (same && as_stored) return MaskFit::Unsure;
  return same ? MaskFit::Upright : as_stored ? MaskFit::Turned : MaskFit::Other;
}

}  // namespace engine
