// The features the head sees as one matrix (safetensors), and beside it a table that says which image each row is.
#include <numeric>

#include "app/core/disclaimer.h"
#include "app/export/csv_text.h"
#include "app/export/exported.h"
#include "app/export/prediction_rows.h"
#include "app/workspace/dataset.h"
#include "app/workspace/model_store.h"
#include "app/workspace/output_file.h"
#include "app/workspace/prediction.h"
#include "ml/model/safetensors.h"

namespace app {

void export_embeddings(Workspace& workspace, const ExportRequest& request, const Exported& exported,
                       const OnProgress& on_progress, const std::stop_token& stop, ExportReport& report) {
  const OutputFile output(request.output, &workspace), table(request.output.string() + ".rows.csv", &workspace);
  const std::string run = run_of(workspace, request);
  const ml::Model model = find_model(&workspace, run);
  std::vector<std::size_t> all(exported.images.size());
  std::iota(all.begin(), all.end(), std::size_t{0});
  EmbeddedSet set = embed_images(model, ImageFiles(exported.images, exported.stamps), all, workspace.features_folder(),
                                 {.progress = on_progress, .stop = stop});
  if (stop.stop_requested()) throw std::runtime_error("exporting: cancelled; nothing was written");
  CsvText csv({"row", "image", "path", "sha256"});
  for (std::size_t i = 0; i < set.indices.size(); ++i) {
    const db::Image& image = exported.images[set.indices[i]];
    csv.number(static_cast<std::int64_t>(i)).number(image.id).text(image.path).text(image.sha256).end_row();
  }
  ml::Weights weights;
  weights.set("embeddings", {{static_cast<std::int64_t>(set.indices.size()), static_cast<std::int64_t>(set.dimension)},
                             std::move(set.features)});
  weights.metadata()["model"] = run;
  weights.metadata()["backbone"] = ml::backbone_hash(model);
  weights.metadata()["contract"] = model.contract.to_json();
  weights.metadata()["rows"] = table.path().filename().string();
  weights.metadata()["disclaimer"] = kDisclaimer;
  ml::write_safetensors(output.path(), weights);
  table.write(csv.written());
  report.files = {output.path(), table.path()};
  report.rows = csv.rows();
  if (!set.unreadable.empty())
    report.notes.push_back(std::to_string(set.unreadable.size()) +
                           " images could not be read and are left out; the first: " + set.unreadable.front().reason);
}

}  // namespace app
