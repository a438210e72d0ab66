#include "app/shell/augment_preview.h"

#include <memory>
#include <utility>

#include "app/workspace/augment_sheet.h"

namespace app {
namespace {

// As many as can be seen well in the dialog's width.
constexpr int kImages = 3, kViews = 6, kSheet_px = 1096, kTileGap_px = 8;

struct Answer {
  engine::Image picture;
  bool fresh = false;
};

}  // namespace

void AugmentPreview::release() {
  if (view_.texture != 0) host_.release_texture(std::exchange(view_.texture, 0));
}

void AugmentPreview::show(const TrainRequest& recipe, int first) {
  recipe_ = recipe;
  view_.open = view_.working = true;
  view_.first = first;
  const std::uint64_t question = ++question_;
  lane_.post(
      [this, recipe, first, question](const std::stop_token&) {
        const auto reader = workspace_.make_reader();
        const AugmentSheet sheet = make_augment_sheet(
            workspace_, *reader, {.recipe = recipe, .images = kImages, .views = kViews, .first = first});
        const auto columns = static_cast<int>(sheet.rows.front().cells.size());
        const auto answer = std::make_shared<const Answer>(
            Answer{render_augment_sheet(sheet, kSheet_px / columns - kTileGap_px), sheet.fresh});
        inbox_.post("Showing the augmentation", [this, answer, question] {
          if (question != question_) return;
          release();
          view_.texture = host_.create_texture(answer->picture);
          view_.width_px = answer->picture.width_px;
          view_.height_px = answer->picture.height_px;
          view_.fresh = answer->fresh;
          view_.message.clear();
          view_.working = false;
        });
      },
      [this, question](const std::string& why) {
        inbox_.post("Showing the augmentation", [this, why, question] {
          if (question != question_) return;
          release();
          view_.message = why;
          view_.working = false;
        });
      });
}

}  // namespace app
