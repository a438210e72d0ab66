#include <filesystem>
#include <stdexcept>

#include "app/export/csv_text.h"
#include "app/report/figure_files.h"

namespace app {
namespace {

std::string panel_name(const Figure& figure, const Panel& panel) {
  return panel.title.empty() ? figure.title : panel.title;
}

void add_series(CsvText& csv, const std::string& panel, const Series& series, const std::string& fallback) {
  for (std::size_t i = 0; i < series.y.size(); ++i) {
    csv.text(panel).text(series.name.empty() ? fallback : series.name);
    csv.real(i < series.x.size() ? std::optional(series.x[i]) : std::nullopt).real(series.y[i]);
    csv.real(i < series.low.size() ? std::optional(series.low[i]) : std::nullopt);
    csv.real(i < series.high.size() ? std::optional(series.high[i]) : std::nullopt);
    csv.text("").end_row();
  }
}

void add_value(CsvText& csv, const std::string& panel, const std::string& series, double value, const char* what) {
  csv.text(panel).text(series).text("").real(value).text("").text("").text(what).end_row();
}

void add_box(CsvText& csv, const std::string& panel, const Box& box) {
  csv.text(panel).text(box.name).text("").number(box.n).text("").text("").text("n").end_row();
  if (box.n == 0) return;
  add_value(csv, panel, box.name, box.whisker_low, "whisker low");
  add_value(csv, panel, box.name, box.quartile_low, "quartile low");
  add_value(csv, panel, box.name, box.median, "median");
  add_value(csv, panel, box.name, box.quartile_high, "quartile high");
  add_value(csv, panel, box.name, box.whisker_high, "whisker high");
  for (const double value : box.beyond) add_value(csv, panel, box.name, value, "beyond the whiskers");
}

void add_matrix(CsvText& csv, const std::string& panel, const Matrix& matrix) {
  const std::size_t groups = matrix.names.size();
  for (std::size_t i = 0; i < matrix.counts.size(); ++i) {
    csv.text(panel).text("true " + matrix.names[i / groups] + ", predicted " + matrix.names[i % groups]);
    csv.text("").number(matrix.counts[i]).text("").text("").text("count").end_row();
  }
}

void add_guide(CsvText& csv, const std::string& panel, const Guide& guide) {
  if (guide.kind == Guide::Kind::Diagonal || guide.text.empty()) return;
  const bool vertical = guide.kind == Guide::Kind::Vertical;
  csv.text(panel).text(guide.text).real(vertical ? std::optional(guide.at) : std::nullopt);
  csv.real(vertical ? std::nullopt : std::optional(guide.at)).text("").text("").text("line").end_row();
}

}  // namespace

std::string figure_csv(const Figure& figure) {
  CsvText csv({"panel", "series", "x", "y", "low", "high", "what"});
  for (const Panel& panel : figure.panels) {
    const std::string name = panel_name(figure, panel);
    for (const Series& series : panel.series) add_series(csv, name, series, panel.y.title);
    for (const Box& box : panel.boxes) add_box(csv, name, box);
    if (panel.matrix && panel.missing.empty()) add_matrix(csv, name, *panel.matrix);
    for (const Guide& guide : panel.guides) add_guide(csv, name, guide);
    if (!panel.missing.empty())
      csv.text(name).text("").text("").text("").text("").text("").text("missing: " + panel.missing).end_row();
  }
  csv.text("").text("").text("").text("").text("").text("").text(caption_text(figure.caption)).end_row();
  return csv.written();
}

void require_figure_ending(const std::string& path) {
  const std::string ending = std::filesystem::path(path).extension().string();
  if (ending == ".svg" || ending == ".png" || ending == ".csv") return;
  throw std::runtime_error("writing a figure: its name must end with .png, .svg or .csv, and this one ends with " +
                           (ending.empty() ? "nothing" : "\"" + ending + "\"") + ": " + path);
}

void write_figure(const OutputFile& output, const Figure& figure) {
  require_figure_ending(output.path().string());
  const std::string ending = output.path().extension().string();
  if (ending == ".svg") return output.write(figure_svg(figure));
  if (ending == ".csv") return output.write(figure_csv(figure));
  output.write(figure_png(figure));
}

}  // namespace app
