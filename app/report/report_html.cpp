#include "app/report/report_html.h"

#include <algorithm>
#include <array>

#include "app/core/disclaimer.h"
#include "app/report/figure_files.h"
#include "app/report/model_card.h"
#include "app/report/report_block.h"
#include "app/report/report_style.h"
#include "app/report/svg.h"
#include "db/hash/sha256.h"

namespace app {
namespace {

constexpr std::size_t kLongList = 12;  // longer ones are folded
constexpr std::array<std::string_view, 6> kCards = {"auc", "accuracy", "recall", "specificity", "precision", "f1"};

std::string cell(const std::string& name, const std::string& inner) {
  return "<span data-item=\"" + escaped_markup(name) + "\">" + inner + "</span>";
}

std::string marked(const Json& value) {
  const std::string text = escaped_markup(shown_value(value));
  if (value.is_null()) return "<span class=\"absent\">" + text + "</span>";
  if (value.is_string() && value.get<std::string>() == kForTheAuthor)
    return "<span class=\"author\">" + text + "</span>";
  if (value.is_array() && value.size() > kLongList)
    return "<details><summary>" + std::to_string(value.size()) + " listed</summary>" + text + "</details>";
  return text;
}

bool is_card(const Json& section, const Json& fact) {
  return section.at("id").get<std::string>() == "results" &&
         std::ranges::find(kCards, fact.at("id").get<std::string>()) != kCards.end();
}

// "0.873" large, its interval small below it.
std::string card(const std::string& name, const Json& fact) {
  const std::string text = escaped_markup(shown_value(fact.at("value")));
  const std::size_t end = text.find(" (");
  std::string inner = "<b>" + text.substr(0, end) + "</b>";
  if (end != std::string::npos) inner += "<small>" + text.substr(end + 1) + "</small>";
  return "<div><dt>" + escaped_markup(fact.at("name").get<std::string>()) + "</dt><dd>" + cell(name, inner) +
         "</dd></div>\n";
}

std::string facts(const Json& section, const std::string& id) {
  std::string cards, rows;
  for (const Json& fact : section.at("facts")) {
    const std::string name = id + "." + fact.at("id").get<std::string>();
    if (is_card(section, fact)) {
      cards += card(name, fact);
      continue;
    }
    rows += "<dt>" + escaped_markup(fact.at("name").get<std::string>()) + "</dt><dd>" +
            cell(name, marked(fact.at("value"))) + "</dd>\n";
  }
  std::string text;
  if (!cards.empty()) text += "<dl class=\"cards\">\n" + cards + "</dl>\n";
  if (!rows.empty()) text += "<dl>\n" + rows + "</dl>\n";
  return text;
}

std::string row(const Json& cells, const std::string& name) {
  std::string text = "<tr>";
  for (std::size_t column = 0; column < cells.size(); ++column) {
    const Json& value = cells.at(column);
    text += value.is_number() || value.is_object() ? "<td class=\"number\">" : "<td>";
    text += cell(name + "." + std::to_string(column), marked(value)) + "</td>";
  }
  return text + "</tr>\n";
}

std::string table(const Json& part, const std::string& section) {
  const std::string name = section + "." + part.at("id").get<std::string>();
  std::string text = "<h3>" + escaped_markup(part.at("title").get<std::string>()) + "</h3>\n";
  if (part.at("rows").size() == 0) return text + "<p class=\"note\">There is nothing to tell.</p>\n";
  text += "<div class=\"scroll\"><table><thead><tr>";
  for (const Json& column : part.at("columns")) text += "<th>" + escaped_markup(column.get<std::string>()) + "</th>";
  text += "</tr></thead><tbody>\n";
  std::size_t number = 0;
  for (const Json& cells : part.at("rows")) text += row(cells, name + "." + std::to_string(number++));
  text += "</tbody></table></div>\n";
  if (const Json* note = part.find("note"))
    text += "<p class=\"note\">" + escaped_markup(note->get<std::string>()) + "</p>\n";
  return text;
}

std::string section_of(const Json& part) {
  const std::string id = part.at("id").get<std::string>();
  std::string text = "<section id=\"" + escaped_markup(id) + "\">\n<h2>" +
                     escaped_markup(part.at("title").get<std::string>()) + "</h2>\n";
  const std::string said = part.at("text").get<std::string>();
  if (!said.empty()) text += "<p class=\"muted\">" + escaped_markup(said) + "</p>\n";
  text += facts(part, id);
  for (const Json& each : part.at("tables")) text += table(each, id);
  return text + "</section>\n";
}

std::string checklist(const Json& list) {
  const std::string standard = list.at("standard").get<std::string>();
  std::string text = "<h3>" + escaped_markup(standard) + "</h3>\n<p class=\"note\">" +
                     escaped_markup(list.at("note").get<std::string>()) +
                     "</p>\n<div class=\"scroll\"><table><tbody>\n";
  std::size_t number = 0;
  for (const Json& item : list.at("items")) {
    const std::string numbered = escaped_markup(item.at("number").get<std::string>());
    text += "<tr>" + (numbered.empty() ? "" : "<td class=\"number\">" + numbered + "</td>") + "<td class=\"item\">" +
            escaped_markup(item.at("item").get<std::string>()) + "</td><td>" +
            cell(standard + "." + std::to_string(++number), marked(item.at("value"))) + "</td></tr>\n";
  }
  return text + "</tbody></table></div>\n";
}

std::string contents(const Json& block, const std::string& others) {
  std::string text = "<nav>";
  for (const Json& part : block.at("sections"))
    text += "<a href=\"#" + escaped_markup(part.at("id").get<std::string>()) + "\">" +
            escaped_markup(part.at("title").get<std::string>()) + "</a>";
  return text + others + "</nav>\n";
}

std::string beginning(const std::string& title, const std::string& contents) {
  return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" "
         "content=\"width=device-width,initial-scale=1\">\n<title>" +
         title + "</title>\n<style>\n" + report_style() + "</style>\n</head>\n<body>\n<header>\n<h1>" + title +
         "</h1>\n<p class=\"disclaimer\">" + std::string(kDisclaimer) + "</p>\n" + contents + "</header>\n<main>\n";
}

// No "</script>" can stand in it: what follows a "<" is written as an escape of JSON.
std::string as_script(const Json& block) {
  std::string text;
  for (const char letter : block.dump(1)) {
    if (letter == '<')
      text += "\\u003c";
    else
      text += letter;
  }
  return text;
}

std::string title_of(const Json& block) {
  const auto said = [&](const char* fact) {
    const Json* value = find_fact(block, "summary", fact);
    return value == nullptr ? std::string() : shown_value(*value);
  };
  return "Report of " + said("run") + ": split " + said("split") + ", target " + said("target");
}

std::string figures(const Report& report) {
  std::string text = "<section id=\"figures\">\n<h2>Figures</h2>\n";
  for (const Figure& figure : report.figures) text += "<figure>\n" + figure_svg(figure) + "</figure>\n";
  return text + "</section>\n";
}

}  // namespace

std::string report_html(const Report& report) {
  const Json& block = report.block;
  const std::string script = as_script(block), title = escaped_markup(title_of(block));
  std::string page = beginning(
      title, contents(block, "<a href=\"#figures\">Figures</a><a href=\"#checklists\">Reporting checklists</a>"));
  for (const Json& part : block.at("sections")) {
    page += section_of(part);
    if (part.at("id").get<std::string>() == "results") page += figures(report);
  }
  page +=
      "<section id=\"checklists\">\n<h2>Reporting checklists</h2>\n<p class=\"muted\">What software can fill. The rest "
      "is for the author.</p>\n";
  for (const Json& list : block.at("checklists")) page += checklist(list);
  page += "</section>\n</main>\n<footer><p>" + std::string(kDisclaimer) +
          "</p><p>`nevus verify` computes every number of this page again from the workspace. SHA-256 of its block: " +
          db::sha256_hex(block.dump()) + "</p></footer>\n";
  return page + "<script type=\"application/json\" id=\"nevus-report\">\n" + script + "\n</script>\n</body>\n</html>\n";
}

std::string card_html(const Json& card) {
  std::string page = beginning(escaped_markup(card.at("title").get<std::string>()), contents(card, ""));
  for (const Json& part : card.at("sections")) page += section_of(part);
  return page + "</main>\n<footer><p>" + std::string(kDisclaimer) +
         "</p><p>After Mitchell et al., Model Cards for Model Reporting (2019).</p></footer>\n</body>\n</html>\n";
}

}  // namespace app
