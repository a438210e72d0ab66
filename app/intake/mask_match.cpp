#include "app/intake/mask_match.h"

#include <algorithm>
#include <array>
#include <unordered_map>

#include "app/intake/omissions.h"
#include "app/intake/text_encoding.h"

namespace app {
namespace {

constexpr std::array<std::string_view, 4> kEndings = {"_segmentation", "_mask", "_seg", "-mask"};

std::string id_of(const std::string& name) {
  const std::string file = name.substr(name.rfind('/') + 1);
  std::string id = file.substr(0, file.rfind('.'));
  for (const std::string_view ending : kEndings)
    if (id.size() > ending.size() && id.ends_with(ending)) return id.substr(0, id.size() - ending.size());
  return id;
}

}  // namespace

void match_masks(ImportSource& source, const Shelf& shelf) {
  Omissions omissions;
  std::unordered_map<std::string, const ShelfPicture*> mask_of;
  for (const ShelfPicture& mask : shelf.masks) {
    const auto [known, is_new] = mask_of.emplace(id_of(mask.name), &mask);
    if (!mask.item.entry.empty())
      omissions.add("masks inside a container: unpack them to use them", mask.name);
    else if (!is_new && known->second != nullptr)
      omissions.add("masks of the same name: none of them was taken", known->second->name + ", " + mask.name);
    if (!is_new || !mask.item.entry.empty()) known->second = nullptr;
  }
  long matched = 0;
  for (ImportItem& item : source.items) {
    if (!item.mask_path.empty()) continue;
    const std::string name = item.entry.empty() ? item.path.filename().string() : item.entry;
    const auto mask = mask_of.find(id_of(utf8_text(name)));
    if (mask == mask_of.end() || mask->second == nullptr) continue;
    item.mask_path = mask->second->item.path;
    ++matched;
  }
  if (matched > 0) source.notes.push_back(std::to_string(matched) + " masks were matched by name");
  source.left_out.insert(source.left_out.end(), omissions.list().begin(), omissions.list().end());
}

}  // namespace app
