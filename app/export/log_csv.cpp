// The label log, oldest event first, with the hashes that chain it.
#include <limits>

#include "app/export/csv_text.h"
#include "app/export/exported.h"
#include "app/workspace/output_file.h"
#include "db/labels.h"

namespace app {

void export_log(const Workspace& workspace, const ExportRequest& request, ExportReport& report) {
  CsvText csv({"event", "at_ms", "who", "image", "path", "from", "to", "source", "reason", "seconds_spent",
               "model_visible", "batch", "previous_hash", "hash"});
  const auto newest_first =
      db::label_log(workspace.reader(), static_cast<std::size_t>(std::numeric_limits<std::int64_t>::max()));
  for (auto line = newest_first.rbegin(); line != newest_first.rend(); ++line) {
    const db::LabelEvent& event = line->event;
    csv.number(event.id).number(event.at_ms).text(event.who).number(event.image).text(line->image_path);
    csv.text(line->from_class).text(line->to_class).text(db::name_of(event.source)).text(event.reason);
    csv.real(event.seconds_spent).number(std::int64_t{event.model_visible}).number(event.batch);
    csv.text(event.previous_hash).text(event.hash).end_row();
  }
  const OutputFile output(request.output, &workspace);
  output.write(csv.written());
  report.files.push_back(output.path());
  report.rows = csv.rows();
}

}  // namespace app
