#include "app/intake/picture_finder.h"

#include "app/intake/entry_reader.h"
#include "app/intake/import_source.h"

namespace app {
namespace fs = std::filesystem;
namespace {

constexpr std::size_t kNamedCandidates = 3;

std::string key_of(const ImportItem& item) { return item.path.lexically_normal().string() + '\n' + item.entry; }

}  // namespace

PictureFinder::PictureFinder(IntakeShelf& shelf, Start start, PatientNaming patients)
    : shelf_(shelf), start_(start), patients_(std::move(patients)) {
  if (start_ == Start::WithShelf) make_index();
}

void PictureFinder::make_index() {
  if (start_ == Start::WithFiles) {
    IntakeShelf whole = shelf_of_folder(shelf_.root, patients_);
    shelf_.patient_groups = std::move(whole.patient_groups);
    shelf_.pictures = std::move(whole.pictures);
    shelf_.masks = std::move(whole.masks);
  }
  std::vector<std::string> names;
  names.reserve(shelf_.pictures.size());
  for (const ShelfPicture& picture : shelf_.pictures) names.push_back(picture.name);
  index_ = std::make_unique<PictureIndex>(std::move(names));
  named_.assign(shelf_.pictures.size(), 0);
  index_frames();
}

void PictureFinder::index_frames() {
  std::vector<std::string> files;
  for (const ShelfPicture& picture : shelf_.pictures) {
    const std::string frame = " " + picture.item.entry;
    if (picture.item.entry.empty() || !picture.name.ends_with(frame)) continue;
    std::string file = picture.name.substr(0, picture.name.size() - frame.size());
    if (files.empty() || files.back() != file) {
      files.push_back(std::move(file));
      frames_.push_back(0);
    }
    ++frames_.back();
  }
  several_ = std::make_unique<PictureIndex>(std::move(files));
}

std::string PictureFinder::frames_of(const std::string& value, const std::string& base) const {
  const Found file = several_->find(value, base);
  if (!file.picture || file.guessed) return "";
  return "has " + std::to_string(frames_[*file.picture]) + " frames; name one as \"" +
         several_->names()[*file.picture] + " " + frame_entry(1) + "\"";
}

FoundPicture PictureFinder::on_disk(const std::string& value, const std::string& base) const {
  std::error_code unreadable;
  const fs::path file = (shelf_.root / base / value).lexically_normal();
  if (value.empty() || value.find('\0') != std::string::npos || is_container_file(file)) return {};
  if (!fs::is_regular_file(file, unreadable)) return {};
  FoundPicture found{.item = {.path = file}};
  found.key = key_of(found.item);
  return found;
}

FoundPicture PictureFinder::find(const std::string& value, const std::string& base) {
  if (start_ == Start::WithFiles) {
    if (FoundPicture found = on_disk(value, base); !found.key.empty()) return found;
    if (!index_) make_index();
  }
  const Found place = index_->find(value, base);
  if (!place.picture) {
    const bool may_be_elsewhere = start_ == Start::WithShelf && place.candidates.empty();
    FoundPicture found = may_be_elsewhere ? on_disk(value, base) : FoundPicture{};
    for (const std::size_t candidate : place.candidates)
      if (found.candidates.size() < kNamedCandidates) found.candidates.push_back(index_->names()[candidate]);
    if (found.key.empty() && found.candidates.empty()) found.frames = frames_of(value, base);
    return found;
  }
  named_[*place.picture] = 1;
  const ImportItem& item = shelf_.pictures[*place.picture].item;
  return {item, key_of(item), place.how, {}, place.guessed};
}

void PictureFinder::report_unnamed() {
  if (start_ == Start::WithFiles) return;
  for (std::size_t i = 0; i < named_.size(); ++i)
    if (named_[i] == 0) shelf_.left_out.add("pictures that the table does not name", shelf_.pictures[i].name);
}

}  // namespace app
