// DDI: 656 pictures with a disease and a skin tone in pairs of Fitzpatrick types (12, 34, 56). The first heading is
// empty.
#include "app/intake/layouts/layouts.h"

namespace app::layouts {

std::vector<Layout> ddi() {
  Layout layout{.name = "DDI",
                .needs = {"ddi_id", "ddi_file", "skin_tone", "malignant", "disease"},
                .pictures = {"ddi_file"},
                .roles = {{"column_1", ColumnRole::Ignored}},
                .label_from = {"disease"},
                .leaks = {"malignant", "malignancy(malig=1)"},
                .notes = {"skin_tone 12, 34 and 56 are pairs of Fitzpatrick types, a scale of its own"}};
  Layout older = layout;
  older.needs[3] = "malignancy(malig=1)";
  return {layout, older};
}

}  // namespace app::layouts
