// HAM10000: one table with a lesion for every picture, pictures in two folders called by the id.
#include "app/intake/layouts/layouts.h"

namespace app::layouts {

Layout ham10000() {
  return {.name = "HAM10000",
          .needs = {"lesion_id", "image_id", "dx", "dx_type"},
          .pictures = {"image_id"},
          .roles = {{"lesion_id", ColumnRole::LesionId},
                    {"dx_type", ColumnRole::DiagnosisMethod},
                    {"age", ColumnRole::Age},
                    {"sex", ColumnRole::Sex},
                    {"localization", ColumnRole::Site}},
          .label_from = {"dx"},
          .leaks = {"dx_type"}};
}

}  // namespace app::layouts
