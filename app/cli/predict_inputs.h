// The images that `nevus predict` is asked about: files, images of the workspace, and the pictures of folders, which
// are found as an import finds them. What cannot be found or read is a failure with its reason; the others are asked
// about. One thread at a time. A plain value.
#pragma once

#include <string>
#include <vector>

#include "app/cli/predict_source.h"

namespace app::cli {

struct PredictInputs {
  struct Failure {
    std::string image, reason;
  };
  std::vector<std::string> names;  // as they were typed; pictures of a folder behind its name
  std::vector<ImageFiles::File> files;
  std::vector<Failure> failures;
  std::vector<std::string> notes;  // what folders hold that is no picture to ask about
};

PredictInputs predict_inputs(const PredictSource& chosen, const std::vector<std::string>& typed);

}  // namespace app::cli
