// Random views of an image for training, made in one resampling pass: the affine transform is
// composed with the contract's crop and resize, so that nothing is blurred twice.
//
// Use: `augment(pixels.view(), contract, config, seed, source.key(i), epoch, view, input);`
// The view depends on (seed, image key, epoch, view) and on nothing else: not on the order of calls,
// the thread or the number of workers. Cached views use epoch 0 and count `view` up.
// A config of zeros gives what preprocess() gives, to one level in 255 (at a crop's border, where
// augment sees the pixels beyond it, a little more).
// Threads: any thread; nothing is kept between calls.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "ml/data/artefacts.h"
#include "ml/data/pixels.h"
#include "ml/data/preprocess_contract.h"

namespace ml {

// What is seen beyond the image's border. Where the contract pads (FitPad) its padding wins.
enum class EdgeFill {
  Nearest,
  Reflect,
  Constant,  // 0 in the network's units, like padding
};

// Each amount is the half width of a uniform distribution; 0 switches it off.
struct AugmentConfig {
  double rotation_deg = 0;       // -a .. a
  double shift_fraction = 0;     // of the input's side, per axis, -a .. a
  double zoom_fraction = 0;      // magnification 1 - a .. 1 + a
  double shear_deg = 0;          // -a .. a
  bool flip_horizontal = false;  // each with probability one half
  bool flip_vertical = false;
  double brightness = 0;  // factor 1 - a .. 1 + a
  double contrast = 0;    // factor about the mean luma of the view
  double saturation = 0;  // factor about the luma of the pixel
  double hue_deg = 0;     // rotation about the grey axis, -a .. a
  // Hairs, a ruler, a marker's strokes, a dark rim: each is drawn over this share of the views, see artefacts.h.
  double artefact_share = 0;
  EdgeFill edge_fill = EdgeFill::Reflect;

  bool operator==(const AugmentConfig&) const = default;

  // A stable name made from every field ("aug1-" and 16 hexadecimal digits): part of a cached
  // view's id, so that views drawn under other settings are never mistaken for these.
  std::string id() const;
};

// Throws when an amount is negative, not finite, or too large to leave an image.
void require_valid(const AugmentConfig& config);

// The numbers drawn for one view, before any pixel is touched.
struct AugmentDraw {
  double rotation_deg = 0;
  double shift_x_fraction = 0;
  double shift_y_fraction = 0;
  double zoom = 1;
  double shear_deg = 0;
  bool flip_horizontal = false;
  bool flip_vertical = false;
  double brightness = 1;
  double contrast = 1;
  double saturation = 1;
  double hue_deg = 0;
  ArtefactDraw artefacts;
};

AugmentDraw draw_augmentation(const AugmentConfig& config, std::uint64_t seed, std::string_view image_key,
                              std::uint32_t epoch, std::uint32_t view);

// Applies a given draw; out is (3,S,S).
void apply_augmentation(PixelsView pixels, const PreprocessContract& contract, const AugmentDraw& draw,
                        EdgeFill edge_fill, std::span<float> out);

// Draws and applies; out is (3,S,S).
void augment(PixelsView pixels, const PreprocessContract& contract, const AugmentConfig& config, std::uint64_t seed,
             std::string_view image_key, std::uint32_t epoch, std::uint32_t view, std::span<float> out);

}  // namespace ml
