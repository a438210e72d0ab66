// An XLSX workbook as a zip of parts: which sheets it has and where, the texts and styles that they share, and the
// bytes of a part. A part that unpacks to far more than the file's size is refused.
//
//   Workbook book(path);
//   SheetRows rows(book, book.sheets().front(), omissions);
//
// One thread; owns the open file, and one part is read at a time. Throws std::runtime_error with what is wrong.
#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "app/intake/sheet_parts.h"
#include "app/intake/zip_archive.h"

namespace app {

class Workbook {
 public:
  static constexpr std::size_t kMostSheets = 256;

  struct Sheet {
    std::string name;
    std::string entry;  // of the zip
    bool hidden = false;
  };

  explicit Workbook(const std::filesystem::path& file);
  Workbook(std::vector<std::byte> content, std::string name);

  const std::string& name() const { return name_; }
  const std::vector<Sheet>& sheets() const { return sheets_; }  // of cells, in their order
  const SheetTexts& texts() const { return texts_; }
  const SheetStyles& styles() const { return styles_; }

  ByteSource part(const std::string& entry);  // until the next one is asked for

 private:
  struct Link {
    std::string kind, entry;
  };
  using Links = std::map<std::string, Link>;  // by id

  void open();
  Links links_of(const std::string& entry);
  std::string entry_named(const std::string& name) const;  // empty: there is none
  void find_sheets(const std::string& entry, const Links& links);
  void read_shared(const Links& links);
  [[noreturn]] void refuse(const std::string& reason) const;

  std::string name_;
  std::vector<std::byte> content_;
  std::unique_ptr<ZipArchive> zip_;
  std::map<std::string, std::string> entries_;  // by the name in lower case
  std::vector<Sheet> sheets_;
  SheetTexts texts_;
  SheetStyles styles_;
};

}  // namespace app
