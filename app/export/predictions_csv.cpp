// What a run says of every image beside its label of now. What it decides need not be the most probable: of two groups
// the threshold decides, of more what the network said before calibration made rare classes rarer.
#include <algorithm>
#include <stdexcept>

#include "app/export/csv_text.h"
#include "app/export/exported.h"
#include "app/export/prediction_rows.h"
#include "app/workspace/output_file.h"
#include "app/workspace/test_looks.h"

namespace app {
namespace {

// What a run predicts beside the labels is a look at the test split, by that run. Before it is written, so that none is
// seen which is not counted.
void look_at_test(Workspace& workspace, const PredictionRows& rows, const Exported& exported) {
  count_test_look(workspace, {.run = rows.run_id,
                              .epoch = rows.epoch,
                              .threshold = rows.threshold,
                              .n = static_cast<std::int64_t>(rows.images.size()),
                              .label_revision = exported.label_revision,
                              .reason = "predictions exported"});
}

}  // namespace

void export_predictions(Workspace& workspace, const ExportRequest& request, const Exported& exported,
                        const OnProgress& on_progress, const std::stop_token& stop, ExportReport& report) {
  const bool tells_test = request.split == "test";
  if (tells_test && workspace.viewing())
    throw std::runtime_error(
        "exporting: every look at the test split is counted in the workspace, which is open for viewing only: " +
        workspace.viewing_because());
  const OutputFile output(request.output, &workspace);
  const PredictionRows rows = predict_exported(workspace, request, exported, on_progress, stop, report);
  if (tells_test) look_at_test(workspace, rows, exported);
  std::vector<std::string> heading = {"path",          "image", "split",          "label",     "run",
                                      "target",        "epoch", "label_revision", "predicted", "threshold",
                                      "most_probable", "views", "calibrated"};
  for (const std::string& group : rows.groups) heading.push_back("p_" + group);
  CsvText csv(heading);
  for (std::size_t i = 0; i < rows.images.size(); ++i) {
    const db::Image& image = exported.images[rows.images[i]];
    const auto row = rows.row(i);
    const auto best = static_cast<std::size_t>(std::ranges::max_element(row) - row.begin());
    csv.text(image.path).number(image.id).text(db::name_of(image.split)).text(exported.class_name(image.label));
    csv.text(rows.run).text(rows.target).number(std::int64_t{rows.epoch}).number(exported.label_revision);
    csv.text(rows.decided(i)).real(rows.threshold);
    csv.text(rows.groups[best]).number(std::int64_t{rows.views[i]}).number(std::int64_t{rows.calibrated ? 1 : 0});
    for (const float probability : row) csv.real(static_cast<double>(probability));
    csv.end_row();
  }
  output.write(csv.written());
  report.files.push_back(output.path());
  report.rows = csv.rows();
}

}  // namespace app
