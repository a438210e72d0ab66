#include "app/cli/report_options.h"

#include "app/cli/calibration_option.h"

namespace app::cli {

ReportHandles add_report_options(Verb& verb, ReportOptions& options) {
  FigureRequest& request = options.request.figures;
  const Option run =
      verb.option("--run", options.run, "Name or number of the run; the newest with a finished epoch otherwise");
  const Option epoch = verb.option("--epoch", request.epoch, "Epoch of the run; the best otherwise").positive();
  const Option split = verb.option("--split", request.split, "train, val or test; test counts as a look at it")
                           .one_of({"train", "val", "test"})
                           .shows_default();
  const Option threshold =
      verb.option("--threshold", options.threshold,
                  "Of two classes; the one kept with the run otherwise, else 0.5 before calibration")
          .between(0.0, 1.0);
  add_uncalibrated(verb, options.uncalibrated);
  return {run, epoch, split, threshold};
}

void complete(ReportOptions& options, const ReportHandles& typed) {
  options.request.figures.calibrated = !options.uncalibrated;
  if (typed.threshold.given()) options.request.figures.threshold = options.threshold;
}

}  // namespace app::cli
