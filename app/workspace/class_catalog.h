// The diagnoses the program knows by name (assets/classes.json): full names, colours, aliases, and
// the common benign/malignant grouping. Unknown names are welcome and get a palette colour.
// Immutable after construction; any thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
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
  std::uint32_t palette_colour(std::size_t index) const;

  // Catalogue order for known names, then the rest alphabetically: the order of keys 1..9.
  std::vector<std::string> in_display_order(std::vector<std::string> names) const;

 private:
  std::size_t rank(std::string_view name) const;

  std::vector<KnownClass> classes_;
  std::vector<std::uint32_t> palette_;
};

}  // namespace app
