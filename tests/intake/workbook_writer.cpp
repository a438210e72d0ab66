#include "tests/intake/workbook_writer.h"

#include "tests/intake/container_writer.h"

namespace intake_tests {
namespace {

constexpr const char* kHead = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const std::string kLinks = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const std::string kMain = "xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'";

std::string link(const std::string& id, const std::string& kind, const std::string& target) {
  return "<Relationship Id='" + id + "' Type='" + kLinks + "/" + kind + "' Target='" + target + "'/>";
}

std::string links(const std::string& inside) {
  return kHead + ("<Relationships xmlns='http://schemas.openxmlformats.org/package/2006/relationships'>" + inside) +
         "</Relationships>";
}

}  // namespace

void write_book(const std::filesystem::path& file, const Book& book) {
  std::string sheets, targets = link("t", "sharedStrings", "sharedStrings.xml") + link("s", "styles", "styles.xml");
  Entries entries{{"_rels/.rels", links(link("b", "officeDocument", "xl/workbook.xml"))}};
  for (std::size_t i = 0; i < book.sheets.size(); ++i) {
    const Sheet& sheet = book.sheets[i];
    const std::string number = std::to_string(i + 1);
    sheets +=
        "<sheet name='" + sheet.name + "' sheetId='" + number + "' " + sheet.attributes + " r:id='r" + number + "'/>";
    targets += link("r" + number, "worksheet", (i == 0 ? "worksheets/" : "/xl/worksheets/") + ("s" + number + ".xml"));
    entries.emplace_back(
        "xl/worksheets/s" + number + ".xml",
        kHead + ("<worksheet " + kMain + "><sheetData>") + sheet.rows + "</sheetData>" + sheet.after + "</worksheet>");
  }
  entries.emplace_back("xl/workbook.xml", kHead + ("<workbook " + kMain + " xmlns:r='" + kLinks + "'><sheets>") +
                                              sheets + "</sheets></workbook>");
  entries.emplace_back("xl/_rels/workbook.xml.rels", links(targets));
  if (!book.texts.empty())
    entries.emplace_back("xl/sharedStrings.xml", kHead + ("<sst " + kMain + ">") + book.texts + "</sst>");
  if (!book.styles.empty())
    entries.emplace_back("xl/styles.xml", kHead + ("<styleSheet " + kMain + ">") + book.styles + "</styleSheet>");
  write_zip(file, entries);
}

std::string row_of(long number, const std::vector<std::string>& texts) {
  std::string row = "<row r='" + std::to_string(number) + "'>";
  for (std::size_t i = 0; i < texts.size(); ++i)
    if (!texts[i].empty())
      row += "<c r='" + std::string(1, static_cast<char>('A' + i)) + std::to_string(number) +
             "' t='inlineStr'><is><t>" + texts[i] + "</t></is></c>";
  return row + "</row>";
}

}  // namespace intake_tests
