#include "app/intake/text_table.h"

#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/temp_folder.h"

namespace {
using app::TableRow;
using app::TextTable;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

using Rows = std::vector<std::vector<std::string>>;

TextTable table_of(std::string text, bool heading = true) {
  return {std::make_unique<std::istringstream>(std::move(text)), "t.csv", heading};
}

Rows rows_of(TextTable& table) {
  Rows rows;
  for (TableRow row; table.next(row);) rows.push_back(row.fields);
  return rows;
}

Rows rows_of(const std::string& text) {
  TextTable table = table_of(text);
  return rows_of(table);
}

std::string utf16(const std::u16string& text, bool little, bool mark) {
  std::string bytes;
  const std::u16string whole = (mark ? u"\uFEFF" : u"") + text;
  for (const char16_t unit : whole) {
    const char high = static_cast<char>(unit >> 8U), low = static_cast<char>(unit & 0xFFU);
    bytes += little ? low : high;
    bytes += little ? high : low;
  }
  return bytes;
}

TEST(TextTable, finds_the_separator_and_says_it) {
  EXPECT_EQ(table_of("a,b\n1,2\n").separator(), "comma");
  EXPECT_EQ(table_of("a;b;c\n1,5;2;3\n").separator(), "semicolon");
  EXPECT_EQ(table_of("a\tb\n1,2\t3,4\n").separator(), "tab");
  EXPECT_EQ(table_of("a\n1\n").separator(), "none");
  EXPECT_EQ(table_of("length (mm, max);b;c\n1;2;3\n4;5;6\n").separator(), "semicolon");
}

TEST(TextTable, a_line_that_tells_the_separator_is_no_heading) {
  TextTable table = table_of("sep=;\r\na,b;c\r\n1,2;3\r\n");
  EXPECT_EQ(table.separator(), "semicolon");
  EXPECT_THAT(table.columns(), ElementsAre("a,b", "c"));
  TableRow row;
  ASSERT_TRUE(table.next(row));
  EXPECT_EQ(row.line, 3);
}

TEST(TextTable, blank_lines_and_remarks_before_the_heading_are_skipped) {
  for (const std::string before :
       {"\n", "\r\n \r\n", "# comment\n", "# made in May, by hand\n\n", ",,\n", "#\n# x\n"}) {
    TextTable table = table_of(before + "path;label\n0.png;nv\n");
    EXPECT_EQ(table.separator(), "semicolon") << before;
    EXPECT_THAT(table.columns(), ElementsAre("path", "label")) << before;
    EXPECT_THAT(rows_of(table), ElementsAre(ElementsAre("0.png", "nv"))) << before;
  }
  TextTable table = table_of("# one, two\n\npath,label\n0.png,nv\n");
  EXPECT_THAT(table.columns(), ElementsAre("path", "label")) << "as many fields, but what follows is a heading";
  TableRow row;
  ASSERT_TRUE(table.next(row));
  EXPECT_EQ(row.line, 4);
}

TEST(TextTable, a_title_above_a_known_heading_is_left_out_and_told) {
  for (const std::string title : {"Photographs of May\n", "Photographs, May\n\n", "# by hand\nPhotographs\n"}) {
    TextTable table = table_of(title + "path,label,age\n0.png,nv,40\n");
    EXPECT_THAT(table.columns(), ElementsAre("path", "label", "age")) << title;
    EXPECT_THAT(rows_of(table), ElementsAre(ElementsAre("0.png", "nv", "40"))) << title;
    ASSERT_EQ(table.left_out().size(), 1U) << title;
    EXPECT_EQ(table.left_out()[0].reason, "lines above the heading of a table");
  }
  EXPECT_THAT(table_of("name,kind\n0.png,image\n").columns(), ElementsAre("name", "kind")) << "a row is no heading";
}

TEST(TextTable, a_heading_may_begin_with_a_number_sign) {
  EXPECT_THAT(table_of("#,picture,kind\n1,0.png,nv\n").columns(), ElementsAre("#", "picture", "kind"));
  EXPECT_THAT(table_of("# by hand\n#id,kind\n0.png,nv\n").columns(), ElementsAre("#id", "kind"));
  EXPECT_THAT(table_of("#id,kind\n").columns(), ElementsAre("#id", "kind"));
}

TEST(TextTable, ends_lines_as_every_system_does) {
  for (const std::string end : {"\n", "\r", "\r\n"})
    EXPECT_THAT(rows_of("a,b" + end + "1,2" + end + "3,4"), ElementsAre(ElementsAre("1", "2"), ElementsAre("3", "4")));
}

TEST(TextTable, understands_quotes_doubled_quotes_and_line_breaks_in_fields) {
  EXPECT_THAT(rows_of("a,b\n\"x, y\",\"say \"\"hi\"\"\"\n\"two\r\nlines\",2\n"),
              ElementsAre(ElementsAre("x, y", "say \"hi\""), ElementsAre("two\r\nlines", "2")));
  EXPECT_THAT(rows_of("a\tb\n\"x\"\t\"a \"\"b\"\" c\"\n"), ElementsAre(ElementsAre("x", "a \"b\" c")));
  EXPECT_THAT(rows_of("a,b\nx, \"y, z\"\n"), ElementsAre(ElementsAre("x", "y, z")));
  EXPECT_THAT(rows_of("a,b\n5\" wide,2\n"), ElementsAre(ElementsAre("5\" wide", "2")));
}

TEST(TextTable, line_numbers_count_the_line_breaks_inside_fields) {
  TextTable table = table_of("a,b\n\"1\n\n1\",2\r\n3,4\n");
  TableRow row;
  ASSERT_TRUE(table.next(row));
  EXPECT_EQ(row.line, 2);
  ASSERT_TRUE(table.next(row));
  EXPECT_EQ(row.line, 5);
}

TEST(TextTable, headings_are_trimmed_and_found_in_any_case) {
  const TextTable table = table_of(" Image ID ,\"label\"\r\n1,2\r\n");
  EXPECT_THAT(table.columns(), ElementsAre("Image ID", "label"));
  EXPECT_EQ(table.column("image_id"), 0U);
  EXPECT_EQ(table.column("LABEL"), 1U);
  EXPECT_EQ(table.column("nothing"), std::nullopt);
}

TEST(TextTable, an_empty_heading_is_named_by_its_place) {
  EXPECT_THAT(table_of(",DDI_ID\n0,1\n").columns(), ElementsAre("column 1", "DDI_ID"));
}

TEST(TextTable, a_table_without_heading_gives_its_first_row_too) {
  TextTable table = table_of("ISIC_1,benign\nISIC_2,malignant\n", false);
  EXPECT_THAT(table.columns(), ElementsAre("column 1", "column 2"));
  EXPECT_THAT(rows_of(table), ElementsAre(ElementsAre("ISIC_1", "benign"), ElementsAre("ISIC_2", "malignant")));
}

TEST(TextTable, a_byte_order_mark_is_no_part_of_the_heading) {
  TextTable table = table_of("\xEF\xBB\xBFpath,label\na,b\n");
  EXPECT_THAT(table.columns(), ElementsAre("path", "label"));
  EXPECT_EQ(table.encoding(), "UTF-8");
  EXPECT_FALSE(table.encoding_is_assumed());
}

TEST(TextTable, reads_utf_16_with_and_without_a_mark) {
  for (const bool little : {true, false}) {
    for (const bool mark : {true, false}) {
      TextTable table = table_of(utf16(u"path,label\r\nä,皮膚 \U0001F600\r\n", little, mark));
      EXPECT_THAT(table.columns(), ElementsAre("path", "label")) << little << mark;
      EXPECT_THAT(rows_of(table), ElementsAre(ElementsAre("ä", "皮膚 \U0001F600")));
      EXPECT_EQ(table.encoding(), little ? "UTF-16 little-endian" : "UTF-16 big-endian");
      EXPECT_EQ(table.encoding_is_assumed(), !mark);
    }
  }
}

TEST(TextTable, half_a_surrogate_pair_is_replaced) {
  std::string text = utf16(u"a,b\r\nx,y\r\n", true, true);
  text += std::string("\x3D\xD8", 2) + utf16(u",z\r\n", true, false);
  TextTable table = table_of(text);
  EXPECT_THAT(rows_of(table), ElementsAre(ElementsAre("x", "y"), ElementsAre("\xEF\xBF\xBD", "z")));
}

TEST(TextTable, latin_1_is_a_fallback_that_is_said) {
  TextTable table = table_of(
      "path,site\na,R\xFC"
      "cken\xB2\n");
  EXPECT_THAT(rows_of(table), ElementsAre(ElementsAre("a", "Rücken²")));
  EXPECT_EQ(table.encoding(), "Latin-1");
  EXPECT_TRUE(table.encoding_is_assumed());
  EXPECT_THAT(table.notes(), ElementsAre(HasSubstr("not valid UTF-8: read as Latin-1")));
}

TEST(TextTable, windows_1252_has_characters_that_latin_1_has_not) {
  TextTable table = table_of("path,note\na,\x80 5 \x96 6\n");
  EXPECT_THAT(rows_of(table), ElementsAre(ElementsAre("a", "€ 5 – 6")));
  EXPECT_EQ(table.encoding(), "Windows-1252");
}

TEST(TextTable, a_stray_byte_in_utf_8_does_not_spoil_the_rest) {
  TextTable table = table_of("path,note\nä,ö\nü,x\xE9\nß,é\n");
  EXPECT_THAT(rows_of(table), ElementsAre(ElementsAre("ä", "ö"), ElementsAre("ü", "xé"), ElementsAre("ß", "é")));
  EXPECT_EQ(table.encoding(), "UTF-8 with 1 bytes of Windows-1252");
}

TEST(TextTable, characters_that_are_cut_by_a_reading_step_stay_whole) {
  for (std::size_t filling = 65530; filling < 65542; ++filling) {
    TextTable table = table_of("a,b\n" + std::string(filling, 'x') + "皮膚,ü\n");
    EXPECT_THAT(rows_of(table), ElementsAre(ElementsAre(std::string(filling, 'x') + "皮膚", "ü"))) << filling;
  }
}

TEST(TextTable, nul_bytes_are_dropped_and_counted) {
  TextTable table = table_of(std::string("a,b\nx\0y,z\0\0\n", 12));
  EXPECT_THAT(rows_of(table), ElementsAre(ElementsAre("xy", "z")));
  EXPECT_THAT(table.notes(), ElementsAre(HasSubstr("3 NUL bytes")));
}

TEST(TextTable, ids_stay_text) { EXPECT_THAT(rows_of("id,age\n0012,1e3\n"), ElementsAre(ElementsAre("0012", "1e3"))); }

TEST(TextTable, the_tab_that_protects_from_formulas_is_taken_off) {
  TextTable table = table_of("a,b\n\"\t=1+1\",\"\t-x\"\n\"\tplain\",y\n");
  EXPECT_THAT(rows_of(table), ElementsAre(ElementsAre("=1+1", "-x"), ElementsAre("\tplain", "y")));
  EXPECT_THAT(table.notes(), ElementsAre(HasSubstr("2 fields")));
}

TEST(TextTable, rows_with_too_few_or_too_many_fields_are_counted_and_named) {
  TextTable table = table_of("a,b\n1\n2,3\n4,5,6\n\n,\n7,8\n");
  EXPECT_THAT(rows_of(table), ElementsAre(ElementsAre("2", "3"), ElementsAre("7", "8")));
  ASSERT_EQ(table.left_out().size(), 3U);
  EXPECT_EQ(table.left_out()[0].reason, "rows with fewer fields than the heading has");
  EXPECT_THAT(table.left_out()[0].examples, ElementsAre("line 2 has 1 fields where the heading has 2"));
  EXPECT_EQ(table.left_out()[1].reason, "rows with more fields than the heading has");
  EXPECT_THAT(table.left_out()[1].examples, ElementsAre("line 4 has 3 fields where the heading has 2"));
  EXPECT_EQ(table.left_out()[2].reason, "rows with nothing in them");
}

TEST(TextTable, a_quote_that_is_never_closed_costs_its_own_line_only) {
  TextTable table = table_of("a,b\n1,2\n\"3,4\n5,6\n7,8\n");
  EXPECT_THAT(rows_of(table), ElementsAre(ElementsAre("1", "2"), ElementsAre("5", "6"), ElementsAre("7", "8")));
  ASSERT_EQ(table.left_out().size(), 1U);
  EXPECT_EQ(table.left_out()[0].reason, "rows with a quote that is not closed");
  EXPECT_THAT(table.left_out()[0].examples, ElementsAre("line 3"));
}

TEST(TextTable, a_table_full_of_broken_quotes_ends_and_says_so) {
  std::string text = "a,b\n";
  for (int i = 0; i < 40; ++i) text += "x,\"" + std::string(1UL << 17U, 'y') + "\n";
  text += "\"";  // an odd number of quotes
  TextTable table = table_of(text);
  const Rows rows = rows_of(table);
  EXPECT_LE(rows.size(), 40U);
  EXPECT_FALSE(table.left_out().empty());
}

TEST(TextTable, a_heading_of_a_megabyte_is_read) {
  std::string heading = "path", row = "a.jpg";
  for (int i = 0; i < 10'000; ++i) {
    heading += ",column with a long name " + std::string(80, 'x') + std::to_string(i);
    row += ",1";
  }
  TextTable table = table_of(heading + "\n" + row + "\n");
  ASSERT_EQ(table.columns().size(), 10'001U);
  EXPECT_EQ(rows_of(table).size(), 1U);
}

TEST(TextTable, more_columns_than_can_be_meant_are_refused) {
  EXPECT_THROW(table_of("a" + std::string(30'000, ',') + "\n"), std::runtime_error);
}

TEST(TextTable, an_empty_table_has_no_columns_and_no_rows) {
  for (const std::string text : {"", "\n\n", "\xEF\xBB\xBF", "\xFF\xFE"}) {
    TextTable table = table_of(text);
    EXPECT_THAT(table.columns(), IsEmpty());
    EXPECT_THAT(rows_of(table), IsEmpty());
  }
}

// A table that is made while it is read: it is never in memory.
class EndlessRows : public std::streambuf {
 public:
  explicit EndlessRows(long rows) : rows_(rows) {
    text_ = "path,label\n";
    set();
  }

 protected:
  int_type underflow() override {
    if (given_ == rows_) return traits_type::eof();
    text_ = "pictures/" + std::to_string(given_++) + ".jpg,nv\n";
    set();
    return traits_type::to_int_type(text_[0]);
  }
  pos_type seekpos(pos_type, std::ios_base::openmode) override {
    given_ = 0;
    text_ = "path,label\n";
    set();
    return pos_type(0);
  }

 private:
  void set() { setg(text_.data(), text_.data(), text_.data() + text_.size()); }

  long rows_, given_ = 0;
  std::string text_;
};

class EndlessTable : public std::istream {
 public:
  explicit EndlessTable(long rows) : std::istream(nullptr), rows_(rows) { rdbuf(&rows_); }

 private:
  EndlessRows rows_;
};

TEST(TextTable, a_million_rows_stream_through_little_memory) {
  TextTable table(std::make_unique<EndlessTable>(1'000'000), "t.csv");
  long rows = 0;
  for (TableRow row; table.next(row);) ++rows;
  EXPECT_EQ(rows, 1'000'000);
  EXPECT_THAT(table.left_out(), IsEmpty());
}

TEST(TextTable, a_file_that_is_not_there_is_refused_by_name) {
  try {
    const TextTable table(std::filesystem::path("no such table.csv"));
    FAIL();
  } catch (const std::runtime_error& error) {
    EXPECT_THAT(error.what(), HasSubstr("no such table.csv"));
  }
}

}  // namespace
