// MIDAS: several distances of one lesion, which only record, place and size tell apart; control pictures are left out.
#include "app/intake/layouts/layouts.h"

namespace app::layouts {

Layout midas() {
  return {
      .name = "MIDAS",
      .needs = {"midas_record_id", "midas_file_name", "midas_path"},
      .pictures = {"midas_file_name"},
      .roles = {{"column_1", ColumnRole::Ignored},
                {"midas_record_id", ColumnRole::PatientId},
                {"midas_location", ColumnRole::Site},
                {"midas_gender", ColumnRole::Sex},
                {"midas_age", ColumnRole::Age}},
      .label_from = {"midas_path"},
      .leaks = {"midas_pathreport", "midas_melanoma", "clinical_impression_*"},
      .leave_out = {{"midas_iscontrol", "yes"}, {"midas_iscontrol", "1"}, {"midas_iscontrol", "true"}},
      .leave_out_reason = "control pictures, which show no lesion",
      .lesion_from = {"midas_record_id", "midas_location", "length_(mm)", "length__mm_", "width_(mm)", "width__mm_"},
      .notes = {"a lesion is told by record, place and size, as the set has no number for it"}};
}

}  // namespace app::layouts
