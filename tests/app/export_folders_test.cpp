// A tree of folders that is exported: what it holds is what was imported, and imported again it says the same.
#include <map>
#include <set>
#include <string>

#include <gmock/gmock.h>

#include "app/export/export_data.h"
#include "tests/app/import_pictures.h"

namespace app {
namespace {
namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;

class ExportFolders : public test::ImportPictures {
 protected:
  ExportReport exported(const std::string& name, bool copy = false) {
    return export_data(workspace_, {.kind = ExportKind::Folders, .output = folder_ / name, .copy = copy});
  }
  std::set<std::string> files_below(const std::string& name) const {
    std::set<std::string> files;
    for (const auto& entry : fs::recursive_directory_iterator(folder_ / name))
      if (!entry.is_directory()) files.insert(entry.path().lexically_relative(folder_ / name).string());
    return files;
  }
};

TEST_F(ExportFolders, images_without_a_label_come_back_without_one) {
  pictures(2);
  import(table("path,label,split\n0.png,mel,train\n1.png,,train\n"));
  exported("out");
  const ImportSource again = read_import_source(folder_ / "out");
  std::map<std::string, std::string> labels;
  for (const ImportItem& item : again.items) labels[item.path.filename().string()] = item.label;
  EXPECT_EQ(labels, (std::map<std::string, std::string>{{"0.png", "mel"}, {"1.png", ""}}));
  EXPECT_THAT(again.notes, Contains(HasSubstr("the folder unlabelled (1 pictures) was read as no label")));
  const ImportSource meant = read_import_source(folder_ / "out", {.labels = {{"unlabelled", "other"}}});
  EXPECT_THAT(meant.notes, Not(Contains(HasSubstr("unlabelled"))));
}

TEST_F(ExportFolders, a_name_that_is_taken_with_its_number_behind_it_gets_another) {
  picture("set/a/a_3.png", 1);
  picture("set/b/a.png", 2);
  picture("set/c/a.png", 3);
  import(table("path,label,split\na/a_3.png,mel,train\nb/a.png,mel,train\nc/a.png,mel,train\n"));
  const ExportReport report = exported("out");
  EXPECT_EQ(report.rows, 3);
  EXPECT_THAT(report.notes, ElementsAre(HasSubstr("1 files of one name in one folder")));
  EXPECT_THAT(files_below("out"),
              ElementsAre("NOTICE.txt", "train/mel/a.png", "train/mel/a_3.png", "train/mel/a_3_2.png"));
}

TEST_F(ExportFolders, a_missing_file_and_one_of_other_content_are_left_out_and_named) {
  pictures(4);
  import(table("path,label,split\n0.png,mel,test\n1.png,mel,test\n2.png,nv,test\n3.png,nv,test\n"));
  fs::remove(folder_ / "set/1.png");
  picture("set/2.png", 200);
  for (const bool copy : {false, true}) {
    const std::string name = copy ? "copies" : "links";
    const ExportReport report = exported(name, copy);
    EXPECT_EQ(report.rows, 2);
    EXPECT_THAT(report.notes, ElementsAre(AllOf(HasSubstr("2 images are left out: 1 of 4 files are missing"),
                                                HasSubstr("set/1.png"), HasSubstr("set/2.png"))));
    EXPECT_THAT(files_below(name), ElementsAre("NOTICE.txt", "test/mel/0.png", "test/nv/3.png"));
  }
}

TEST_F(ExportFolders, paths_that_json_cannot_hold_are_told_by_both_of_its_forms) {
  picture("set/n\xE6vus.png", 1);
  import(folder_ / "set");
  for (const ExportKind kind : {ExportKind::Coco, ExportKind::FiftyOne}) {
    const fs::path output = folder_ / std::string(info_of(kind).file_name);
    EXPECT_THAT(export_data(workspace_, {.kind = kind, .output = output}).notes,
                ElementsAre(HasSubstr("1 paths are no UTF-8 and stand changed in the JSON")));
  }
}

}  // namespace
}  // namespace app
