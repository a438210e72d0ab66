// Challenge 2024: crops of total-body photographs in one HDF5 file or a zip; one table, or truth, supplement and
// metadata apart.
#include "app/intake/layouts/layouts.h"

namespace app::layouts {

namespace {

Layout common() {
  return {.pictures = {"isic_id"},
          .roles = {{"patient_id", ColumnRole::PatientId},
                    {"lesion_id", ColumnRole::LesionId},
                    {"age_approx", ColumnRole::Age},
                    {"sex", ColumnRole::Sex},
                    {"anatom_site_general", ColumnRole::Site},
                    {"attribution", ColumnRole::Attribution},
                    {"copyright_license", ColumnRole::Licence}},
          .leaks = {"target", "malignant", "iddx_*", "mel_*", "tbp_lv_dnn_lesion_confidence"},
          .label_names = {{"0", "benign"}, {"1", "malignant"}, {"0.0", "benign"}, {"1.0", "malignant"}},
          .split_in_file_name = true};
}

}  // namespace

std::vector<Layout> isic_2024() {
  Layout one_table = common(), apart = common();
  one_table.name = apart.name = "ISIC 2024";
  one_table.needs = {"isic_id", "target", "patient_id"};
  one_table.label_from = {"target"};
  one_table.notes = {"target 0 and 1 are called benign and malignant"};
  apart.needs = {"isic_id", "malignant"};
  apart.label_from = {"malignant"};
  apart.notes = {"malignant 0 and 1 are called benign and malignant"};
  apart.companions = {{{"isic_id", "iddx_full"}, "isic_id"}, {{"isic_id", "patient_id", "age_approx"}, "isic_id"}};
  return {one_table, apart};
}

}  // namespace app::layouts
