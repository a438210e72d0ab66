// The views that docs/sql_views.md promises to other programs.
#include <fstream>
#include <sstream>

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>
#include <gmock/gmock.h>

#include "db/edits.h"
#include "db/runs.h"
#include "tests/db/workspace.h"

namespace db::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

struct Views : testing::Test {
  Views() {
    workspace.label(ids, mel, LabelSource::Import, "Import");
    workspace.label({ids[1]}, nv, LabelSource::User, "Label 1 image as nv");
    workspace.write("Move 1 image to val", [&](Transaction& t) { move_to_split(t, std::vector{ids[1]}, Split::Val); });
    workspace.write("Train", [&](Transaction& t) {
      db::Run row;
      row.target = "diagnosis";
      row.classes_json = R"(["nv","mel"])";
      const RunId run = add_run(t, row);
      save_epoch(t, {run, 1, 0.5, 0.25, 0.75, {}, {}, {}, "{}"});
      save_checkpoint(t, {run, 1, "best", 0.75, true});
      save_prediction(t, {run, 1, Split::Val, 3, 2, {ids[1], ids[0]}, {0.3F, 0.7F, 1.0F, 0.0F}});
    });
  }
  // The rows as text, columns joined by |.
  std::vector<std::string> rows(const std::string& sql) {
    SQLite::Database raw(workspace.file().string(), SQLite::OPEN_READONLY);
    SQLite::Statement query(raw, sql);
    std::vector<std::string> found;
    while (query.executeStep()) {
      std::string row;
      for (int i = 0; i < query.getColumnCount(); ++i) row += (i == 0 ? "" : "|") + query.getColumn(i).getString();
      found.push_back(row);
    }
    return found;
  }
  Workspace workspace;
  ClassId nv = workspace.add("nv"), mel = workspace.add("mel");
  std::vector<ImageId> ids = workspace.add_images(2);
};

TEST_F(Views, NameWhatEveryImageIs) {
  EXPECT_THAT(rows("SELECT path, class, imported_class, split, removed FROM v_image ORDER BY id"),
              ElementsAre("/pictures/0.jpg|mel|mel||0", "/pictures/1.jpg|nv|mel|val|0"));
}

TEST_F(Views, TellTheHistoryOfLabelsAndEdits) {
  EXPECT_THAT(rows("SELECT path, class_from, class_to, source, batch_name FROM v_label_history WHERE event = 3"),
              ElementsAre("/pictures/1.jpg|mel|nv|user|Label 1 image as nv"));
  EXPECT_THAT(rows("SELECT kind, subject_name, after_json, batch_name FROM v_edit_history ORDER BY event DESC LIMIT 2"),
              ElementsAre(R"(split|/pictures/1.jpg|{"split":"val"}|Move 1 image to val)", HasSubstr("class|mel|")));
}

TEST_F(Views, GiveRunsEpochsAndEveryProbability) {
  EXPECT_THAT(rows("SELECT target, epochs, best_epoch, best_criterion FROM v_run"), ElementsAre("diagnosis|1|1|0.75"));
  EXPECT_THAT(rows("SELECT run_name, epoch, val_auc FROM v_epoch"), ElementsAre("run 1|1|0.75"));
  EXPECT_THAT(rows("SELECT path, group_name, round(probability, 6) FROM v_prediction ORDER BY path, group_index"),
              ElementsAre("/pictures/0.jpg|nv|1.0", "/pictures/0.jpg|mel|0.0", "/pictures/1.jpg|nv|0.3",
                          "/pictures/1.jpg|mel|0.7"));
}

// A column that is added, or dropped, is written down.
TEST_F(Views, AreDocumentedColumnByColumn) {
  std::ifstream stream(std::filesystem::path(NEVUS_TESTS_DIR) / "../docs/sql_views.md");
  std::ostringstream text;
  text << stream.rdbuf();
  const auto columns = rows(
      "SELECT m.name, p.name FROM sqlite_schema AS m, pragma_table_info(m.name) AS p "
      "WHERE m.type = 'view'");
  EXPECT_GT(columns.size(), 50U);
  for (const std::string& column : columns) {
    const auto bar = column.find('|');
    EXPECT_THAT(text.str(), HasSubstr("## " + column.substr(0, bar) + "\n"));
    EXPECT_THAT(text.str(), HasSubstr("`" + column.substr(bar + 1) + "`")) << column;
  }
}

}  // namespace
}  // namespace db::test
