#include "app/intake/dicom_file.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <mutex>
#include <stdexcept>

// DCMTK wants its configuration first.
#include <dcmtk/config/osconfig.h>
#include <dcmtk/dcmdata/dcpixel.h>
#include <dcmtk/dcmdata/dcpixseq.h>
#include <dcmtk/dcmdata/dcpxitem.h>
#include <dcmtk/dcmdata/dcspchrs.h>
#include <dcmtk/dcmdata/dctk.h>
#include <dcmtk/oflog/oflog.h>

#include "app/intake/dicom_nesting.h"
#include "app/intake/png_writer.h"
#include "app/intake/spelling.h"
#include "app/intake/text_encoding.h"

namespace app {
namespace {

constexpr std::array kPhotographs = {"1.2.840.10008.5.1.4.1.1.77.1.4", "1.2.840.10008.5.1.4.1.1.77.1.7",
                                     "1.2.840.10008.5.1.4.1.1.7", "1.2.840.10008.5.1.4.1.1.7.4"};
constexpr Uint32 kLoadedAtOnce_bytes = 4096;  // larger values stay in the file until they are asked for

// DCMTK would write its warnings to the terminal, with the file's text in them.
void silence_library() {
  static std::once_flag done;
  std::call_once(done, [] { OFLog::configure(OFLogger::OFF_LOG_LEVEL); });
}

// "045Y"; months, weeks and days are less than a year's number.
std::optional<double> age_of(const std::string& text) {
  if (text.size() != 4 || !std::all_of(text.begin(), text.begin() + 3, [](char c) { return c >= '0' && c <= '9'; }))
    return std::nullopt;
  const double number = std::stod(text.substr(0, 3));
  switch (text[3]) {
    case 'Y': return number;
    case 'M': return number / 12;
    case 'W': return number / 52;
    case 'D': return number / 365;
    default: return std::nullopt;
  }
}

// A JPEG of three plain RGB components says so by Adobe's marker; without it a reader takes them for YCbCr.
void mark_as_rgb(std::vector<std::byte>& jpeg) {
  constexpr std::array<unsigned char, 16> kAdobe = {0xFF, 0xEE, 0, 14, 'A', 'd', 'o', 'b', 'e', 0, 100, 0, 0, 0, 0, 0};
  constexpr std::string_view kName = "Adobe";
  const auto* text = reinterpret_cast<const char*>(jpeg.data());
  const std::string_view head(text, std::min<std::size_t>(jpeg.size(), 4096));
  if (jpeg.size() < 4 || head.find(kName) != std::string_view::npos) return;
  std::array<std::byte, kAdobe.size()> marker{};
  std::ranges::transform(kAdobe, marker.begin(), [](unsigned char byte) { return std::byte{byte}; });
  jpeg.insert(jpeg.begin() + 2, marker.begin(), marker.end());
}

// Empty where there is none, or where the file says that it is longer than any such text is: memory is not taken on its
// word.
std::string raw_text(DcmItem& set, const DcmTagKey& key) {
  DcmElement* element = nullptr;
  OFString value;
  if (set.findAndGetElement(key, element).bad() || element == nullptr || element->getLength() > kLoadedAtOnce_bytes)
    return "";
  element->getOFString(value, 0);
  const std::size_t end = std::string_view(value.c_str(), value.size()).find_last_not_of(std::string_view(" \0", 2));
  return end == std::string::npos ? "" : std::string(value.c_str(), end + 1);
}

bool is_ascii(const std::string& text) {
  return std::ranges::all_of(text, [](char c) { return static_cast<unsigned char>(c) < 0x80 && c != '\x1B'; });
}

// Makes texts UTF-8 out of the character set that the file names.
class Texts {
 public:
  explicit Texts(DcmDataset& set) : set_(set) {
    DcmElement* element = nullptr;
    if (set.findAndGetElement(DCM_SpecificCharacterSet, element).good() && element != nullptr &&
        element->getLength() <= kLoadedAtOnce_bytes)
      element->getOFStringArray(charset_);
  }

  // `what`: what to call it where it cannot be read.
  std::string in(DcmItem& item, const DcmTagKey& key, const char* what) {
    std::string text = raw_text(item, key);
    if (is_ascii(text)) return text;
    if (charset_.empty()) return utf8_text(text);  // wrong, as only ASCII needs no name
    OFString converted;
    DcmSpecificCharacterSet converter;
    if (converter.selectCharacterSet(charset_, "ISO_IR 192").good() &&
        converter.convertString(text.data(), text.size(), converted, "\\").good())
      return utf8_text(std::string_view(converted.c_str(), converted.size()));
    unread_.emplace_back(what);
    return "";
  }
  std::string in(const DcmTagKey& key, const char* what) { return in(set_, key, what); }

  std::vector<std::string> take_unread() { return std::move(unread_); }

 private:
  DcmDataset& set_;
  OFString charset_;
  std::vector<std::string> unread_;
};

std::vector<std::byte> bytes_of(DcmPixelItem& item) {
  Uint8* data = nullptr;
  if (item.getLength() > DicomFile::kMostFrame_bytes || item.getUint8Array(data).bad() || data == nullptr) return {};
  const auto* begin = reinterpret_cast<const std::byte*>(data);
  return {begin, begin + item.getLength()};
}

}  // namespace

struct DicomFile::Loaded {
  DcmFileFormat format;
  DcmDataset& set() { return *format.getDataset(); }
};

void DicomFile::refuse(const std::string& reason) const {
  throw std::runtime_error("reading a DICOM file: " + reason + ": " + name_);
}

DicomFile::DicomFile(const std::filesystem::path& file)
    : loaded_(std::make_unique<Loaded>()), name_(utf8_text(file.string())) {
  silence_library();
  std::error_code unreadable;
  const auto size = std::filesystem::file_size(file, unreadable);
  if (unreadable) refuse("cannot open it (" + unreadable.message() + "); check the name and the permissions");
  if (size > kMostFile_bytes) refuse("it is larger than 1 GB; refused");
  if (const std::string why = nesting_refusal(file); !why.empty()) refuse(why);
  if (loaded_->format.loadFile(file.c_str(), EXS_Unknown, EGL_noChange, kLoadedAtOnce_bytes, ERM_fileOnly).bad())
    refuse("it is damaged or no DICOM file; check that it was copied whole");
  check_kind();
}

DicomFile::~DicomFile() = default;

std::string DicomFile::text(unsigned group, unsigned element) const {
  const DcmTagKey key(static_cast<Uint16>(group), static_cast<Uint16>(element));
  return utf8_text(raw_text(loaded_->set(), key));
}

void DicomFile::check_kind() const {
  const std::string kind = text(0x0008, 0x0016);
  if (std::ranges::find(kPhotographs, kind) != kPhotographs.end()) return;
  const char* name = kind.empty() ? nullptr : dcmFindNameOfUID(kind.c_str());
  refuse("it is no photograph but " + (name != nullptr ? std::string(name) : "of kind \"" + kind + "\"") +
         "; left out");
}

int DicomFile::frames() const {
  const std::string said = text(0x0028, 0x0008);
  int frames = 1;
  if (!said.empty())
    std::from_chars(said.data() + std::min(said.find_first_not_of(' '), said.size()), said.data() + said.size(),
                    frames);
  if (frames < 1 || frames > kMostFrames) refuse("it says it has " + std::to_string(frames) + " frames; refused");
  return frames;
}

DicomFacts DicomFile::facts() const {
  Texts texts(loaded_->set());
  DicomFacts facts{.frames = frames(), .patient_id = texts.in(DCM_PatientID, "patient's id")};
  facts.sex = sex_named(text(0x0010, 0x0040)).value_or("");
  facts.age = age_of(text(0x0010, 0x1010));
  facts.text_in_pixels = text(0x0028, 0x0301) == "YES";
  std::string site;
  DcmItem* region = nullptr;
  if (loaded_->set().findAndGetSequenceItem(DCM_AnatomicRegionSequence, region).good() && region != nullptr)
    site = texts.in(*region, DCM_CodeMeaning, "site");
  facts.site = site.empty() ? text(0x0018, 0x0015) : site;
  if (const std::string model = texts.in(DCM_ManufacturerModelName, "device's model"); !model.empty())
    facts.extra["device_model"] = model;
  facts.unread = texts.take_unread();
  return facts;
}

std::vector<std::byte> DicomFile::frame(int frame) const {
  const int count = frames();
  if (frame < 1 || frame > count) refuse("it has no frame " + std::to_string(frame));
  const DcmXfer syntax(loaded_->set().getOriginalXfer());
  if (syntax.getXfer() == EXS_JPEGProcess1) return encapsulated_frame(frame);
  if (!syntax.isEncapsulated()) return plain_frame(frame);
  refuse("its pixels are packed as " + std::string(syntax.getXferName()) +
         "; only JPEG baseline and uncompressed ones are read, so convert it (dcmdjpeg, dcmdjpls, dcmdrle)");
}

// A JPEG says nothing of an inverted grey or of a palette: decoded as it is, it would be another picture.
void DicomFile::check_colours() const {
  constexpr std::array kRead = {"MONOCHROME2", "RGB", "YBR_FULL", "YBR_FULL_422"};
  const std::string kind = text(0x0028, 0x0004);
  if (std::ranges::find(kRead, kind) == kRead.end())
    refuse("its JPEG pixels are " + (kind.empty() ? "of a kind that it does not name" : kind) +
           "; only RGB, YBR_FULL, YBR_FULL_422 and MONOCHROME2 are read, so convert it (dcmdjpeg, dcmj2pnm)");
}

std::vector<std::byte> DicomFile::encapsulated_frame(int frame) const {
  check_colours();
  DcmElement* element = nullptr;
  DcmPixelSequence* sequence = nullptr;
  loaded_->set().findAndGetElement(DCM_PixelData, element);
  auto* pixels = dynamic_cast<DcmPixelData*>(element);
  if (pixels == nullptr || pixels->getEncapsulatedRepresentation(EXS_JPEGProcess1, nullptr, sequence).bad() ||
      sequence == nullptr)
    refuse("it has no pixels");
  const int count = frames();
  const auto fragments = static_cast<int>(sequence->card()) - 1;  // the first item is the table of offsets
  if (fragments != count && count != 1)
    refuse("its " + std::to_string(count) + " frames stand in " + std::to_string(fragments) + " pieces; refused");
  std::vector<std::byte> jpeg;
  const int first = count == 1 ? 1 : frame, last = count == 1 ? fragments : frame;
  for (int i = first; i <= last; ++i) {
    DcmPixelItem* item = nullptr;
    if (sequence->getItem(item, static_cast<unsigned long>(i)).bad() || item == nullptr)
      refuse("a piece of it is missing");
    const std::vector<std::byte> piece = bytes_of(*item);
    if (jpeg.size() + piece.size() > kMostFrame_bytes) refuse("a frame of it is larger than 256 MB; refused");
    jpeg.insert(jpeg.end(), piece.begin(), piece.end());
  }
  if (text(0x0028, 0x0004) == "RGB") mark_as_rgb(jpeg);
  return jpeg;
}

std::vector<std::byte> DicomFile::plain_frame(int frame) const {
  Uint16 rows = 0, columns = 0, samples = 1, bits = 0, planes = 0;
  DcmDataset& set = loaded_->set();
  set.findAndGetUint16(DCM_Rows, rows);
  set.findAndGetUint16(DCM_Columns, columns);
  set.findAndGetUint16(DCM_SamplesPerPixel, samples);
  set.findAndGetUint16(DCM_BitsAllocated, bits);
  set.findAndGetUint16(DCM_PlanarConfiguration, planes);
  const std::string kind = text(0x0028, 0x0004);
  const bool colour = kind == "RGB" && samples == 3, grey = kind == "MONOCHROME2" && samples == 1;
  if (bits != 8 || (!colour && !grey))
    refuse("its pixels are " + kind + " of " + std::to_string(bits) + " bits; only RGB and MONOCHROME2 of 8 are read");
  const std::uint64_t size = std::uint64_t{rows} * columns * samples;
  if (size == 0 || size > kMostFrame_bytes) refuse("a frame of it is empty or larger than 256 MB; refused");
  DcmElement* element = nullptr;
  set.findAndGetElement(DCM_PixelData, element);
  const std::uint64_t offset = size * static_cast<std::uint64_t>(frame - 1);
  if (element == nullptr || offset + size > element->getLength()) refuse("its pixels end too early");
  std::vector<std::uint8_t> pixels(size);
  if (element->getPartialValue(pixels.data(), static_cast<Uint32>(offset), static_cast<Uint32>(size)).bad())
    refuse("its pixels cannot be read");
  if (colour && planes == 1) interleave(pixels);
  return png_bytes({columns, rows, colour}, pixels);
}

}  // namespace app
