// Makes the workbooks that cases read, from the XML of their rows. One thread at a time.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

namespace intake_tests {

struct Sheet {
  std::string name;
  std::string rows;        // "<row r='1'>…</row>"
  std::string attributes;  // of its entry in the workbook
  std::string after;       // behind the rows
};

struct Book {
  std::vector<Sheet> sheets;
  std::string texts;   // "<si><t>…</t></si>", in the order of their numbers
  std::string styles;  // "<numFmts>…</numFmts><cellXfs>…</cellXfs>"
};

void write_book(const std::filesystem::path& file, const Book& book);

// A row of texts that stand in their cells; an empty one has no cell.
std::string row_of(long number, const std::vector<std::string>& texts);

}  // namespace intake_tests
