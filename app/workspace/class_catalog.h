// The diagnoses the program knows by name (assets/classes.json): full names, colours, aliases, and
// the common benign/malignant grouping. Unknown names are welcome and get a palette colour.
// Immutable after construction; any thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace app {

struct KnownClass {
  std::string name;
  std::string full_name;
  std::uint32_t colour_rgb = 0;
  bool malignant = false;
  std::vector<std::string> aliases;
};

class ClassCatalog {
 public:
  explicit ClassCatalog(const std::filesystem::path& json_file);

  const KnownClass* find(std::string_view name) const;  // by name or alias, any case; null if unknown
  std::vector<std::string> names() const;
  // Of the palette, the one farthest from those in use (colour_distance.h). Classes are told apart by their names
  // first: forty colours are more than an eye sorts, so nothing is shown by colour alone.
  std::uint32_t free_colour(std::span<const std::uint32_t> used) const;

  // Catalogue order for known names, then the rest alphabetically: the order of keys 1..9.
  std::vector<std::string> in_display_order(std::vector<std::string> names) const;

 private:
  std::size_t rank(std::string_view name) const;

  std::vector<KnownClass> classes_;
  std::vector<std::uint32_t> palette_;
};

}  // namespace app
