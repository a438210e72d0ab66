// Challenge 2019: nine columns of 0 and 1, with a table of metadata and lesions.
#include "app/intake/layouts/layouts.h"

namespace app::layouts {

Layout isic_2019() {
  return {.name = "ISIC 2019",
          .needs = {"image", "mel", "nv", "bcc", "ak", "bkl", "df", "vasc", "scc"},
          .pictures = {"image"},
          .roles = {{"lesion_id", ColumnRole::LesionId},
                    {"age_approx", ColumnRole::Age},
                    {"sex", ColumnRole::Sex},
                    {"anatom_site_general", ColumnRole::Site}},
          .one_hot = {"mel", "nv", "bcc", "ak", "bkl", "df", "vasc", "scc", "unk"},
          .companions = {{{"image", "age_approx", "anatom_site_general", "sex"}, "image"}},
          .split_in_file_name = true,
          .notes = {"AK is actinic keratosis alone and SCC stands apart: together they are not AKIEC of 2018"}};
}

}  // namespace app::layouts
