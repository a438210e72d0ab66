// What is known of an image before anything is predicted of it: one row of the table, as it comes from
// the database. Texts that are unknown are empty. A plain value; any thread.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "app/core/types.h"
#include "app/table/extra_columns.h"
#include "app/table/measures.h"

namespace app {

struct ImageFacts {
  ImageId id = 0;
  std::string path;
  std::string sha256;  // 64 hex digits
  std::string lesion_id, patient_id, site, sex, dx_type, source;
  float age_years = std::numeric_limits<float>::quiet_NaN();
  int width_px = 0, height_px = 0;
  Split split = Split::None;
  ClassId label = 0;        // 0: unlabelled
  ClassId imported = 0;     // the label it came with; 0: none
  bool missing = false;     // not found at its path when last looked for
  bool removed = false;     // from the set: kept as a row, shown and counted nowhere
  std::string image_group;  // equal: shows the same thing
  ExtraFields extra;        // further columns of the index, where they are read with the row
};

struct LabelFact {
  ImageId image = 0;
  ClassId label = 0;        // 0: unlabelled
  bool relabelled = false;  // it differs from the label the image came with
};

// What was committed since the table was read: of this program or of another one.
struct TableNews {
  std::vector<ImageFacts> added;   // ids above every known one, ascending
  std::vector<ImageFacts> edited;  // metadata, split, path; labels too
  std::vector<LabelFact> labels;
  std::vector<QualityFact> quality;
  // The further columns of the index, of all images whose ids these are; in place of those before. Taken over.
  std::shared_ptr<ExtraColumns> extra;
  std::vector<ImageId> extra_of;
  std::int64_t label_revision = 0;  // 0: as before
};

}  // namespace app
