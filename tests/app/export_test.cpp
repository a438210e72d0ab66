// What is exported is read back: tables as they are imported again, JSON as its readers expect it, submissions as the
// challenges' scorers take them.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/core/json.h"
#include "app/demo/demo_writer.h"
#include "app/export/csv_text.h"
#include "app/export/export_data.h"
#include "app/export/isic_rules.h"
#include "app/workspace/evaluate_model.h"
#include "app/workspace/import.h"
#include "app/workspace/labelling.h"
#include "app/workspace/training.h"
#include "db/classes.h"
#include "db/database.h"
#include "db/edits.h"
#include "db/images.h"
#include "db/labels.h"
#include "ml/model/safetensors.h"
#include "tests/content_of.h"
#include "tests/temp_folder.h"

namespace app {
namespace {
namespace fs = std::filesystem;
using test_support::content_of;
using ::testing::AllOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

// As RFC 4180 says; for the tests only.
std::vector<std::vector<std::string>> parsed(const std::string& csv) {
  std::vector<std::vector<std::string>> rows(1, std::vector<std::string>(1));
  bool quoted = false;
  for (std::size_t i = 0; i < csv.size(); ++i) {
    const char letter = csv[i];
    if (quoted && letter == '"' && i + 1 < csv.size() && csv[i + 1] == '"')
      rows.back().back() += csv[++i];
    else if (letter == '"')
      quoted = !quoted;
    else if (!quoted && letter == ',')
      rows.back().emplace_back();
    else if (!quoted && letter == '\n')
      rows.emplace_back(1);
    else if (quoted || letter != '\r')
      rows.back().back() += letter;
  }
  rows.pop_back();
  return rows;
}

TEST(CsvText, QuotesWhatNeedsItAndEndsLinesAsTheStandardSays) {
  CsvText csv({"a", "b"});
  csv.text("x,y").text("say \"no\"").end_row().text("two\nlines").text(" space").end_row();
  EXPECT_EQ(csv.written(), "a,b\r\n\"x,y\",\"say \"\"no\"\"\"\r\n\"two\nlines\",\" space\"\r\n");
  EXPECT_EQ(csv.rows(), 2);
}

TEST(CsvText, IsSafeInASpreadsheetAndLeavesNumbersAlone) {
  CsvText csv({"a"});
  for (const char* text : {"=1+2", "+cmd", "-x", "@SUM(A1)", "-4.5", "+7", "plain"}) csv.text(text).end_row();
  const auto rows = parsed(csv.written());
  EXPECT_EQ(rows[1][0], "\t=1+2");
  EXPECT_EQ(rows[2][0], "\t+cmd");
  EXPECT_EQ(rows[3][0], "\t-x");
  EXPECT_EQ(rows[4][0], "\t@SUM(A1)");
  EXPECT_EQ(rows[5][0], "-4.5");
  EXPECT_EQ(rows[6][0], "+7");
  EXPECT_EQ(rows[7][0], "plain");
}

TEST(CsvText, WritesNumbersThatAreReadAsReals) {
  CsvText csv({"a"});
  csv.real(1.0).end_row().real(0.0).end_row().real(0.1).end_row().real(1e-30).end_row();
  csv.real(std::optional<double>()).end_row();
  const auto rows = parsed(csv.written());
  EXPECT_EQ(rows[1][0], "1.0");
  EXPECT_EQ(rows[2][0], "0.0");
  EXPECT_EQ(rows[3][0], "0.1");
  EXPECT_EQ(rows[4][0], "1e-30");
  EXPECT_EQ(rows[5][0], "");
}

// One workspace of generated pictures with a run on the diagnoses and one on malignant.
class Export : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = std::make_unique<test_support::TempFolder>();
    ::setenv("NEVUS_DATA_HOME", (*folder_ / "home").c_str(), 1);
    const auto images = demo::write_demo(*folder_ / "images", demo::for_images({}, 160));
    workspace_ = std::make_unique<Workspace>(*folder_ / "ws", Workspace::Open::OrCreate);
    import_images(*workspace_, read_index_table(images.index_file), {}, {});
    for (const char* target : {"diagnosis", "malignant"}) {
      ml::TrainControl control;
      TrainRequest request{.target = target, .model = "starter", .epochs = 1};
      run_training(*workspace_, request, control, {}, 1);
    }
    const auto mel = db::class_named(workspace_->reader(), "mel");
    relabel(*workspace_, {.images = {1, 2}, .to = mel->id, .class_name = "mel", .reason = "=it, \"looks\" so"});
  }
  static void TearDownTestSuite() {
    workspace_.reset();
    folder_.reset();
  }

  static fs::path out(const std::string& name) { return *folder_ / name; }
  static ExportReport exported(ExportKind kind, const std::string& name, ExportRequest request = {}) {
    request.kind = kind;
    request.output = out(name);
    return export_data(*workspace_, request);
  }

  static std::unique_ptr<test_support::TempFolder> folder_;
  static std::unique_ptr<Workspace> workspace_;
};
std::unique_ptr<test_support::TempFolder> Export::folder_;
std::unique_ptr<Workspace> Export::workspace_;

TEST_F(Export, labels_are_equal_when_they_are_imported_again) {
  exported(ExportKind::Labels, "labels.csv");
  Workspace again(out("again"), Workspace::Open::OrCreate);
  const ImportReport report = import_images(again, read_import_source(out("labels.csv")), {}, {});
  EXPECT_THAT(report.failures, IsEmpty());
  std::map<ClassId, std::string> names, names_again;
  for (const db::Class& known : db::classes(workspace_->reader())) names[known.id] = known.name;
  for (const db::Class& known : db::classes(again.reader())) names_again[known.id] = known.name;
  const auto before = db::images(workspace_->reader()), after = db::images(again.reader());
  ASSERT_EQ(before.size(), after.size());
  for (std::size_t i = 0; i < before.size(); ++i) {
    EXPECT_EQ(after[i].path, before[i].path);
    EXPECT_EQ(after[i].sha256, before[i].sha256);
    EXPECT_EQ(after[i].split, before[i].split) << before[i].path;
    EXPECT_EQ(names_again[after[i].label.value_or(0)], names[before[i].label.value_or(0)]);
    EXPECT_EQ(after[i].lesion_id, before[i].lesion_id);
    EXPECT_EQ(after[i].age_years, before[i].age_years);
    EXPECT_EQ(after[i].site, before[i].site);
    EXPECT_EQ(after[i].mask_path, before[i].mask_path);
    Json extra = Json::parse(after[i].extra_json), extra_before = Json::parse(before[i].extra_json);
    extra["malignant"] = extra_before["malignant"] = Json();  // it follows the labels
    EXPECT_EQ(extra, extra_before);
  }
  const auto groups_of = [](const Workspace& workspace, std::map<ClassId, std::string>& by_name) {
    std::map<std::string, std::string> groups;
    const auto target = db::target_named(workspace.reader(), "malignant");
    for (const db::TargetGroup& group : target->groups)
      for (const ClassId id : group.classes) groups[by_name[id]] = group.name;
    return groups;
  };
  EXPECT_EQ(groups_of(again, names_again), groups_of(*workspace_, names));
  export_data(again, {.kind = ExportKind::Labels, .output = out("labels_again.csv")});
  EXPECT_EQ(content_of(out("labels_again.csv")), content_of(out("labels.csv")));
}

TEST_F(Export, the_column_of_a_target_follows_the_labels_of_now) {
  const ExportReport report = exported(ExportKind::Labels, "targets.csv");
  const auto rows = parsed(content_of(out("targets.csv")));
  const auto column = static_cast<std::size_t>(std::ranges::find(rows[0], "malignant") - rows[0].begin());
  ASSERT_LT(column, rows[0].size());
  std::map<std::string, std::set<std::string>> said;
  for (std::size_t i = 1; i < rows.size(); ++i) said[rows[i][2]].insert(rows[i][column]);
  EXPECT_EQ(said.at("mel"), std::set<std::string>{"1"});
  EXPECT_EQ(said.at("nv"), std::set<std::string>{"0"});
  EXPECT_THAT(report.notes, Contains(HasSubstr("malignant follows the labels of now")));
}

TEST_F(Export, every_export_says_what_it_is_not_and_where_it_is_from) {
  exported(ExportKind::Splits, "splits.csv");
  const std::string notice = content_of(out("splits.csv.NOTICE.txt"));
  EXPECT_THAT(notice, HasSubstr("medical device"));
  EXPECT_THAT(notice, HasSubstr("\"ws\""));
  EXPECT_THAT(notice, HasSubstr("Licences"));
  EXPECT_EQ(parsed(content_of(out("splits.csv"))).size(), db::images(workspace_->reader()).size() + 1);
}

TEST_F(Export, licences_and_authors_go_along_and_people_are_warned_of) {
  const test_support::TempFolder folder;
  fs::copy(*folder_ / "images/images", folder / "im");
  std::string table = "path,label,patient_id,attribution,copyright_license\n";
  int n = 0;
  for (const auto& entry : fs::directory_iterator(folder / "im")) {
    if (n >= 4) break;
    table += entry.path().string() + (n % 2 == 0 ? ",mel" : ",nv") + ",P" + std::to_string(n) + ",Clinic A,CC-BY\n";
    ++n;
  }
  Workspace workspace(folder / "ws", Workspace::Open::OrCreate);
  import_images(workspace, read_import_source(folder.write("t.csv", table)), {}, {});
  const auto report = export_data(workspace, {.kind = ExportKind::Labels, .output = folder / "labels.csv"});
  EXPECT_THAT(report.notes, Contains(HasSubstr("4 rows hold patient ids")));
  EXPECT_THAT(content_of(folder / "labels.csv.NOTICE.txt"), HasSubstr("CC-BY"));
  EXPECT_THAT(content_of(folder / "labels.csv.NOTICE.txt"), HasSubstr("Clinic A"));
  export_data(workspace, {.kind = ExportKind::Coco, .output = folder / "coco.json"});
  const Json coco = Json::parse(content_of(folder / "coco.json"));
  EXPECT_EQ(coco["licenses"].at(std::size_t{0})["name"].get<std::string>(), "CC-BY");
  EXPECT_EQ(coco["images"].at(std::size_t{3})["license"].get<int>(), 1);
  EXPECT_THAT(coco["info"]["disclaimer"].get<std::string>(), HasSubstr("medical device"));
}

TEST_F(Export, the_log_has_every_event_in_order_and_reasons_as_they_were_written) {
  exported(ExportKind::Log, "log.csv");
  const auto rows = parsed(content_of(out("log.csv")));
  std::map<std::string, std::vector<std::vector<std::string>>> of_kind;
  for (std::size_t i = 1; i < rows.size(); ++i) of_kind[rows[i][0]].push_back(rows[i]);
  const auto& labels = of_kind.at("label");
  EXPECT_EQ(static_cast<std::int64_t>(labels.size()), db::label_revision(workspace_->reader()));
  EXPECT_EQ(labels.front()[1], "1");
  EXPECT_EQ(labels.back()[9], "\t=it, \"looks\" so");
  EXPECT_EQ(labels.back()[13], labels[labels.size() - 2][14]);  // each holds the hash before it
}

TEST_F(Export, the_log_tells_every_kind_of_decision_in_the_order_of_time) {
  const db::ImageId image = 3;
  const std::string path = db::image(workspace_->reader(), image)->path;
  const auto write = [&](const char* name, const db::Writer::Work& work) {
    workspace_->writer().transact_and_wait(name, work);
  };
  write("Remove", [&](db::Transaction& t) { db::remove_from_set(t, std::span(&image, 1), {.reason = "=blurred"}); });
  write("Restore", [&](db::Transaction& t) { db::restore_to_set(t, std::span(&image, 1)); });
  write("Group", [&](db::Transaction& t) { db::set_image_group(t, std::span(&image, 1), "twins"); });
  write("Add", [](db::Transaction& t) { db::add_class(t, {.name = "scar", .full_name = "Scar", .position = 90}); });
  exported(ExportKind::Log, "whole_log.csv");
  const auto rows = parsed(content_of(out("whole_log.csv")));
  ASSERT_EQ(rows[0][0], "kind");
  std::vector<std::string> kinds;
  std::int64_t last_ms = 0;
  std::string last_edit_hash;
  for (std::size_t i = 1; i < rows.size(); ++i) {
    ASSERT_EQ(rows[i].size(), rows[0].size());
    kinds.push_back(rows[i][0]);
    const std::int64_t at_ms = std::stoll(rows[i][2]);
    EXPECT_GE(at_ms, last_ms);
    last_ms = at_ms;
    if (rows[i][0] == "label" || rows[i][0] == "import") continue;
    EXPECT_EQ(rows[i][13], last_edit_hash) << rows[i][1];  // the chain of the edits, unbroken
    last_edit_hash = rows[i][14];
  }
  EXPECT_EQ(kinds.front(), "import");
  const std::vector<std::string> last(kinds.end() - 4, kinds.end());
  EXPECT_THAT(last, ElementsAre("removed", "removed", "group", "class"));
  const auto& removal = rows[rows.size() - 4];
  EXPECT_EQ(removal[4], "3");
  EXPECT_EQ(removal[5], path);
  EXPECT_EQ(removal[7], R"({"removed":true})");
  EXPECT_EQ(removal[9], "\t=blurred");
  EXPECT_EQ(rows.back()[4], "");
  EXPECT_EQ(rows.back()[5], "scar");
  write("Undo", [&](db::Transaction& t) { db::set_image_group(t, std::span(&image, 1), ""); });
}

TEST(ExportOfTheLog, keeps_the_order_of_decisions_where_the_clock_was_set_back) {
  const test_support::TempFolder folder;
  fs::create_directories(folder / "ws");
  ClassId nv = 0;
  db::ImageId image = 0;
  {
    const db::Database database = db::Database::open(folder / "ws/nevus.db", db::OpenMode::CreateIfMissing);
    db::Writer writer(database, {.who = "Ada", .now_ms = [] { return std::int64_t{4'000'000'000'000}; }});
    writer.transact_and_wait("Class", [&](db::Transaction& t) { nv = db::add_class(t, {.name = "nv"}); });
    writer.transact_and_wait("Add", [&](db::Transaction& t) {
      image = db::add_image(t, {.path = "/set/a.jpg", .sha256 = std::string(64, 'a')}).image;
    });
    writer.transact_and_wait("Label", [&](db::Transaction& t) {
      db::set_labels(t, std::vector<db::LabelChange>{{image, nv, {}}}, {.source = db::LabelSource::User});
    });
  }
  Workspace workspace(folder / "ws", Workspace::Open::MustExist);
  workspace.writer().transact_and_wait("Remove",
                                       [&](db::Transaction& t) { db::remove_from_set(t, std::span(&image, 1)); });
  workspace.writer().transact_and_wait(
      "Add", [&](db::Transaction& t) { db::add_image(t, {.path = "/set/b.jpg", .sha256 = std::string(64, 'b')}); });
  export_data(workspace, {.kind = ExportKind::Log, .output = folder / "log.csv"});
  std::vector<std::string> kinds;
  for (const auto& row : parsed(content_of(folder / "log.csv"))) kinds.push_back(row[0]);
  EXPECT_THAT(kinds, ElementsAre("kind", "class", "label", "removed"));
}

TEST_F(Export, predictions_are_those_that_were_stored_and_the_test_split_is_left_out) {
  const ExportReport report = exported(ExportKind::Predictions, "predictions.csv", {.run = "run:1"});
  const auto rows = parsed(content_of(out("predictions.csv")));
  EXPECT_THAT(report.notes, Contains(HasSubstr("test split are left out")));
  std::set<std::string> splits;
  EXPECT_EQ(rows[0][11], "views");
  EXPECT_EQ(rows[0][12], "calibrated");
  for (std::size_t i = 1; i < rows.size(); ++i) {
    splits.insert(rows[i][2]);
    double sum = 0;
    for (std::size_t k = 13; k < rows[i].size(); ++k) sum += std::strtod(rows[i][k].c_str(), nullptr);
    EXPECT_NEAR(sum, 1, 1e-4);
    EXPECT_GE(std::strtod(rows[i][11].c_str(), nullptr), 1) << "in so many views it was asked";
  }
  EXPECT_THAT(splits, ElementsAre("train", "val"));
}

TEST_F(Export, predictions_that_were_stored_of_files_that_are_gone_or_changed_are_told_as_such) {
  std::vector<fs::path> files;
  for (const db::Image& image : db::images(workspace_->reader()))
    if (image.split == db::Split::Val && files.size() < 2) files.emplace_back(image.path);
  const std::string bytes = content_of(files[1]);
  fs::rename(files[0], out("aside"));
  std::ofstream(files[1]) << "another";
  const ExportReport report = exported(ExportKind::Predictions, "gone.csv", {.run = "run:1", .split = "val"});
  fs::rename(out("aside"), files[0]);
  std::ofstream(files[1], std::ios::binary) << bytes;
  EXPECT_THAT(report.notes, Contains(AllOf(HasSubstr("answers are those of when the run asked them"),
                                           HasSubstr("are missing"), HasSubstr("hold other content"))));
  EXPECT_THAT(exported(ExportKind::Predictions, "back.csv", {.run = "run:1", .split = "val"}).notes,
              Not(Contains(HasSubstr("are missing"))));
}

// The matrix that anybody makes of the file is that of the evaluation, of two groups and of more.
TEST_F(Export, predictions_say_what_the_run_decides) {
  for (const char* run : {"run:1", "run:2"}) {
    exported(ExportKind::Predictions, "decided.csv", {.run = run, .split = "val"});
    const auto rows = parsed(content_of(out("decided.csv")));
    const EvaluateOutcome judged = evaluate_split(*workspace_, {.run = run[4] - '0'}, {});
    const std::vector<int> predicted = predicted_groups(judged.scored, judged.evaluation.threshold);
    std::map<std::int64_t, std::string> decided;
    for (std::size_t i = 1; i < rows.size(); ++i) decided[std::stoll(rows[i][1])] = rows[i][8];
    ASSERT_FALSE(predicted.empty());
    for (std::size_t i = 0; i < predicted.size(); ++i)
      EXPECT_EQ(decided.at(judged.images[i]), judged.scored.groups[static_cast<std::size_t>(predicted[i])]);
    if (judged.scored.groups.size() == 2)
      EXPECT_NEAR(std::strtod(rows[1][9].c_str(), nullptr), judged.evaluation.threshold, 1e-6);
    else
      EXPECT_EQ(rows[1][9], "");
  }
}

TEST_F(Export, metrics_have_a_row_for_every_epoch) {
  exported(ExportKind::Metrics, "metrics.csv");
  const auto rows = parsed(content_of(out("metrics.csv")));
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(rows[1][2], "malignant");
  EXPECT_EQ(rows[2][2], "diagnosis");
  EXPECT_EQ(rows[0].size(), rows[2].size());
  exported(ExportKind::Metrics, "one.csv", {.run = "run:1"});
  const auto one = parsed(content_of(out("one.csv")));
  ASSERT_EQ(one.size(), 2U);
  EXPECT_EQ(one[1][2], "diagnosis");
}

TEST_F(Export, a_split_or_a_run_that_the_kind_does_not_use_is_refused_with_the_kinds_that_do) {
  const auto failure = [](ExportKind kind, const ExportRequest& request) {
    try {
      exported(kind, "unused.csv", request);
    } catch (const std::runtime_error& error) {
      return std::string(error.what());
    }
    return std::string();
  };
  EXPECT_THAT(failure(ExportKind::Metrics, {.split = "test"}), HasSubstr("metrics is of no split; leave test out"));
  EXPECT_THAT(failure(ExportKind::Log, {.split = "val"}), HasSubstr("Of one split are labels, splits, predictions"));
  EXPECT_THAT(failure(ExportKind::Log, {.run = "run:1"}),
              HasSubstr("Of one run are predictions, metrics, embeddings, isic2018"));
  EXPECT_THAT(failure(ExportKind::Labels, {.run = "run:1"}), HasSubstr("labels is of no run"));
  EXPECT_THAT(failure(ExportKind::Coco, {.copy = true}), HasSubstr("coco holds no images; leave --copy out"));
  EXPECT_THAT(failure(ExportKind::Splits, {.calibrated = false}),
              HasSubstr("Uncalibrated are predictions, isic2018, isic2019, isic2024"));
  EXPECT_FALSE(fs::exists(out("unused.csv")));
}

TEST_F(Export, embeddings_are_a_matrix_with_a_row_for_every_image) {
  exported(ExportKind::Embeddings, "e.safetensors", {.run = "run:1"});
  const ml::Weights weights = ml::read_safetensors(out("e.safetensors"));
  const auto images = db::images(workspace_->reader());
  EXPECT_EQ(weights.at("embeddings").shape.front(), static_cast<std::int64_t>(images.size()));
  EXPECT_GT(weights.at("embeddings").shape.back(), 100);
  EXPECT_THAT(weights.metadata().at("disclaimer"), HasSubstr("medical device"));
  const auto rows = parsed(content_of(out("e.safetensors.rows.csv")));
  ASSERT_EQ(rows.size(), images.size() + 1);
  EXPECT_EQ(rows[5][2], images[4].path);
}

TEST_F(Export, coco_and_fiftyone_name_every_image_once_with_its_class) {
  exported(ExportKind::Coco, "coco.json");
  const Json coco = Json::parse(content_of(out("coco.json")));
  const auto images = db::images(workspace_->reader());
  ASSERT_EQ(coco["images"].size(), images.size());
  const auto labelled = std::ranges::count_if(images, [](const db::Image& image) { return image.label.has_value(); });
  ASSERT_EQ(coco["annotations"].size(), static_cast<std::size_t>(labelled));
  std::map<std::int64_t, std::string> names;
  for (const Json& category : coco["categories"])
    names[category["id"].get<std::int64_t>()] = category["name"].get<std::string>();
  EXPECT_EQ(names[coco["annotations"].at(std::size_t{0})["category_id"].get<std::int64_t>()], "mel");
  EXPECT_EQ(coco["images"].at(std::size_t{0})["file_name"].get<std::string>(), images[0].path);

  exported(ExportKind::FiftyOne, "fo");
  const Json labels = Json::parse(content_of(out("fo/labels.json"))),
             data = Json::parse(content_of(out("fo/data.json")));
  ASSERT_EQ(labels["labels"].size(), images.size());
  for (const auto& [key, place] : labels["labels"].members())
    EXPECT_TRUE(fs::exists(data[key].get<std::string>())) << key;
  const auto first = labels["labels"].members().front().second.get<std::size_t>();
  EXPECT_EQ(labels["classes"].at(first).get<std::string>(), "mel");
}

TEST_F(Export, a_folder_tree_can_be_imported_again_and_nothing_is_laid_over_it) {
  for (const bool copy : {false, true}) {
    const std::string name = copy ? "copies" : "links";
    const ExportReport report = exported(ExportKind::Folders, name, {.copy = copy});
    EXPECT_EQ(report.rows, static_cast<long>(db::images(workspace_->reader()).size()));
    EXPECT_TRUE(fs::exists(out(name) / "NOTICE.txt"));
    const ImportSource source = read_import_source(out(name));
    EXPECT_EQ(static_cast<long>(source.items.size()), report.rows);
    EXPECT_THROW(exported(ExportKind::Folders, name), std::runtime_error);
  }
  EXPECT_TRUE(fs::is_symlink(fs::recursive_directory_iterator(out("links") / "train/mel")->path()));
}

TEST_F(Export, classes_whose_names_make_one_folder_keep_apart) {
  Workspace alike(out("alike"), Workspace::Open::OrCreate);
  std::vector<db::ImageId> ids;
  alike.writer().transact_and_wait("Classes", [&](db::Transaction& t) {
    std::vector<db::LabelChange> labels;
    int number = 0;
    for (const char* name : {"x/y", "x_y", "unlabelled"}) {
      db::Image image = db::images(workspace_->reader())[static_cast<std::size_t>(number)];
      const ClassId id = db::add_class(t, {.name = name, .full_name = name, .position = number++});
      labels.push_back({db::add_image(t, image).image, id, std::nullopt});
    }
    db::set_labels(t, labels, {.source = db::LabelSource::Import});
  });
  const ExportReport report = export_data(alike, {.kind = ExportKind::Folders, .output = out("alike_folders")});
  std::set<std::string> classes;
  for (const ImportItem& item : read_import_source(out("alike_folders")).items) classes.insert(item.label);
  EXPECT_THAT(classes, ElementsAre("unlabelled_2", "x_y", "x_y_2"));
  EXPECT_THAT(report.notes, Contains("the class x_y lies in the folder x_y_2"));
}

TEST_F(Export, a_submission_is_taken_by_the_rules_of_its_challenge) {
  const ExportReport report = exported(ExportKind::Isic2018, "s2018.csv", {.run = "run:1"});
  std::vector<std::string> ids;
  for (const db::Image& image : db::images(workspace_->reader())) {
    if (image.split == db::Split::Test) ids.push_back(fs::path(image.path).stem().string());
  }
  EXPECT_THAT(isic_problems(isic_form(2018), content_of(out("s2018.csv")), ids), IsEmpty());
  const ExportReport with_unknown = exported(ExportKind::Isic2019, "s2019.csv", {.run = "run:1"});
  EXPECT_THAT(with_unknown.notes, Contains(HasSubstr("UNK: 0.0 in every row")));
  exported(ExportKind::Isic2024, "s2024.csv", {.run = "run:2"});
  EXPECT_EQ(parsed(content_of(out("s2024.csv")))[0], (std::vector<std::string>{"isic_id", "target"}));
  try {
    exported(ExportKind::Isic2018, "no.csv", {.run = "run:2"});
    FAIL();
  } catch (const std::runtime_error& error) {
    EXPECT_THAT(error.what(), HasSubstr("benign, malignant"));
  }
  EXPECT_FALSE(fs::exists(out("no.csv")));
}

TEST_F(Export, over_a_picture_of_the_workspace_is_refused) {
  const fs::path image = db::images(workspace_->reader()).front().path;
  const std::string bytes = content_of(image);
  for (const ExportKind kind : {ExportKind::Labels, ExportKind::Coco, ExportKind::Log, ExportKind::Isic2018}) {
    const ExportRequest request{.kind = kind, .output = image, .run = info_of(kind).needs_run ? "run:1" : ""};
    EXPECT_THAT([&] { export_data(*workspace_, request); },
                ::testing::ThrowsMessage<std::runtime_error>(HasSubstr("of the workspace")));
  }
  EXPECT_THROW(export_data(*workspace_, {.kind = ExportKind::FiftyOne, .output = image.parent_path()}),
               std::runtime_error);
  EXPECT_EQ(content_of(image), bytes);
}

}  // namespace
}  // namespace app
