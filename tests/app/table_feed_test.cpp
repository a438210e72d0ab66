#include "app/workspace/table_feed.h"

#include <chrono>
#include <functional>

#include <gtest/gtest.h>
#include <sqlite3.h>

#include "app/core/channel.h"
#include "app/workspace/labelling.h"
#include "app/workspace/run_scores_reader.h"
#include "db/classes.h"
#include "db/images.h"
#include "db/labels.h"
#include "db/runs.h"
#include "tests/temp_folder.h"

namespace {
using app::ImageTable;
using app::Row;
using app::Workspace;
using app::WorkspaceNews;

class TableFeedTest : public ::testing::Test {
 protected:
  TableFeedTest() : workspace_(folder_ / "ws", Workspace::Open::OrCreate) {
    workspace_.writer().transact_and_wait("Classes", [this](db::Transaction& t) {
      nv_ = db::add_class(t, {.name = "nv"});
      mel_ = db::add_class(t, {.name = "mel"});
      db::save_target(t, {.name = "malignant", .groups = {{"benign", {nv_}}, {"malignant", {mel_}}}});
    });
    add_images(3);
  }

  void add_images(int count) {
    workspace_.writer().transact_and_wait("Import", [&](db::Transaction& t) {
      std::vector<db::LabelChange> labels;
      for (int i = 0; i < count; ++i) {
        const std::string number = std::to_string(++images_);
        db::Image image{.path = "/set/" + number + ".jpg"};
        image.sha256 = std::string(64 - number.size(), '0') + number;
        image.split = db::Split::Val;
        labels.push_back({db::add_image(t, image).image, nv_});
      }
      db::set_labels(t, labels, {.source = db::LabelSource::Import});
    });
  }

  void by_another_program(const char* sql) {
    sqlite3* database = nullptr;
    ASSERT_EQ(sqlite3_open((workspace_.folder() / "nevus.db").c_str(), &database), SQLITE_OK);
    sqlite3_busy_timeout(database, 10'000);
    EXPECT_EQ(sqlite3_exec(database, sql, nullptr, nullptr, nullptr), SQLITE_OK) << sqlite3_errmsg(database);
    sqlite3_close(database);
  }

  // Gives what came until `done`, applied to the table.
  void follow(ImageTable& table, const std::function<bool()>& done) {
    const auto until = std::chrono::steady_clock::now() + std::chrono::seconds(20);
    while (!done() && std::chrono::steady_clock::now() < until) {
      for (WorkspaceNews& news : channel_.take()) {
        if (news.classes) table.set_classes(*news.classes);
        table.apply(news.table);
        if (!news.leak) last_ = std::move(news);  // leaks are told on their own, some time later
      }
      std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    EXPECT_TRUE(done());
  }
  app::TableFeed::Deliver deliver() {
    return [this](WorkspaceNews news) { channel_.push(std::move(news)); };
  }

  test_support::TempFolder folder_;
  Workspace workspace_;
  app::ClassId nv_ = 0, mel_ = 0;
  int images_ = 0;
  app::Channel<WorkspaceNews> channel_;
  WorkspaceNews last_;
};

TEST_F(TableFeedTest, reads_images_classes_and_targets) {
  const app::LoadedTable loaded = app::read_table(workspace_.reader(), workspace_.session());
  EXPECT_EQ(loaded.table.size(), 3U);
  EXPECT_EQ(loaded.table.path(2), "/set/3.jpg");
  EXPECT_EQ(loaded.table.class_index(0), 0);
  EXPECT_EQ(loaded.table.class_list().targets.at(0).group_of_class, (std::vector<int>{0, 1}));
  EXPECT_EQ(loaded.table.label_revision(), 3);
}

// What could not be read is read again, and that it can be read again is said.
TEST_F(TableFeedTest, loses_no_news_when_reading_fails_half_way) {
  app::LoadedTable loaded = app::read_table(workspace_.reader(), workspace_.session());
  app::TableFeed feed(workspace_, loaded.mark, deliver());
  by_another_program(
      "ALTER TABLE image_quality RENAME TO away;"
      "UPDATE change_counter SET value = value + 1 WHERE name = 'quality'");
  add_images(2);
  std::string problem;
  follow(loaded.table, [&] { return !(problem = last_.problem).empty(); });
  EXPECT_EQ(loaded.table.size(), 3U);
  by_another_program("ALTER TABLE away RENAME TO image_quality");
  feed.look();
  follow(loaded.table, [&] { return loaded.table.size() == 5 && last_.problem.empty(); });
}

TEST_F(TableFeedTest, tells_of_labels_images_and_classes_of_this_program) {
  app::LoadedTable loaded = app::read_table(workspace_.reader(), workspace_.session());
  app::TableFeed feed(workspace_, loaded.mark, deliver());
  app::relabel(workspace_, {{loaded.table.id(1)}, mel_, "mel"});
  feed.look();
  follow(loaded.table, [&] { return loaded.table.class_index(1) == 1; });
  EXPECT_TRUE(loaded.table.relabelled(1));
  EXPECT_EQ(loaded.table.label_revision(), 4);
  ASSERT_TRUE(last_.undo.has_value());
  EXPECT_EQ(last_.undo->undo, "Label 1 image as mel");
  add_images(2);
  feed.look();
  follow(loaded.table, [&] { return loaded.table.size() == 5; });
  EXPECT_EQ(loaded.table.class_index(4), 0);
  workspace_.writer().transact_and_wait("Class", [](db::Transaction& t) { db::add_class(t, {.name = "bkl"}); });
  feed.look();
  follow(loaded.table, [&] { return loaded.table.class_list().classes.size() == 3; });
}

TEST_F(TableFeedTest, reads_the_further_columns_of_the_index_after_the_table_and_those_of_images_that_come_later) {
  const auto add = [this](int number, const std::string& extra) {
    workspace_.writer().transact_and_wait("Import", [&](db::Transaction& t) {
      db::Image image{.path = "/set/extra" + std::to_string(number) + ".jpg"};
      image.sha256 = std::string(63, 'f') + std::to_string(number);
      image.extra_json = extra;
      db::add_image(t, image);
    });
  };
  add(1, R"({"fitzpatrick":"IV","elevated":true,"note":null})");
  app::LoadedTable loaded = app::read_table(workspace_.reader(), workspace_.session());
  EXPECT_EQ(loaded.table.words("fitzpatrick"), nullptr);
  app::TableFeed feed(workspace_, loaded.mark, deliver());
  follow(loaded.table, [&] { return loaded.table.words("fitzpatrick") != nullptr; });
  EXPECT_EQ((*loaded.table.words("fitzpatrick"))[3], "IV");
  EXPECT_EQ((*loaded.table.words("fitzpatrick"))[0], "");
  EXPECT_EQ((*loaded.table.words("elevated"))[3], "true");
  EXPECT_EQ(loaded.table.words("note"), nullptr);
  add(2, R"({"fitzpatrick":"I"})");
  feed.look();
  follow(loaded.table, [&] { return loaded.table.size() == 5; });
  EXPECT_EQ((*loaded.table.words("fitzpatrick"))[4], "I");
  EXPECT_EQ((*loaded.table.words("elevated"))[4], "");
}

TEST_F(TableFeedTest, sees_what_another_window_decides_within_a_second) {
  app::LoadedTable loaded = app::read_table(workspace_.reader(), workspace_.session());
  app::TableFeed feed(workspace_, loaded.mark, deliver());
  Workspace other(folder_ / "ws", Workspace::Open::MustExist);
  const auto began = std::chrono::steady_clock::now();
  app::relabel(other, {{loaded.table.id(0)}, mel_, "mel"});
  follow(loaded.table, [&] { return loaded.table.class_index(0) == 1; });
  EXPECT_LT(std::chrono::steady_clock::now() - began, std::chrono::seconds(5));  // 0.5 s on a quiet machine
}

TEST_F(TableFeedTest, a_run_is_read_epoch_by_epoch_and_by_row) {
  app::RunId id = 0;
  const std::vector<app::ImageId> ids{1, 2, 3};
  workspace_.writer().transact_and_wait("Run", [&](db::Transaction& t) {
    db::Run run;
    run.target = "malignant";
    run.classes_json = R"(["benign","malignant"])";
    id = db::add_run(t, run);
    db::save_prediction(t, {id, 1, db::Split::Val, 3, 2, {3, 1, 77}, {0.9F, 0.1F, 0.2F, 0.8F, 0.5F, 0.5F}});
  });
  const auto scores = app::read_run_scores(workspace_.reader(), id, ids);
  EXPECT_EQ(scores->problem, "");
  const app::ScoreSet* set = scores->find(1, app::Split::Val);
  ASSERT_NE(set, nullptr);
  EXPECT_EQ(set->rows, (std::vector<Row>{0, 2}));  // 77 is not in the table
  EXPECT_FLOAT_EQ(set->score(0), 0.8F);
  EXPECT_EQ(scores->find(2, app::Split::Val), nullptr);
}

TEST_F(TableFeedTest, a_run_with_predictions_of_other_groups_says_so) {
  app::RunId id = 0;
  workspace_.writer().transact_and_wait("Run", [&](db::Transaction& t) {
    db::Run run;
    run.target = "malignant";
    run.classes_json = R"(["a","b","c"])";
    id = db::add_run(t, run);
    db::save_prediction(t, {id, 1, db::Split::Val, 3, 2, {1}, {0.9F, 0.1F}});
  });
  EXPECT_NE(app::read_run_scores(workspace_.reader(), id, {1, 2, 3})->problem.find("2 groups"), std::string::npos);
  EXPECT_NE(app::read_run_scores(workspace_.reader(), 99, {1})->problem.find("no run 99"), std::string::npos);
}

}  // namespace
