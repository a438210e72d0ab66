// Embedded ICC profiles: what a picture's numbers mean as colours, brought to srgb.
//
//   const ColourProfile profile(icc_bytes, Components::Rgb);
//   if (profile.changes_pixels()) image = profile.to_srgb(image);
//   else note(profile.problem());                           // empty: it is srgb, or there is none
//
// Any thread, one object a thread. Owns the opened profile. Throws nothing but std::bad_alloc: a profile that cannot
// be used leaves the pixels as they are, and problem() says why.
#pragma once

#include <cstddef>
#include <span>
#include <string>

#include "engine/image/image.h"

namespace engine {

enum class Components { Grey, Rgb, Cmyk };  // of the pixels as they are stored in the file

class ColourProfile {
 public:
  // Empty bytes: no profile. `inverted`: CMYK as Adobe writes it, 255 is no ink.
  ColourProfile(std::span<const std::byte> icc, Components components, bool inverted = false);
  ~ColourProfile();
  ColourProfile(const ColourProfile&) = delete;
  ColourProfile& operator=(const ColourProfile&) = delete;

  bool changes_pixels() const { return transform_ != nullptr; }
  const std::string& problem() const { return problem_; }
  // RGB in, grey as three equal channels; or four channels of ink. RGB out.
  Image to_srgb(const Image& image) const;

 private:
  void open(std::span<const std::byte> icc, Components components, bool inverted);

  void* transform_ = nullptr;  // of lcms2, which is known to the .cpp file only
  Components components_;
  std::string problem_;
};

}  // namespace engine
