// The one file with the differences between ImGui's font interfaces (1.86 to 1.91).
#include "engine/ui/fonts.h"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include <imgui_freetype.h>

#include "engine/base/font_files.h"
#include "engine/ui/code_boxes.h"
#include "engine/ui/glyph_demand.h"

namespace engine {
namespace {

// Latin with accents, general punctuation, arrows, and the mathematical signs the interface uses.
constexpr ImWchar kText[] = {0x0020, 0x024F, 0x0370, 0x03FF, 0x2010, 0x2027, 0x2030,
                             0x205E, 0x2190, 0x21FF, 0x2200, 0x226F, 0};
constexpr ImWchar kIconRange[] = {0xF000, 0xF35F, 0};

// Font files in memory while the atlas is built; one file serves several sizes.
class FileBytes {
 public:
  std::vector<char>& of(const std::string& path) {
    std::vector<char>& bytes = files_[path];
    if (!bytes.empty()) return bytes;
    std::ifstream in(path, std::ios::binary);
    bytes.assign(std::istreambuf_iterator<char>(in), {});
    return bytes;
  }

 private:
  std::map<std::string, std::vector<char>> files_;
};

// What is wanted, as ImGui takes it.
struct Ranges {
  explicit Ranges(const GlyphDemand& demand) {
    ImFontGlyphRangesBuilder text, more;
    text.AddRanges(kText);
    for (const char16_t code : demand.wanted()) {
      if (demand.meaning(code) != code) continue;  // a private one, drawn by us
      text.AddChar(code);
      more.AddChar(code);
    }
    text.BuildRanges(&all);
    more.BuildRanges(&beyond);
  }
  ImVector<ImWchar> all, beyond;
};

class FontSet {
 public:
  FontSet(ImFontAtlas& atlas, const GlyphDemand& demand) : atlas_(atlas), demand_(demand), ranges_(demand) {}

  ImFont* add(FontFile file, float size_px, float icons_px) {
    const std::string path = find_font(file);
    ImFontConfig config;
    config.SizePixels = size_px;
    ImFont* font = path.empty() ? atlas_.AddFontDefault(&config) : add_file(path, size_px, config, ranges_.all.Data);
    if (icons_px > 0) has_icons = merge_icons(icons_px);
    for (const ScriptFont& script : script_fonts())
      if (needs(script)) merge(script, size_px);
    return font;
  }
  ImFont* add_icons(float size_px) { return add_file(find_font(FontFile::Icons), size_px, {}, kIconRange); }

  bool has_icons = false;

 private:
  ImFont* add_file(const std::string& path, float size_px, ImFontConfig config, const ImWchar* ranges) {
    std::vector<char>& bytes = files_.of(path);
    config.FontDataOwnedByAtlas = false;
    return atlas_.AddFontFromMemoryTTF(bytes.data(), static_cast<int>(bytes.size()), size_px, &config, ranges);
  }

  // Into the font added last, so that text and icons mix in one line.
  bool merge_icons(float size_px) {
    const std::string path = find_font(FontFile::Icons);
    if (path.empty()) return false;
    ImFontConfig config;
    config.MergeMode = true;
    config.GlyphMinAdvanceX = size_px * 1.2F;
    config.GlyphOffset.y = 1;
    return add_file(path, size_px, config, kIconRange) != nullptr;
  }

  bool needs(const ScriptFont& script) const {
    const auto first = demand_.wanted().lower_bound(static_cast<char16_t>(script.low));
    return first != demand_.wanted().end() && *first <= script.high && script.installed();
  }

  void merge(const ScriptFont& script, float size_px) {
    ImFontConfig config;
    config.MergeMode = true;
    add_file(script.path, size_px, config, ranges_.beyond.Data);
  }

  ImFontAtlas& atlas_;
  const GlyphDemand& demand_;
  Ranges ranges_;
  FileBytes files_;
};

// The characters of a font that have no shape in it.
std::vector<char16_t> without_shape(const ImFont& font, const GlyphDemand& demand) {
  std::vector<char16_t> missing;
  for (const char16_t code : demand.wanted())
    if (font.FindGlyphNoFallback(code) == nullptr) missing.push_back(code);
  return missing;
}

struct Box {
  int rect;
  char32_t code;
};

void reserve_boxes(ImFontAtlas& atlas, ImFont& font, const GlyphDemand& demand, std::vector<Box>& boxes) {
  for (const char16_t code : without_shape(font, demand)) {
    const char32_t meant = demand.meaning(code);
    const auto [width, height] = code_box_size(meant);
    const float top = std::floor(std::max(0.0F, font.Ascent - static_cast<float>(height) + 2));
    boxes.push_back(
        {atlas.AddCustomRectFontGlyph(&font, code, width, height, static_cast<float>(width + 2), {1, top}), meant});
  }
}

void build(ImFontAtlas& atlas, const std::vector<ImFont*>& texts, const GlyphDemand& demand) {
  atlas.Build();
  std::vector<Box> boxes;
  for (ImFont* font : texts) reserve_boxes(atlas, *font, demand, boxes);
  if (boxes.empty()) return;
  atlas.Build();
  unsigned char* coverage = nullptr;
  int width = 0, height = 0;
  atlas.GetTexDataAsAlpha8(&coverage, &width, &height);
  for (const Box& box : boxes) {
    const ImFontAtlasCustomRect* at = atlas.GetCustomRectByIndex(box.rect);
    draw_code_box(box.code, coverage + at->Y * width + at->X, width);
  }
}

void use_freetype(ImFontAtlas& atlas) {
  atlas.FontBuilderIO = ImGuiFreeType::GetBuilderForFreeType();
  atlas.FontBuilderFlags = ImGuiFreeTypeBuilderFlags_LightHinting;
}

}  // namespace

Fonts load_fonts(float scale, const GlyphDemand& demand) {
  ImFontAtlas& atlas = *ImGui::GetIO().Fonts;
  atlas.Clear();
  use_freetype(atlas);
  FontSet set(atlas, demand);
  Fonts fonts;
  fonts.body = set.add(FontFile::Regular, 16 * scale, 15 * scale);
  fonts.has_icons = set.has_icons;
  fonts.small = set.add(FontFile::Regular, 14 * scale, 13 * scale);
  fonts.tiny = set.add(FontFile::Regular, 12 * scale, 12 * scale);
  fonts.strong = set.add(FontFile::SemiBold, 16 * scale, 15 * scale);
  fonts.title = set.add(FontFile::SemiBold, 22 * scale, 0);
  fonts.mono = set.add(FontFile::Mono, 13 * scale, 0);
  fonts.icons = fonts.has_icons ? set.add_icons(20 * scale) : fonts.body;
  build(atlas, {fonts.body, fonts.small, fonts.tiny, fonts.strong, fonts.title, fonts.mono}, demand);
  return fonts;
}

}  // namespace engine
