// Turns an image into the network's input as its contract says, and tells which part of the image
// that input shows.
//
// Use: `std::vector<float> input(input_length(contract)); preprocess(pixels.view(), contract, input);`
// The resampling is Pillow's Image.crop(...).resize((S, S), BILINEAR), to the byte for square crops and
// to one level otherwise (resample.h).
// Threads: any thread; nothing is kept between calls.
#pragma once

#include <cstddef>
#include <span>

#include "ml/data/pixels.h"
#include "ml/data/preprocess_contract.h"

namespace ml {

// Number of floats of one input, (3,S,S).
std::size_t input_length(const PreprocessContract& contract);

// Writes (3,S,S), planes R, G, B. Throws when the image cannot be read or `out` has another length.
void preprocess(PixelsView pixels, const PreprocessContract& contract, std::span<float> out);

// Which rectangle of the image is shown, and where in the S x S input it lands. Coordinates are
// continuous: pixel i covers [i, i + 1).
struct CropGeometry {
  int source_x_px = 0;
  int source_y_px = 0;
  int source_width_px = 0;
  int source_height_px = 0;
  int target_x_px = 0;  // other than 0 only where the image is padded
  int target_y_px = 0;
  int target_width_px = 0;
  int target_height_px = 0;

  // image = crop * scale + offset, per axis: puts a map computed on the input over the image.
  struct ImageFromCrop {
    double scale_x = 1, scale_y = 1;
    double offset_x_px = 0, offset_y_px = 0;
  };
  ImageFromCrop image_from_crop() const;
};

CropGeometry crop_geometry(int width_px, int height_px, const PreprocessContract& contract);

}  // namespace ml
