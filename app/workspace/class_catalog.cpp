#include "app/workspace/class_catalog.h"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <limits>
#include <stdexcept>

#include "app/core/json.h"
#include "app/core/lower_case.h"
#include "app/workspace/colour_distance.h"

namespace app {
namespace {

std::uint32_t colour_from(const std::string& hex) { return static_cast<std::uint32_t>(std::stoul(hex, nullptr, 16)); }

}  // namespace

ClassCatalog::ClassCatalog(const std::filesystem::path& json_file) {
  std::ifstream in(json_file);
  if (!in)
    throw std::runtime_error("reading the class list: cannot open it; reinstall the assets folder: " +
                             json_file.string());
  const auto json = Json::parse(std::string{std::istreambuf_iterator<char>(in), {}});
  for (const auto& entry : json.at("classes")) {
    classes_.push_back({entry.at("name").get<std::string>(), entry.at("full_name").get<std::string>(),
                        colour_from(entry.at("colour").get<std::string>()), entry.at("malignant").get<bool>(),
                        entry.at("aliases").get<std::vector<std::string>>()});
  }
  for (const auto& hex : json.at("palette")) palette_.push_back(colour_from(hex.get<std::string>()));
}

std::size_t ClassCatalog::rank(std::string_view name) const {
  const std::string wanted = in_lower_case(name);
  const auto found = std::ranges::find_if(classes_, [&](const KnownClass& known) {
    return known.name == wanted || std::ranges::find(known.aliases, wanted) != known.aliases.end();
  });
  return static_cast<std::size_t>(found - classes_.begin());
}

const KnownClass* ClassCatalog::find(std::string_view name) const {
  const std::size_t index = rank(name);
  return index < classes_.size() ? &classes_[index] : nullptr;
}

std::vector<std::string> ClassCatalog::names() const {
  std::vector<std::string> names;
  for (const KnownClass& known : classes_) names.push_back(known.name);
  return names;
}

std::uint32_t ClassCatalog::free_colour(std::span<const std::uint32_t> used) const {
  const auto nearest = [used](std::uint32_t colour) {
    float distance = std::numeric_limits<float>::max();
    for (const std::uint32_t other : used) distance = std::min(distance, colour_distance(colour, other));
    return distance;
  };
  return *std::ranges::max_element(palette_, {}, nearest);
}

std::vector<std::string> ClassCatalog::in_display_order(std::vector<std::string> names) const {
  std::ranges::sort(names, [this](const std::string& a, const std::string& b) {
    return std::pair(rank(a), a) < std::pair(rank(b), b);
  });
  return names;
}

}  // namespace app
