// What the reader chose of the Train page's live view: zoom and cursor of the charts, smoothing, metrics, the group
// that is looked at, what stands where there is room for one thing only. Kept while the program runs. Main thread only.
#pragma once

#include <vector>

#include "app/pages/common/run_charts.h"
#include "app/pages/train/step_curves.h"
#include "app/table/metric_rows.h"
#include "app/widgets/matrix_plot.h"

namespace app {

enum class CurveKind { Roc, PrecisionRecall };
enum class EvaluationPart { Numbers, Matrix, Curve };

struct LiveView {
  widgets::LinkedPlots plots;
  StepCurves batches;
  float smoothing = 0;  // share of the past in each value drawn
  std::vector<Metric> metrics{Metric::Auc, Metric::Recall, Metric::Specificity};
  Norm norm = Norm::Gradient;
  int group = kAllGroups;  // against the rest; of two groups the second is always meant
  CurveKind curve = CurveKind::Roc;
  EvaluationPart part = EvaluationPart::Matrix;
  widgets::MatrixLook matrix_look;
  widgets::MatrixView matrix;
  bool form_hidden = false;  // the whole width for the charts
};

}  // namespace app
