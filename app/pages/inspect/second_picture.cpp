#include "app/pages/inspect/second_picture.h"

#include "app/workspace/model_store.h"

namespace app {

void SecondPicture::pin() {
  const Gallery& gallery = session_.models().gallery;
  const auto focus = gallery.focus();
  if (!focus) return;
  view_.pinned = gallery.table().id(*focus);
  view_.pinned_name = gallery.table().name(*focus);
  view_.with = CompareWith::Image;
}

// Of the same name it may have been calibrated since, or trained on.
void SecondPicture::use_model(const std::string& name, std::uint64_t version) {
  if (name.empty() || (name == model_ && version == model_version_)) return;
  model_ = name;
  model_version_ = version;
  asked_group_ = -1;
  Workspace& workspace = session_.workspace();
  loader_.set_model(name, [&workspace, name] { return find_model(&workspace, name); });
}

void SecondPicture::follow() {
  if (view_.with == CompareWith::None) {
    if (view_.other.image) loader_.close();
    return;
  }
  follow_other();
}

void SecondPicture::follow_other() {
  const Models& models = session_.models();
  const ImageTable& table = models.gallery.table();
  const auto id = view_.with == CompareWith::Image ? view_.pinned : models.image.image;
  const auto row = id ? table.row_of(*id) : std::nullopt;
  if (!row) return loader_.close();
  FocusedImage& other = view_.other;
  other.file_name = table.name(*row);
  other.class_index = table.class_index(*row);
  other.true_group = models.gallery.group(*row);
  other.heat.style = models.image.heat.style;
  other.heat.visible = models.image.heat.visible;
  use_model(
      view_.with == CompareWith::Run && view_.run != 0 ? "run:" + std::to_string(view_.run) : models.image.model_name,
      models.image.model_version);
  loader_.set_threshold(models.image.threshold);
  if (other.image != id) loader_.open(*id, table.path(*row));  // one that failed is not tried again in every frame
  const int wanted = view_.with == CompareWith::Class ? view_.group : models.image.heat.group;
  if (wanted >= 0 && wanted != asked_group_ && !other.probabilities.empty()) {
    asked_group_ = wanted;
    if (wanted != other.heat.group && wanted < static_cast<int>(other.probabilities.size())) loader_.explain(wanted);
  }
}

}  // namespace app
