// MILK10k: two pictures a lesion (close-up and dermoscopic), truth by lesion, a supplement by picture.
#include "app/intake/layouts/layouts.h"

namespace app::layouts {

Layout milk10k() {
  const std::vector<std::string> classes = {"akiec",   "bcc", "ben_oth", "bkl",   "df",  "inf",
                                            "mal_oth", "mel", "nv",      "sccka", "vasc"};
  return {.name = "MILK10k",
          .needs = {"lesion_id", "isic_id", "image_type", "skin_tone_class"},
          .pictures = {"isic_id"},
          .roles = {{"lesion_id", ColumnRole::LesionId},
                    {"attribution", ColumnRole::Attribution},
                    {"copyright_license", ColumnRole::Licence},
                    {"age_approx", ColumnRole::Age},
                    {"sex", ColumnRole::Sex},
                    {"site", ColumnRole::Site},
                    {"diagnosis_confirm_type", ColumnRole::DiagnosisMethod}},
          .leaks = {"diagnosis_full", "diagnosis_confirm_type", "invasion_thickness_interval"},
          .one_hot = classes,
          .companions = {{{"lesion_id", "akiec", "ben_oth", "sccka"}, "lesion_id", CompanionTable::By::Lesion},
                         {{"lesion", "akiec", "ben_oth", "sccka"}, "lesion", CompanionTable::By::Lesion},
                         {{"isic_id", "diagnosis_full", "diagnosis_confirm_type"}, "isic_id"}},
          .split_in_file_name = true,
          .notes = {"skin_tone_class runs from 0 (very dark) to 5 (very light): it is not Fitzpatrick's scale"}};
}

}  // namespace app::layouts
