// BCN20000 as its authors hand it out; the form of the archive is the archive's layout.
#include "app/intake/layouts/layouts.h"

namespace app::layouts {

Layout bcn20000() {
  return {.name = "BCN20000",
          .needs = {"bcn_filename", "diagnosis", "lesion_id"},
          .pictures = {"bcn_filename"},
          .roles = {{"age_approx", ColumnRole::Age},
                    {"anatom_site_general", ColumnRole::Site},
                    {"lesion_id", ColumnRole::LesionId},
                    {"sex", ColumnRole::Sex},
                    {"split", ColumnRole::Split}},
          .label_from = {"diagnosis"},
          .split_in_file_name = true};
}

}  // namespace app::layouts
