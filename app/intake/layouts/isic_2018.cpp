// Challenge 2018, task 3: seven columns of 0 and 1, with a table that groups pictures by lesion.
#include "app/intake/layouts/layouts.h"

namespace app::layouts {

Layout isic_2018() {
  return {.name = "ISIC 2018",
          .needs = {"image", "mel", "nv", "bcc", "akiec", "bkl", "df", "vasc"},
          .pictures = {"image"},
          .roles = {{"lesion_id", ColumnRole::LesionId}, {"diagnosis_confirm_type", ColumnRole::DiagnosisMethod}},
          .leaks = {"diagnosis_confirm_type"},
          .one_hot = {"mel", "nv", "bcc", "akiec", "bkl", "df", "vasc"},
          .companions = {{{"image", "lesion_id", "diagnosis_confirm_type"}, "image"}},
          .split_in_file_name = true,
          .notes = {"AKIEC holds actinic keratosis and Bowen's disease: not the same as AK of 2019"}};
}

}  // namespace app::layouts
