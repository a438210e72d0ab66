// The archive's export, as a zip or unpacked: <isic_id>.<ext>, metadata.csv, attribution.txt, licenses/.
#include "app/intake/layouts/layouts.h"

namespace app::layouts {

Layout isic_archive() {
  return {
      .name = "ISIC archive",
      .needs = {"isic_id", "attribution", "copyright_license"},
      .pictures = {"isic_id"},
      .roles = {{"attribution", ColumnRole::Attribution},
                {"copyright_license", ColumnRole::Licence},
                {"lesion_id", ColumnRole::LesionId},
                {"patient_id", ColumnRole::PatientId},
                {"age_approx", ColumnRole::Age},
                {"sex", ColumnRole::Sex},
                {"anatom_site_general", ColumnRole::Site},
                {"anatom_site_1", ColumnRole::Site},
                {"diagnosis_confirm_type", ColumnRole::DiagnosisMethod}},
      .label_from = {"diagnosis", "diagnosis_3", "diagnosis_2", "diagnosis_1", "benign_malignant"},
      .leaks = {"diagnosis*", "benign_malignant", "concomitant_biopsy", "mel_*", "nevus_type", "melanocytic"},
      .notes = {"the archive names a diagnosis on five levels: the label is the column `diagnosis_3` (older exports: "
                "`diagnosis`); another level can be chosen"}};
}

}  // namespace app::layouts
