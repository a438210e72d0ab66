// PAD-UFES-20: photographs by telephone with a table of the patient. "fitspatrick" is spelt so in the data.
#include "app/intake/layouts/layouts.h"

namespace app::layouts {

Layout pad_ufes_20() {
  return {.name = "PAD-UFES-20",
          .needs = {"patient_id", "lesion_id", "diagnostic", "img_id"},
          .pictures = {"img_id"},
          .roles = {{"patient_id", ColumnRole::PatientId},
                    {"lesion_id", ColumnRole::LesionId},
                    {"age", ColumnRole::Age},
                    {"gender", ColumnRole::Sex},
                    {"region", ColumnRole::Site}},
          .label_from = {"diagnostic"},
          .leaks = {"biopsed"},
          .notes = {"skin tone is Fitzpatrick's scale, in the column `fitspatrick` (spelt so)"}};
}

}  // namespace app::layouts
