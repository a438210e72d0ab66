// A model card as plain Markdown: facts as a list, tables as tables. Text from outside cannot become markup.

#include "app/report/model_card.h"
#include "app/report/report_block.h"

namespace app {
namespace {

// One line, with what Markdown would take for markup made harmless.
std::string plain(const std::string& text) {
  std::string safe;
  for (const char letter : text) {
    if (letter == '\n' || letter == '\r' || letter == '\t') {
      safe += ' ';
      continue;
    }
    if (std::string_view("\\`*_[]<>|#~").find(letter) != std::string_view::npos) safe += '\\';
    safe += letter;
  }
  return safe;
}

std::string row_of(const Json& cells) {
  std::string text = "|";
  for (const Json& cell : cells) text += " " + plain(shown_value(cell)) + " |";
  return text + "\n";
}

std::string table_of(const Json& table) {
  std::string text = "\n### " + plain(table.at("title").get<std::string>()) + "\n\n";
  if (table.at("rows").size() == 0) {
    text += "Nothing to tell.\n";
  } else {
    text += row_of(table.at("columns")) + "|";
    for (std::size_t i = 0; i < table.at("columns").size(); ++i) text += " --- |";
    text += "\n";
    for (const Json& row : table.at("rows")) text += row_of(row);
  }
  if (const Json* note = table.find("note")) text += "\n" + plain(note->get<std::string>()) + "\n";
  return text;
}

}  // namespace

std::string card_markdown(const Json& card) {
  const std::string disclaimer = card.at("disclaimer").get<std::string>();
  std::string text = "# " + plain(card.at("title").get<std::string>()) + "\n\n**" + disclaimer +
                     "**\n\nAfter Mitchell et al., Model Cards for Model Reporting (2019).\n";
  for (const Json& section : card.at("sections")) {
    text += "\n## " + plain(section.at("title").get<std::string>()) + "\n\n";
    const std::string said = section.at("text").get<std::string>();
    if (!said.empty()) text += plain(said) + "\n\n";
    for (const Json& fact : section.at("facts"))
      text += "- " + plain(fact.at("name").get<std::string>()) + ": " + plain(shown_value(fact.at("value"))) + "\n";
    for (const Json& table : section.at("tables")) text += table_of(table);
  }
  return text + "\n---\n\n" + disclaimer + "\n";
}

}  // namespace app
