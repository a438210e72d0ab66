// The sheet of a figure: title, panels in rows, caption.
#include <algorithm>

#include "app/report/figure_files.h"
#include "app/report/panel_svg.h"
#include "app/report/svg.h"

namespace app {
namespace {

constexpr double kMargin_px = 24, kTitle_px = 34, kTitleSize_px = 17;
constexpr double kGap_px = 28, kRowGap_px = 22;
constexpr double kCaptionSize_px = 9.5, kCaptionLine_px = 14;
constexpr double kPanelOfSeveral_px = 350, kPanelOfPair_px = 420;

struct Sheet {
  double panel_width_px = 0;
  std::vector<double> row_heights_px;
  std::vector<std::string> caption;
  double width_px = 0, height_px = 0;
};

std::size_t columns_of(const Figure& figure) { return static_cast<std::size_t>(std::max(figure.columns, 1)); }

double panel_width_px(const Figure& figure) {
  if (columns_of(figure) > 2) return kPanelOfSeveral_px;
  if (columns_of(figure) == 2) return kPanelOfPair_px;
  double widest = 400;
  for (const Panel& panel : figure.panels) widest = std::max(widest, wanted_width_px(panel));
  return widest;
}

Sheet sheet_of(const Figure& figure) {
  Sheet sheet{.panel_width_px = panel_width_px(figure)};
  const std::size_t columns = columns_of(figure);
  for (std::size_t i = 0; i < figure.panels.size(); ++i) {
    if (i % columns == 0) sheet.row_heights_px.push_back(0);
    sheet.row_heights_px.back() =
        std::max(sheet.row_heights_px.back(), panel_height_px(figure.panels[i], sheet.panel_width_px));
  }
  const double gaps = static_cast<double>(columns - 1) * kGap_px;
  const double inner = static_cast<double>(columns) * sheet.panel_width_px + gaps;
  sheet.caption = wrapped_text(caption_text(figure.caption), kCaptionSize_px, inner);
  sheet.width_px = inner + 2 * kMargin_px;
  sheet.height_px = kMargin_px + kTitle_px + 14 + kCaptionLine_px * static_cast<double>(sheet.caption.size()) + 16;
  for (const double height : sheet.row_heights_px) sheet.height_px += height;
  sheet.height_px += kRowGap_px * static_cast<double>(std::max<std::size_t>(sheet.row_heights_px.size(), 1) - 1);
  return sheet;
}

// What a screen reader says: the caption, and what each panel holds.
std::string description_of(const Figure& figure) {
  std::string text = caption_text(figure.caption);
  for (const Panel& panel : figure.panels) {
    if (!panel.title.empty()) text += " " + panel.title + ".";
    if (!panel.missing.empty()) text += " " + panel.missing + ".";
    for (const Series& series : panel.series)
      if (!series.name.empty()) text += " " + series.name + ".";
  }
  return text;
}

double draw_panels(Svg& svg, const Figure& figure, const Sheet& sheet) {
  const std::size_t columns = columns_of(figure);
  double y = kMargin_px + kTitle_px;
  for (std::size_t i = 0; i < figure.panels.size(); ++i) {
    const std::size_t row = i / columns;
    if (i > 0 && i % columns == 0) y += sheet.row_heights_px[row - 1] + kRowGap_px;
    const double x = kMargin_px + static_cast<double>(i % columns) * (sheet.panel_width_px + kGap_px);
    draw_panel(svg, figure.panels[i], {x, y, sheet.panel_width_px, sheet.row_heights_px[row]},
               figure.name + "-" + std::to_string(i));
  }
  return sheet.row_heights_px.empty() ? y : y + sheet.row_heights_px.back();
}

std::string opening(const Figure& figure, const Sheet& sheet) {
  const std::string width = svg_number(sheet.width_px), height = svg_number(sheet.height_px);
  return "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"nevus-figure\" role=\"img\" aria-labelledby=\"" +
         figure.name + "-title " + figure.name + "-desc\" width=\"" + width + "\" height=\"" + height +
         "\" viewBox=\"0 0 " + width + " " + height + "\">\n<title id=\"" + figure.name + "-title\">" +
         escaped_markup(figure.title) + "</title>\n<desc id=\"" + figure.name + "-desc\">" +
         escaped_markup(description_of(figure)) + "</desc>\n";
}

}  // namespace

std::string figure_svg(const Figure& figure) {
  const Sheet sheet = sheet_of(figure);
  Svg svg;
  svg.box({0, 0, sheet.width_px, sheet.height_px}, ink(InkName::Paper));
  svg.text({kMargin_px, kMargin_px + 15}, figure.title, {.size_px = kTitleSize_px, .bold = true});
  double y = draw_panels(svg, figure, sheet) + 14 + kCaptionLine_px;
  for (const std::string& line : sheet.caption) {
    svg.text({kMargin_px, y}, line, {.size_px = kCaptionSize_px, .ink = InkName::Muted});
    y += kCaptionLine_px;
  }
  return opening(figure, sheet) + svg.written() + "</svg>\n";
}

}  // namespace app
