// Derm7pt: a row is a case with two pictures, clinic and derm; the splits are lists of row positions.
#include "app/intake/layouts/layouts.h"

namespace app::layouts {

Layout derm7pt() {
  return {.name = "Derm7pt",
          .needs = {"case_num", "diagnosis", "seven_point_score", "clinic", "derm"},
          .pictures = {"derm", "clinic"},
          .each_picture = true,
          .roles = {{"case_num", ColumnRole::LesionId}, {"location", ColumnRole::Site}, {"sex", ColumnRole::Sex}},
          .label_from = {"diagnosis"},
          .leaks = {"management", "seven_point_score", "level_of_diagnostic_difficulty"},
          .companions = {{{"indexes"}, "indexes", CompanionTable::By::RowPosition}},
          .notes = {"both pictures of a case carry its number as lesion, so that a split keeps them together"}};
}

}  // namespace app::layouts
