#include "engine/image/colour_profile.h"

#include <array>
#include <cmath>
#include <memory>

#include <lcms2.h>

namespace engine {
namespace {

constexpr std::size_t kLargestProfile_bytes = std::size_t{4} << 20U;

struct CloseProfile {
  void operator()(void* profile) const { cmsCloseProfile(profile); }
};
using Profile = std::unique_ptr<void, CloseProfile>;

bool near(double a, double b) { return std::abs(a - b) < 0.004; }

bool has_column(cmsHPROFILE profile, cmsTagSignature tag, const std::array<double, 3>& xyz) {
  const auto* column = static_cast<const cmsCIEXYZ*>(cmsReadTag(profile, tag));
  return column != nullptr && near(column->X, xyz[0]) && near(column->Y, xyz[1]) && near(column->Z, xyz[2]);
}

bool has_curve(cmsHPROFILE profile, cmsTagSignature tag) {
  const auto* curve = static_cast<const cmsToneCurve*>(cmsReadTag(profile, tag));
  if (curve == nullptr) return false;
  const auto at = [curve](float value) { return static_cast<double>(cmsEvalToneCurveFloat(curve, value)); };
  return near(at(0.1F), 0.01002) && near(at(0.5F), 0.21404) && near(at(0.8F), 0.60383);
}

// By what it says of colours, not by its name: primaries adapted to D50 and the tone curve.
bool is_srgb(cmsHPROFILE profile) {
  return cmsIsMatrixShaper(profile) != 0 && cmsIsTag(profile, cmsSigAToB0Tag) == 0 &&
         has_column(profile, cmsSigRedColorantTag, {0.4361, 0.2225, 0.0139}) &&
         has_column(profile, cmsSigGreenColorantTag, {0.3851, 0.7169, 0.0971}) &&
         has_column(profile, cmsSigBlueColorantTag, {0.1431, 0.0606, 0.7141}) && has_curve(profile, cmsSigRedTRCTag) &&
         has_curve(profile, cmsSigGreenTRCTag) && has_curve(profile, cmsSigBlueTRCTag);
}

bool is_srgb_grey(cmsHPROFILE profile) { return has_curve(profile, cmsSigGrayTRCTag); }

cmsColorSpaceSignature space_of(Components components) {
  switch (components) {
    case Components::Grey: return cmsSigGrayData;
    case Components::Rgb: return cmsSigRgbData;
    case Components::Cmyk: return cmsSigCmykData;
  }
  return cmsSigRgbData;
}

cmsUInt32Number layout_of(Components components, bool inverted) {
  if (components == Components::Grey) return TYPE_GRAY_8;
  if (components == Components::Rgb) return TYPE_RGB_8;
  return inverted ? TYPE_CMYK_8_REV : TYPE_CMYK_8;
}

std::vector<std::uint8_t> first_channel(const Image& image) {
  std::vector<std::uint8_t> grey(image.pixels.size() / 3);
  for (std::size_t i = 0; i < grey.size(); ++i) grey[i] = image.pixels[3 * i];
  return grey;
}

}  // namespace

ColourProfile::ColourProfile(std::span<const std::byte> icc, Components components, bool inverted)
    : components_(components) {
  if (!icc.empty()) open(icc, components, inverted);
}

ColourProfile::~ColourProfile() {
  if (transform_ != nullptr) cmsDeleteTransform(transform_);
}

void ColourProfile::open(std::span<const std::byte> icc, Components components, bool inverted) {
  constexpr const char* kKept = "its colours are taken for srgb as they are";
  const Profile profile(icc.size() > kLargestProfile_bytes
                            ? nullptr
                            : cmsOpenProfileFromMem(icc.data(), static_cast<cmsUInt32Number>(icc.size())));
  if (!profile) {
    problem_ = std::string("the embedded colour profile cannot be read; ") + kKept;
  } else if (cmsGetColorSpace(profile.get()) != space_of(components)) {
    problem_ = std::string("the embedded colour profile is for another kind of pixels; ") + kKept;
  } else if (components == Components::Rgb ? !is_srgb(profile.get())
                                           : components != Components::Grey || !is_srgb_grey(profile.get())) {
    const Profile srgb(cmsCreate_sRGBProfile());
    transform_ = cmsCreateTransform(profile.get(), layout_of(components, inverted), srgb.get(), TYPE_RGB_8,
                                    INTENT_PERCEPTUAL, cmsFLAGS_NOCACHE);
    if (transform_ == nullptr) problem_ = std::string("the embedded colour profile cannot be converted; ") + kKept;
  }
}

Image ColourProfile::to_srgb(const Image& image) const {
  Image out = Image::blank(image.width_px, image.height_px, 3);
  const std::vector<std::uint8_t> grey = components_ == Components::Grey ? first_channel(image) : image.pixels;
  cmsDoTransform(transform_, grey.data(), out.pixels.data(), static_cast<cmsUInt32Number>(out.pixels.size() / 3));
  return out;
}

}  // namespace engine
