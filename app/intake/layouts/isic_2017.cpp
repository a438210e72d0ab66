// Challenge 2017, task 3: two columns of 0 and 1; a nevus is neither.
#include "app/intake/layouts/layouts.h"

namespace app::layouts {

Layout isic_2017() {
  return {.name = "ISIC 2017",
          .needs = {"image_id", "melanoma", "seborrheic_keratosis"},
          .pictures = {"image_id"},
          .roles = {{"age_approximate", ColumnRole::Age}, {"sex", ColumnRole::Sex}},
          .one_hot = {"melanoma", "seborrheic_keratosis"},
          .label_when_none = "nevus",
          .companions = {{{"image_id", "age_approximate", "sex"}, "image_id"}},
          .split_in_file_name = true};
}

}  // namespace app::layouts
