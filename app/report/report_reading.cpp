// Takes a page of a report apart again. It is read as text, not as any HTML: what this program did not write is not
// found.
#include <stdexcept>

#include "app/report/report_html.h"

namespace app {
namespace {

constexpr std::string_view kBlockBegin = "<script type=\"application/json\" id=\"nevus-report\">";
constexpr std::string_view kBlockEnd = "</script>";
constexpr std::string_view kCellBegin = "<span data-item=\"";
constexpr std::string_view kFigureBegin = "<figure>\n", kFigureEnd = "</figure>\n";

// The end of the element that begins before `at`, whose spans may be nested.
std::size_t end_of_span(std::string_view page, std::size_t at) {
  int depth = 1;
  while (at < page.size()) {
    const std::size_t close = page.find("</span>", at), open = page.find("<span", at);
    if (close == std::string_view::npos) return std::string_view::npos;
    if (open < close) {
      ++depth;
      at = open + 5;
      continue;
    }
    if (--depth == 0) return close;
    at = close + 7;
  }
  return std::string_view::npos;
}

}  // namespace

Json block_of(std::string_view page) {
  const std::size_t begin = page.find(kBlockBegin);
  const std::size_t end = begin == std::string_view::npos ? begin : page.find(kBlockEnd, begin);
  if (end == std::string_view::npos)
    throw std::runtime_error(
        "reading a report: there is no block of values in it; it is no report of this program, or "
        "its block was taken out");
  const std::size_t from = begin + kBlockBegin.size();
  if (auto block = Json::parse_if_valid(page.substr(from, end - from))) return *std::move(block);
  throw std::runtime_error("reading a report: its block of values is damaged: it is no JSON");
}

std::vector<ShownCell> cells_of(std::string_view page) {
  std::vector<ShownCell> cells;
  for (std::size_t at = page.find(kCellBegin); at != std::string_view::npos; at = page.find(kCellBegin, at + 1)) {
    const std::size_t name = at + kCellBegin.size();
    const std::size_t name_end = page.find("\">", name);
    if (name_end == std::string_view::npos) break;
    const std::size_t end = end_of_span(page, name_end + 2);
    if (end == std::string_view::npos) break;
    cells.push_back(
        {std::string(page.substr(name, name_end - name)), std::string(page.substr(name_end + 2, end - name_end - 2))});
  }
  return cells;
}

std::string text_of_page(std::string_view page) {
  std::string text;
  for (std::size_t at = 0; at < page.size();) {
    const std::size_t figure = page.find(kFigureBegin, at);
    text += page.substr(at, std::min(figure, page.size()) - at);
    if (figure == std::string_view::npos) break;
    const std::size_t end = page.find(kFigureEnd, figure);
    if (end == std::string_view::npos) return text.append(page.substr(figure));
    at = end + kFigureEnd.size();
  }
  return text;
}

std::vector<std::string> figures_of_page(std::string_view page) {
  std::vector<std::string> figures;
  for (std::size_t at = page.find(kFigureBegin); at != std::string_view::npos; at = page.find(kFigureBegin, at + 1)) {
    const std::size_t end = page.find(kFigureEnd, at);
    if (end == std::string_view::npos) break;
    figures.emplace_back(page.substr(at + kFigureBegin.size(), end - at - kFigureBegin.size()));
  }
  return figures;
}

}  // namespace app
