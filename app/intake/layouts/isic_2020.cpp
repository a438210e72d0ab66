// Challenge 2020: one table; the first version lacks the lesions. A second table names pairs of the same picture.
#include "app/intake/layouts/layouts.h"

namespace app::layouts {

Layout isic_2020() {
  return {.name = "ISIC 2020",
          .needs = {"image_name", "patient_id", "benign_malignant", "target"},
          .pictures = {"image_name"},
          .roles = {{"patient_id", ColumnRole::PatientId},
                    {"lesion_id", ColumnRole::LesionId},
                    {"sex", ColumnRole::Sex},
                    {"age_approx", ColumnRole::Age},
                    {"anatom_site_general_challenge", ColumnRole::Site}},
          .label_from = {"benign_malignant"},
          .leaks = {"diagnosis", "target", "benign_malignant"},
          .companions = {{{"image_name_1", "image_name_2"}, "image_name_1"}},
          .split_in_file_name = true,
          .notes = {
              "the label is `benign_malignant`, which is known of every picture; `diagnosis` is \"unknown\" for most"}};
}

}  // namespace app::layouts
