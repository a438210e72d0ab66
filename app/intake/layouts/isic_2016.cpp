// Challenge 2016, task 3: a table without a heading, id and "benign" or "malignant" (the test set: 0.0 or 1.0).
#include "app/intake/layouts/layouts.h"

namespace app::layouts {

Layout isic_2016() {
  return {.name = "ISIC 2016",
          .needs = {"column_1", "column_2"},
          .pictures = {"column_1"},
          .label_from = {"column_2"},
          .label_names = {{"0", "benign"}, {"1", "malignant"}, {"0.0", "benign"}, {"1.0", "malignant"}},
          .split_in_file_name = true,
          .without_heading = true,
          .notes = {"malignant means melanoma here"}};
}

}  // namespace app::layouts
