// Tables in workbooks that the cases make themselves.
#include "app/intake/sheet_table.h"

#include <cstring>
#include <fstream>
#include <iterator>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/intake/account_text.h"
#include "app/intake/import_source.h"
#include "tests/intake/account.h"
#include "tests/intake/container_writer.h"
#include "tests/intake/workbook_writer.h"
#include "tests/temp_folder.h"

namespace {
using app::ImportSource;
using app::read_import_source;
using app::SheetTable;
using app::Table;
using app::TableRow;
using app::Workbook;
using intake_tests::Book;
using intake_tests::left_out;
using intake_tests::refusal;
using intake_tests::row_of;
using intake_tests::text_of;
using intake_tests::write_book;
using test_support::TempFolder;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

using Rows = std::vector<std::vector<std::string>>;

Rows rows_of(Table& table) {
  Rows rows;
  for (TableRow row; table.next(row);) rows.push_back(row.fields);
  return rows;
}

std::string joined(const std::vector<std::string>& lines) {
  std::string text;
  for (const std::string& line : lines) text += line + "\n";
  return text;
}

app::ByteSource bytes_of(std::string text) {
  return [text = std::move(text), at = std::size_t{0}](std::span<char> into) mutable {
    const std::size_t count = std::min(into.size(), text.size() - at);
    std::memcpy(into.data(), text.data() + at, count);
    at += count;
    return count;
  };
}

std::string content_of(const std::filesystem::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

class SheetTables : public ::testing::Test {
 protected:
  std::filesystem::path book(const Book& content) {
    write_book(folder_ / "t.xlsx", content);
    return folder_ / "t.xlsx";
  }
  std::filesystem::path sheet(const std::string& rows) { return book({.sheets = {{"Data", rows, "", ""}}}); }
  std::string account(const ImportSource& source) { return joined(app::account_of(source)); }

  TempFolder folder_;
};

TEST_F(SheetTables, cells_stand_where_their_names_say_and_short_rows_are_filled_up) {
  SheetTable table(
      Workbook(sheet("<row r='2'><c r='A2' t='str'><v>a</v></c><c r='B2' t='str'><v> B b </v></c>"
                     "<c r='D2' t='str'><v>d</v></c><c r='F2' s='1'/></row>"
                     "<row r='3'><c r='D3'><v>7</v></c></row>"
                     "<row r='4'/><row r='5'><c r='A5' s='3'/></row>"
                     "<row><c><v>1</v></c><c><v>2</v></c></row>")));
  EXPECT_THAT(table.columns(), ElementsAre("a", "B b", "column 3", "d"));
  EXPECT_EQ(table.column("b_b"), 1U);
  TableRow row;
  ASSERT_TRUE(table.next(row));
  EXPECT_EQ(row.line, 3);
  EXPECT_THAT(row.fields, ElementsAre("", "", "", "7"));
  ASSERT_TRUE(table.next(row));
  EXPECT_EQ(row.line, 6);
  EXPECT_THAT(row.fields, ElementsAre("1", "2", "", ""));
  EXPECT_FALSE(table.next(row));
  EXPECT_FALSE(table.next(row));
  EXPECT_EQ(table.rows(), 2);
  EXPECT_EQ(table.encoding(), "XLSX, sheet Data");
}

TEST_F(SheetTables, texts_are_shared_or_stand_in_their_cell_and_runs_are_joined) {
  SheetTable table(
      Workbook(book({.sheets = {{"Data",
                                 "<row r='1'><c r='A1' t='s'><v>1</v></c><c r='B1' t='s'><v>0</v></c></row>"
                                 "<row r='2'><c r='A2' t='s'><v>2</v></c><c r='B2' t='inlineStr'><is><r><t>"
                                 "in</t></r><r><t>line</t></r></is></c></row>",
                                 "", ""}},
                     .texts = "<si><t>label</t></si><si><r><t>pa</t></r><r><t>th</t></r>"
                              "<rPh><t>spoken</t></rPh></si><si><t>皮膚 &amp; &lt;b&gt;</t></si>"})));
  EXPECT_THAT(table.columns(), ElementsAre("path", "label"));
  EXPECT_EQ(rows_of(table), (Rows{{"皮膚 & <b>", "inline"}}));
}

TEST_F(SheetTables, numbers_are_the_text_they_are) {
  SheetTable table(Workbook(book(
      {.sheets =
           {{"Data",
             row_of(1, {"a", "b", "c", "d", "e"}) +
                 "<row r='2'><c r='A2' t='str'><v>00123</v></c><c r='B2' s='1'><v>123</v></c>"
                 "<c r='C2' s='2'><v>43831</v></c><c r='D2'><v>1.50E-3</v></c><c r='E2' t='b'><v>1</v></c></row>"
                 "<row r='3'><c r='A3' s='3'><v>43831.5</v></c><c r='B3' s='1'><v>1234567</v></c>"
                 "<c r='C3' t='d'><v>2020-01-01</v></c><c r='D3' s='4'><v>9</v></c><c r='E3' t='b'><v>0</v></c></row>",
             "", ""}},
       .styles = "<numFmts><numFmt numFmtId='164' formatCode='00000'/><numFmt numFmtId='165' "
                 "formatCode='[$-409]d\\-mmm\\-yy'/><numFmt numFmtId='166' formatCode='0.0&quot;days&quot;'/></numFmts>"
                 "<cellStyleXfs><xf numFmtId='14'/></cellStyleXfs><cellXfs><xf numFmtId='0'/><xf numFmtId='164'/>"
                 "<xf numFmtId='14'/><xf numFmtId='165'/><xf numFmtId='166'/></cellXfs>"})));
  EXPECT_EQ(rows_of(table),
            (Rows{{"00123", "00123", "43831", "1.50E-3", "true"}, {"43831.5", "1234567", "2020-01-01", "9", "false"}}));
  EXPECT_THAT(joined(table.notes()), AllOf(HasSubstr("2 dates of"), HasSubstr("1 numbers of")));
}

TEST_F(SheetTables, formulas_count_by_their_stored_value) {
  SheetTable table(
      Workbook(sheet(row_of(1, {"a", "b", "c"}) +
                     "<row r='2'><c r='A2'><f>1+1</f><v>2</v></c><c r='B2' t='str'><f>x</f><v></v></c>"
                     "<c r='C2'><f>B1</f></c></row>"
                     "<row r='3'><c r='A3' t='e'><f>1/0</f><v>#DIV/0!</v></c><c r='B3'><v>5</v></c></row>")));
  EXPECT_EQ(rows_of(table), (Rows{{"2", "", ""}, {"", "5", ""}}));
  ASSERT_EQ(table.left_out().size(), 2U);
  EXPECT_THAT(table.left_out()[0].reason, HasSubstr("formulas without a stored value"));
  EXPECT_THAT(table.left_out()[0].examples, ElementsAre("C2"));
  EXPECT_THAT(table.left_out()[1].examples, ElementsAre("A3 #DIV/0!"));
}

TEST_F(SheetTables, an_empty_value_of_a_formula_that_was_never_reckoned_is_counted) {
  SheetTable table(
      Workbook(sheet(row_of(1, {"a", "b"}) + "<row r='2'><c r='A2'><v>1</v></c><c r='B2'><f>A1</f><v /></c></row>")));
  EXPECT_EQ(rows_of(table), (Rows{{"1", ""}}));
  ASSERT_EQ(table.left_out().size(), 1U);
  EXPECT_THAT(table.left_out()[0].examples, ElementsAre("B2"));
}

TEST_F(SheetTables, what_is_hidden_joined_or_beside_the_table_is_said) {
  SheetTable table(Workbook(
      book({.sheets = {{"Data",
                        row_of(1, {"a", "b"}) + row_of(2, {"1", "2", "a remark"}) + row_of(3, {"", "", "another"}) +
                            "<row r='4' hidden='1'><c r='A4'><v>3</v></c></row>",
                        "", "<mergeCells><mergeCell ref='A2:A3'/></mergeCells>"},
                       {"Lists", row_of(1, {"x", "y"}) + row_of(2, {"1", "2"}), "state='hidden'", ""}}})));
  EXPECT_EQ(rows_of(table), (Rows{{"1", "2"}, {"3", ""}}));
  EXPECT_THAT(joined(table.notes()),
              AllOf(HasSubstr("1 rows of"), HasSubstr("1 joined fields"), HasSubstr("were not read: Lists (hidden)")));
  ASSERT_EQ(table.left_out().size(), 1U);
  EXPECT_EQ(table.left_out()[0].count, 2);
}

TEST_F(SheetTables, the_only_sheet_with_a_heading_is_the_table) {
  SheetTable table(
      Workbook(book({.sheets = {{"Read me", row_of(1, {"This set"}) + row_of(2, {"is for teaching"}), "", ""},
                                {"Data", row_of(1, {"path", "label"}) + row_of(2, {"a.jpg", "nv"}), "", ""},
                                {"Sheet3", "", "", ""}}})));
  EXPECT_EQ(table.encoding(), "XLSX, sheet Data");
  EXPECT_EQ(rows_of(table), (Rows{{"a.jpg", "nv"}}));
  EXPECT_THAT(joined(table.notes()), HasSubstr("were not read: Read me, Sheet3"));
}

TEST_F(SheetTables, two_sheets_that_could_be_meant_are_refused_with_both_named) {
  const std::string rows = row_of(1, {"path", "label"}) + row_of(2, {"a.jpg", "nv"});
  const auto file = book({.sheets = {{"2019", rows, "", ""}, {"2020", rows, "", ""}}});
  EXPECT_THAT(refusal([&] { SheetTable{Workbook(file)}; }),
              AllOf(HasSubstr("\"2019\" and \"2020\""), HasSubstr("CSV"), HasSubstr("t.xlsx")));
  folder_.write("nv/a.jpg", "");
  EXPECT_THAT(text_of(read_import_source(folder_.path())), HasSubstr("\"2019\" and \"2020\""));
}

TEST_F(SheetTables, a_sheet_without_rows_has_no_columns) {
  SheetTable table(Workbook(sheet("")));
  EXPECT_THAT(table.columns(), IsEmpty());
  EXPECT_THAT(rows_of(table), IsEmpty());
}

TEST_F(SheetTables, one_without_a_heading_gives_its_first_row_too) {
  SheetTable table(Workbook(sheet(row_of(1, {"ISIC_1", "benign"}) + row_of(2, {"ISIC_2", "malignant"}))), false);
  EXPECT_THAT(table.columns(), ElementsAre("column 1", "column 2"));
  EXPECT_EQ(rows_of(table), (Rows{{"ISIC_1", "benign"}, {"ISIC_2", "malignant"}}));
}

TEST_F(SheetTables, rows_are_streamed_past_many_blocks) {
  std::string rows = row_of(1, {"path", "label"});
  for (long i = 2; i <= 5000; ++i) rows += row_of(i, {std::to_string(i) + ".jpg", "nv"});
  SheetTable table(Workbook(sheet(rows)));
  const Rows read = rows_of(table);
  ASSERT_EQ(read.size(), 4999U);
  for (std::size_t i = 0; i < read.size(); ++i) ASSERT_EQ(read[i][0], std::to_string(i + 2) + ".jpg");
}

TEST_F(SheetTables, a_sheet_that_unpacks_to_far_more_than_its_file_is_refused) {
  const auto file = sheet(row_of(1, {"a", "b"}) + std::string(70UL << 20U, ' ') + row_of(2, {"1", "2"}));
  ASSERT_LT(std::filesystem::file_size(file), 1U << 20U);
  EXPECT_THAT(refusal([&] {
                SheetTable table{Workbook(file)};
                rows_of(table);
              }),
              AllOf(HasSubstr("more than 64 MB"), HasSubstr("t.xlsx")));
}

TEST_F(SheetTables, entities_are_refused) {
  intake_tests::write_zip(folder_ / "e.xlsx", {{"xl/workbook.xml",
                                                "<?xml version='1.0'?><!DOCTYPE w [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b "
                                                "'&a;&a;&a;&a;'>]><w>&b;</w>"}});
  EXPECT_THAT(refusal([&] { Workbook(folder_ / "e.xlsx"); }), AllOf(HasSubstr("entities"), HasSubstr("e.xlsx")));
}

TEST_F(SheetTables, elements_nested_without_an_end_and_endless_tags_are_refused) {
  std::string deep;
  for (int i = 0; i < 1000; ++i) deep += "<row>";
  EXPECT_THAT(refusal([&] { SheetTable{Workbook(sheet(deep))}; }), HasSubstr("too deep"));
  EXPECT_THAT(refusal([&] { SheetTable{Workbook(sheet("<row a='" + std::string(3UL << 20U, 'x') + "'/>"))}; }),
              HasSubstr("longer than 1 MB"));
}

TEST_F(SheetTables, shared_texts_are_bounded) {
  std::string many;
  for (int i = 0; i < 100; ++i) many += "<si><t>0123456789</t></si>";
  EXPECT_EQ(app::SheetTexts(bytes_of("<sst>" + many + "</sst>"), "t", 2000).size(), 100U);
  EXPECT_THAT(refusal([&] { app::SheetTexts(bytes_of("<sst>" + many + "</sst>"), "t.xlsx", 1000); }),
              AllOf(HasSubstr("save the sheet as CSV"), HasSubstr("t.xlsx")));
  std::string empty;
  for (int i = 0; i < 1000; ++i) empty += "<si/>";
  EXPECT_THAT(refusal([&] { app::SheetTexts(bytes_of("<sst>" + empty + "</sst>"), "t", 1000); }), Not(IsEmpty()));
}

TEST_F(SheetTables, a_row_that_repeats_a_long_text_is_left_out) {
  std::string cells;
  for (int i = 0; i < 50; ++i) cells += "<c t='s'><v>0</v></c>";
  const auto file = book(
      {.sheets = {{"Data", row_of(1, {"a", "b"}) + "<row r='2'>" + cells + "</row>" + row_of(3, {"1", "2"}), "", ""}},
       .texts = "<si><t>" + std::string(100'000, 'x') + "</t></si>"});
  SheetTable table{Workbook(file)};
  EXPECT_EQ(rows_of(table), (Rows{{"1", "2"}}));
  EXPECT_THAT(table.left_out().at(0).reason, HasSubstr("longer than 4 MB"));
}

TEST_F(SheetTables, damaged_and_protected_workbooks_are_refused_in_words) {
  const auto with = [&](const std::string& cell) { return row_of(1, {"a", "b"}) + "<row r='2'>" + cell + "</row>"; };
  const auto why = [&](const std::filesystem::path& file) {
    return refusal([&] {
      SheetTable table{Workbook(file)};
      rows_of(table);
    });
  };
  EXPECT_THAT(why(sheet(with("<c r='A2' t='s'><v>9</v></c>"))), HasSubstr("A2 points to a text that is not there"));
  EXPECT_THAT(why(sheet(with("<c r='ZZZZ2'><v>9</v></c>"))), HasSubstr("no place of a sheet"));
  EXPECT_THAT(why(sheet(with("</c>"))), HasSubstr("it is damaged (line"));
  EXPECT_THAT(why(folder_.write("p.xlsx", "\xD0\xCF\x11\xE0 encrypted")), HasSubstr("protected by a password"));
  EXPECT_THAT(why(folder_.write("n.xlsx", "a,b\n1,2\n")), HasSubstr("n.xlsx"));
  intake_tests::write_zip(folder_ / "z.xlsx", {{"a.txt", "x"}});
  EXPECT_THAT(why(folder_ / "z.xlsx"), HasSubstr("no XLSX workbook"));
}

TEST_F(SheetTables, one_in_a_zip_says_what_the_pictures_beside_it_are) {
  const auto table = sheet(row_of(1, {"path", "label"}) + row_of(2, {"a.jpg", "mel"}));
  intake_tests::write_zip(folder_ / "set/set.zip", {{"a.jpg", "x"}, {"t.xlsx", content_of(table)}});
  const ImportSource source = read_import_source(folder_ / "set/set.zip");
  ASSERT_EQ(source.items.size(), 1U) << text_of(source);
  EXPECT_EQ(source.items[0].label, "mel");
  EXPECT_THAT(account(source), HasSubstr("t.xlsx: 1 rows, XLSX, sheet Data; path as path"));
}

TEST_F(SheetTables, older_spreadsheets_and_their_lock_files_are_named) {
  folder_.write("nv/a.jpg", "");
  folder_.write("old.xls", "");
  folder_.write("~$open.xlsx", "");
  const ImportSource source = read_import_source(folder_.path());
  EXPECT_EQ(left_out(source, "spreadsheets in a format that is not read: save them as CSV or XLSX"), 1);
  EXPECT_EQ(left_out(source, "hidden files and files of other programs"), 1);
  const ImportSource named = read_import_source(folder_ / "old.xls");
  EXPECT_TRUE(named.items.empty());
  EXPECT_THAT(text_of(named), AllOf(HasSubstr("save them as CSV or XLSX"), HasSubstr("old.xls")));
}

}  // namespace
