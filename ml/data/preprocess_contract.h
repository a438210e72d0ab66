// The preprocessing contract: everything that decides which numbers a network sees for an image.
// It is stored in every checkpoint and compared when one is loaded, because a model that is fed with
// other numbers than it was trained on is silently wrong.
//
// Use: `PreprocessContract contract = imagenet_contract();` ... `require_same_contract(stored, mine)`.
// Threads: any thread; a plain value.
#pragma once

#include <array>
#include <string>
#include <string_view>

namespace ml {

enum class Resampling { BilinearAntialiased };

enum class CropMode {
  CentreSquare,  // the middle square whose side is crop_fraction of the shorter image side
  Stretch,       // the whole image, its aspect ratio given up
  FitPad,        // the whole image inside the square; the rest is 0 in the network's units
};

enum class ValueRange {
  ZeroToOne,      // v / 255
  MinusOneToOne,  // v / 127.5 - 1
};

enum class ColourSpace { Srgb };

enum class ColourConstancy {
  None,
  ShadesOfGrey,  // colour_constancy.h, on the resized picture
};

// What decoding did to a picture's pixels before anything here.
enum class Decoding {
  AsStored,  // EXIF orientation and colour profile were ignored, as all contracts without the field did
  Meant,     // turned upright by EXIF, an embedded colour profile converted to srgb
};

struct PreprocessContract {
  int size_px = 224;
  Resampling resampling = Resampling::BilinearAntialiased;
  CropMode crop = CropMode::CentreSquare;
  double crop_fraction = 1.0;  // used by CentreSquare only
  ColourSpace colour_space = ColourSpace::Srgb;
  ColourConstancy colour_constancy = ColourConstancy::None;
  ValueRange range = ValueRange::ZeroToOne;
  // The network sees (value in range - mean) / std, per channel R, G, B.
  std::array<float, 3> mean{0.F, 0.F, 0.F};
  std::array<float, 3> std{1.F, 1.F, 1.F};
  // Not part of the name: it concerns only pictures that are turned or converted, whose cache keys say so themselves.
  Decoding decoding = Decoding::AsStored;

  bool operator==(const PreprocessContract&) const = default;

  // A stable name made from every field but decoding, "pp1-" and 16 hexadecimal digits: equal contracts have
  // equal names in every version of the program.
  std::string id() const;
  // What a checkpoint stores: a JSON object with one member per field.
  std::string to_json() const;
  // Throws when a field is missing, unknown or out of range, naming it.
  static PreprocessContract from_json(std::string_view json);
};

// torchvision's ImageNet models: RGB / 255, mean .485 .456 .406, std .229 .224 .225.
PreprocessContract imagenet_contract(int size_px = 224);

// Of a model that is trained from now on: the pixels it sees are decoded as this program does.
inline void use_meant_pixels(PreprocessContract& contract) { contract.decoding = Decoding::Meant; }

// Throws when a field is out of range (size below 1, a fraction outside (0, 1], a std of 0).
void require_valid(const PreprocessContract& contract);
// Throws when the two differ, naming the first field that does and both values.
void require_same_contract(const PreprocessContract& stored, const PreprocessContract& requested);

}  // namespace ml
