// Fitzpatrick17k: pictures called by the hash of their content, three levels of diagnosis, -1 for an unknown skin type.
#include "app/intake/layouts/layouts.h"

namespace app::layouts {

Layout fitzpatrick17k() {
  return {.name = "Fitzpatrick17k",
          .needs = {"md5hash", "fitzpatrick_scale", "label", "nine_partition_label"},
          .pictures = {"md5hash"},
          .label_from = {"label"},
          .leaks = {"nine_partition_label", "three_partition_label", "qc"},
          .blanks = {{"fitzpatrick_scale", "-1"}, {"fitzpatrick_centaur", "-1"}},
          .notes = {"skin tone is Fitzpatrick's scale, 1 to 6; -1 was read as not known"}};
}

}  // namespace app::layouts
