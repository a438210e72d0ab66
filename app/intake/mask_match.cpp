#include "app/intake/mask_match.h"

#include <array>
#include <map>
#include <unordered_set>

#include "app/intake/folder_labels.h"
#include "app/intake/folder_walk.h"
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

// Where a picture or a mask stands, without the folders that only say which of the two it is.
std::string place_of(const std::string& name) {
  std::string place;
  std::size_t begin = 0;
  for (std::size_t slash = name.find('/'); slash != std::string::npos; slash = name.find('/', begin)) {
    const std::string folder = name.substr(begin, slash - begin);
    begin = slash + 1;
    if (!is_mask_folder(folder) && !says_pictures_only(folder)) place += column_key(folder) + "/";
  }
  return place;
}

std::string name_of(const ImportItem& item, const IntakeShelf& shelf) {
  const std::string file = utf8_text(item.path.lexically_relative(shelf.root).string());
  return item.entry.empty() ? file : file.substr(0, file.rfind('/') + 1) + utf8_text(item.entry);
}

// What is called alike.
struct Namesakes {
  std::vector<const ShelfPicture*> masks;
  std::vector<ImportItem*> pictures;  // that have no mask yet
  long all_pictures = 0;
};

class MaskMatch {
 public:
  MaskMatch(ImportSource& source, const IntakeShelf& shelf) : source_(source), shelf_(shelf) {
    for (const ShelfPicture& mask : shelf.masks) {
      if (mask.item.entry.empty())
        by_id_[id_of(mask.name)].masks.push_back(&mask);
      else
        omissions_.add("masks inside a container: unpack them to use them", mask.name);
    }
    if (by_id_.empty()) return;
    for (ImportItem& item : source.items) {
      if (!item.mask_path.empty()) named_.insert(item.mask_path.lexically_normal().string());
      const auto found = by_id_.find(id_of(name_of(item, shelf)));
      if (found == by_id_.end()) continue;
      ++found->second.all_pictures;
      if (item.mask_path.empty()) found->second.pictures.push_back(&item);
    }
  }

  void run() {
    for (auto& [id, alike] : by_id_) {
      std::erase_if(alike.masks, [&](const ShelfPicture* mask) {
        return named_.contains(mask->item.path.lexically_normal().string());  // a table has said whose it is
      });
      match(alike);
    }
    if (matched_ > 0) source_.notes.push_back(std::to_string(matched_) + " masks were matched by name");
    source_.left_out.insert(source_.left_out.end(), omissions_.list().begin(), omissions_.list().end());
  }

 private:
  void match(const Namesakes& alike) {
    if (alike.all_pictures == 0 && !source_.items.empty())
      for (const ShelfPicture* mask : alike.masks) omissions_.add("masks that fit no picture", mask->name);
    if (alike.masks.empty() || alike.pictures.empty()) return;
    if (alike.all_pictures == 1)
      match_the_one(alike);
    else
      match_by_folders(alike);
  }

  void match_the_one(const Namesakes& alike) {
    if (alike.masks.size() == 1) return give(*alike.pictures.front(), *alike.masks.front());
    for (std::size_t i = 1; i < alike.masks.size(); ++i)
      omissions_.add("masks of the same name: none of them was taken",
                     alike.masks.front()->name + ", " + alike.masks[i]->name);
  }

  void match_by_folders(const Namesakes& alike) {
    std::map<std::string, Namesakes> by_place;
    for (const ShelfPicture* mask : alike.masks) by_place[place_of(mask->name)].masks.push_back(mask);
    for (ImportItem* picture : alike.pictures)
      by_place[place_of(name_of(*picture, shelf_))].pictures.push_back(picture);
    for (const auto& [place, here] : by_place) {
      if (here.masks.size() == 1 && here.pictures.size() == 1)
        give(*here.pictures.front(), *here.masks.front());
      else
        for (const ShelfPicture* mask : here.masks)
          omissions_.add("masks of which several pictures have the name: no picture got them", mask->name);
    }
  }

  void give(ImportItem& picture, const ShelfPicture& mask) {
    picture.mask_path = mask.item.path;
    ++matched_;
  }

  ImportSource& source_;
  const IntakeShelf& shelf_;
  Omissions omissions_;
  std::map<std::string, Namesakes> by_id_;
  std::unordered_set<std::string> named_;  // by a table
  long matched_ = 0;
};

}  // namespace

void match_masks(ImportSource& source, const IntakeShelf& shelf) { MaskMatch(source, shelf).run(); }

}  // namespace app
