// Every epoch of every run, or of the one that is named, with its metrics on the validation split, as they were when it
// was trained. A deleted run has rows only where it is named.
#include "app/core/number_text.h"
#include "app/export/csv_text.h"
#include "app/export/exported.h"
#include "app/table/metrics.h"
#include "app/workspace/evaluation_json.h"
#include "app/workspace/output_file.h"
#include "db/runs.h"

namespace app {
namespace {

std::vector<std::string> heading() {
  std::vector<std::string> names = {"run",      "name",           "target", "depth", "state",
                                    "seed",     "label_revision", "epoch",  "best",  "train_loss",
                                    "val_loss", "learning_rate",  "seconds"};
  for (const MetricInfo& metric : metric_table()) names.push_back("val_" + std::string(metric.key));
  return names;
}

}  // namespace

void export_metrics(const Workspace& workspace, const ExportRequest& request, ExportReport& report) {
  const db::Reader::Snapshot snapshot(workspace.reader());
  CsvText csv(heading());
  std::int64_t deleted = 0;
  for (const db::Run& run : db::runs(workspace.reader())) {
    if (request.run.empty() && run.deleted) ++deleted;
    if (request.run.empty() ? run.deleted : request.run != "run:" + std::to_string(run.id)) continue;
    const auto best = db::best_checkpoint(workspace.reader(), run.id);
    for (const db::Epoch& epoch : db::epochs(workspace.reader(), run.id)) {
      csv.number(run.id).text(run.name).text(run.target).text(run.depth).text(db::name_of(run.state));
      csv.text(std::to_string(run.seed)).number(run.label_revision).number(std::int64_t{epoch.epoch});
      csv.number(std::int64_t{best && best->epoch == epoch.epoch}).real(epoch.train_loss).real(epoch.val_loss);
      csv.real(epoch.learning_rate).real(epoch.seconds);
      const auto json = Json::parse_if_valid(epoch.metrics_json);
      const MetricValues values = json ? metrics_from_json(*json) : MetricValues();
      for (const MetricInfo& metric : metric_table()) csv.real(values[metric.id]);
      csv.end_row();
    }
  }
  report.notes.emplace_back(
      "metrics are of the probabilities that the network gave while it trained, before calibration, two groups at 0.5");
  if (deleted > 0)
    report.notes.push_back(grouped(deleted) + (deleted == 1 ? " deleted run is" : " deleted runs are") +
                           " left out; --run tells the epochs of one");
  if (csv.rows() == 0) report.notes.emplace_back("no run has a finished epoch");
  const OutputFile output(request.output, &workspace);
  output.write(csv.written());
  report.files.push_back(output.path());
  report.rows = csv.rows();
}

}  // namespace app
