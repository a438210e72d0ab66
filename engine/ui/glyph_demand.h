// Which characters the interface was asked to draw. The fonts hold Latin and Greek at first; what else appears in names
// and notes is loaded once it was seen, between two frames.
//
//   GlyphDemand demand; ImGui::GetIO().UserData = &demand;       // the host's
//   const std::string shown = drawable(text);                    // the widgets', for every text they draw or measure
//   if (demand.take_new()) rebuild the fonts with demand.wanted();
//
// ImGui is built for 16-bit characters: a code point above U+FFFF (emoji, rare ideographs) is given a private one,
// which stands for it as long as the program runs. Main thread only.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>

namespace engine {

class GlyphDemand {
 public:
  // The text with private code points for those above U+FFFF.
  std::string see(std::string_view text);
  bool take_new();  // true: something was seen since the last call that was not before

  const std::set<char16_t>& wanted() const { return wanted_; }  // also the private ones
  // What a private code point stands for; itself otherwise.
  char32_t meaning(char16_t drawn) const;

 private:
  void want(char16_t code);

  std::set<char16_t> wanted_;
  std::map<char32_t, char16_t> private_of_;
  std::map<char16_t, char32_t> meaning_;
  bool new_ = false;
};

// Through the demand of the current ImGui context; without one the text as it is.
std::string drawable(std::string_view text);
// True when nothing of the text asks for more than the fonts hold from the start.
bool is_plain(std::string_view text);

}  // namespace engine
