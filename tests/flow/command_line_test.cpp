// The command line as its users run it: the program itself, in a folder of its own, judged by exit
// codes, JSON and what the workspace holds afterwards.
#include <array>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <sys/wait.h>

#include "app/workspace/workspace.h"
#include "db/classes.h"
#include "db/hash/sha256.h"
#include "db/images.h"
#include "db/labels.h"
#include "tests/temp_folder.h"

namespace {
namespace fs = std::filesystem;
using nlohmann::json;
using test_support::TempFolder;
using ::testing::HasSubstr;

struct Result {
  int exit_code = -1;
  std::string out;
  json parsed() const { return json::parse(out); }
};

class CommandLine : public ::testing::Test {
 protected:
  CommandLine() { ::setenv("NEVUS_DATA_HOME", (folder_ / "home").c_str(), 1); }

  // Runs `nevus ARGUMENTS`; the error stream joins the output only where `with_errors`.
  static Result run(const std::string& arguments, bool with_errors = false) {
    const std::string command = NEVUS_PROGRAM " " + arguments + (with_errors ? " 2>&1" : " 2>/dev/null");
    FILE* pipe = ::popen(command.c_str(), "r");
    Result result;
    std::array<char, 4096> buffer{};
    for (std::size_t n = 0; (n = std::fread(buffer.data(), 1, buffer.size(), pipe)) > 0;)
      result.out.append(buffer.data(), n);
    const int status = ::pclose(pipe);
    result.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return result;
  }

  std::string workspace() const { return "'" + (folder_ / "my wörkspace").string() + "'"; }
  fs::path images() const { return folder_ / "my wörkspace" / "demo_images" / "images"; }
  void make_demo(int count) const {
    ASSERT_EQ(run("demo " + workspace() + " --json --images " + std::to_string(count)).exit_code, 0);
  }

  TempFolder folder_;
};

TEST_F(CommandLine, the_starter_model_reaches_the_promised_auc_on_held_out_demo_images) {
  make_demo(600);
  const Result trained = run("train " + workspace() + " --json --depth head --seed 1");
  ASSERT_EQ(trained.exit_code, 0);
  const json test = run("eval " + workspace() + " --json --split test").parsed();
  const json val = run("eval " + workspace() + " --json --split val").parsed();
  // Together 200 images: either split alone is a noisy measure.
  const double n_test = test["n"], n_val = val["n"];
  const double auc = (test["auc"].get<double>() * n_test + val["auc"].get<double>() * n_val) / (n_test + n_val);
  EXPECT_GE(auc, 0.90) << "val " << val["auc"] << ", test " << test["auc"];
}

TEST_F(CommandLine, an_import_with_an_open_question_or_a_name_that_is_not_there_writes_nothing_and_says_what_to_name) {
  make_demo(20);
  const fs::path picture = fs::directory_iterator(images())->path();
  const auto table = folder_.write("t.csv", "path,class,diagnosis\n" + picture.string() + ",nv,nevus\n");
  const std::string import = "import '" + (folder_ / "new").string() + "' '" + table.string() + "'";
  const Result open = run(import, true);
  EXPECT_NE(open.exit_code, 0);
  EXPECT_THAT(open.out, HasSubstr("class and diagnosis"));
  EXPECT_THAT(run(import + " --column clas=label", true).out, HasSubstr("its columns are: path, class, diagnosis"));
  EXPECT_THAT(run(import + " --column class=label --malignant melanom", true).out, HasSubstr("the classes are"));
  EXPECT_EQ(run(import + " --plan").exit_code, 0) << "a plan is a look";
  EXPECT_FALSE(fs::exists(folder_ / "new"));
}

TEST_F(CommandLine, a_workspace_is_made_trained_evaluated_explained_and_relabelled) {
  make_demo(120);
  const json trained = run("train " + workspace() + " --json --epochs 3").parsed();
  EXPECT_EQ(trained["end"], "finished");
  EXPECT_TRUE(fs::exists(trained["model"].get<std::string>()));

  const json evaluated = run("eval " + workspace() + " --json").parsed();
  for (const char* field : {"n", "split", "run", "label_revision", "threshold", "accuracy", "precision", "recall",
                            "specificity", "f1", "auc", "confusion"}) {
    EXPECT_TRUE(evaluated.contains(field)) << field;
  }
  int sum = 0;
  for (const json& row : evaluated["confusion"]) {
    for (const json& cell : row) sum += cell.get<int>();
  }
  EXPECT_EQ(sum, evaluated["n"].get<int>());
  EXPECT_EQ(evaluated["auc"], trained["val"]["auc"]);

  const std::string image = "'" + fs::directory_iterator(images())->path().string() + "'";
  const json predicted = run("predict " + workspace() + " " + image + " --json").parsed();
  ASSERT_EQ(predicted["predictions"].size(), 1U);
  double total = 0;
  for (const auto& [name, probability] : predicted["predictions"][0]["probabilities"].items())
    total += probability.get<double>();
  EXPECT_NEAR(total, 1.0, 1e-5);

  const fs::path picture = folder_ / "why.png";
  EXPECT_EQ(run("explain " + workspace() + " " + image + " -o '" + picture.string() + "'").exit_code, 0);
  EXPECT_GT(fs::file_size(picture), 1000U);

  const json relabelled = run("relabel " + workspace() + " 1 unlabelled --json").parsed();
  EXPECT_EQ(relabelled["changed"], 1);
  EXPECT_EQ(run("relabel " + workspace() + " --undo --json").parsed()["changed"], 1);
  const json log = run("log " + workspace() + " --json --verify --limit 2").parsed();
  EXPECT_EQ(log["sound"], true);
  EXPECT_EQ(log["events"][0]["source"], "undo");
  EXPECT_EQ(log["events"][1]["to"], "unlabelled");
}

// The log is read from one state of the file, whatever is being labelled or imported meanwhile.
TEST_F(CommandLine, the_log_is_sound_while_somebody_labels_and_imports) {
  make_demo(60);
  app::Workspace open(folder_ / "my wörkspace", app::Workspace::Open::MustExist);
  const auto classes = db::classes(open.reader());
  std::atomic<bool> stop = false;
  std::jthread working([&] {
    for (int i = 0; !stop; ++i)
      open.writer().transact_and_wait("Import and label", [&](db::Transaction& t) {
        db::Image row{.path = std::to_string(i), .sha256 = db::sha256_hex(std::to_string(i))};
        const db::ImageId added = db::add_image(t, row).image;
        const std::size_t turn = static_cast<std::size_t>(i / 60) % classes.size();
        db::set_labels(t, std::vector<db::LabelChange>{{added, classes[0].id, {}}, {i % 60 + 1, classes[turn].id, {}}});
      });
  });
  for (int i = 0; i < 15; ++i) {
    const Result log = run("log " + workspace() + " --json --verify", true);
    EXPECT_EQ(log.exit_code, 0) << log.out;
    const json parsed = log.parsed();
    EXPECT_EQ(parsed["events"][0]["id"], parsed["label_revision"]);
  }
  stop = true;
}

// One heading, the same number of fields in every row, numbers or nothing in them: what every CSV reader takes.
TEST_F(CommandLine, the_log_is_plain_csv) {
  make_demo(60);
  const json trained = run("train " + workspace() + " --json --epochs 3").parsed();
  std::ifstream log(trained["log"].get<std::string>());
  std::vector<std::vector<std::string>> rows;
  for (std::string line; std::getline(log, line);) {
    rows.emplace_back();
    std::istringstream fields(line + ",");
    for (std::string field; std::getline(fields, field, ',');) rows.back().push_back(field);
  }
  ASSERT_EQ(rows.size(), 4U);
  EXPECT_EQ(std::set<std::string>(rows[0].begin(), rows[0].end()).size(), rows[0].size());
  EXPECT_EQ(rows[0][0], "epoch");
  for (std::size_t i = 1; i < rows.size(); ++i) {
    ASSERT_EQ(rows[i].size(), rows[0].size());
    EXPECT_EQ(rows[i][0], std::to_string(i));
    for (const std::string& field : rows[i]) {
      char* end = nullptr;
      std::strtod(field.c_str(), &end);
      EXPECT_EQ(*end, '\0') << field;
    }
  }
}

TEST_F(CommandLine, what_training_will_see_is_a_picture) {
  make_demo(60);
  const json sheet = run("augment " + workspace() + " --preset nevus --depth tail --images 2 --views 3 -o '" +
                         (folder_ / "views.png").string() + "' --json")
                         .parsed();
  EXPECT_TRUE(fs::exists(folder_ / "views.png"));
  ASSERT_EQ(sheet["rows"].size(), 2U);
  ASSERT_EQ(sheet["rows"][0]["views"].size(), 5U);  // plain, three epochs, mixed
  EXPECT_NE(sheet["rows"][0]["views"][1]["draw"]["rotation_deg"], 0.0);
  EXPECT_GT(sheet["rows"][1]["views"][4]["own_share"], 0.0);
  const Result wrong = run("augment " + workspace() + " --preset nevus --set augment.shear_deg=90 -o x.png", true);
  EXPECT_EQ(wrong.exit_code, 1);
  EXPECT_THAT(wrong.out, HasSubstr("shear_deg"));
}

TEST_F(CommandLine, images_are_asked_about_several_times) {
  make_demo(120);
  run("train " + workspace() + " --json --epochs 3");
  const json once = run("eval " + workspace() + " --json").parsed();
  EXPECT_FALSE(once.contains("answers"));
  const json several = run("eval " + workspace() + " --views 4 --dropout-passes 5 --json").parsed();
  EXPECT_EQ(several["n"], once["n"]);
  EXPECT_EQ(several["answers"]["views"], 4);
  EXPECT_EQ(several["answers"]["dropout_passes"], 5);
  EXPECT_GT(several["answers"]["mean_mutual_information"], 0.0);
  EXPECT_EQ(run("eval " + workspace() + " --views 4 --dropout-passes 5 --json").out,
            run("eval " + workspace() + " --views 4 --dropout-passes 5 --json").out);

  const std::string image = "'" + fs::directory_iterator(images())->path().string() + "'";
  const json predicted = run("predict " + workspace() + " " + image + " --views 8 --json").parsed();
  EXPECT_EQ(predicted["questions"]["views"], 8);
  EXPECT_GT(predicted["predictions"][0]["doubt"]["positive_deviation"], 0.0);
  EXPECT_EQ(run("eval " + workspace() + " --views 9").exit_code, 2);
  const std::string broken = "'" + folder_.write("broken.jpg", "no picture").string() + "'";
  for (const char* views : {"1", "8"}) {  // nothing that could be read is a report, not a crash
    const Result nothing = run("predict " + workspace() + " " + broken + " --json --views " + views);
    EXPECT_EQ(nothing.exit_code, 1);
    EXPECT_EQ(nothing.parsed()["failures"].size(), 1U);
  }

  // A model that was trained to be asked in several views is, unless another number is given.
  const json trained =
      run("train " + workspace() + " --preset nevus --set epochs=2 --set views_per_image=1 --set views=2 --json")
          .parsed();
  const json evaluated =
      run("eval " + workspace() + " --model '" + trained["model"].get<std::string>() + "' --json").parsed();
  EXPECT_EQ(evaluated["answers"]["views"], 2);
  EXPECT_NEAR(evaluated["auc"].get<double>(), trained["val"]["auc"].get<double>(), 1e-3);
}

TEST_F(CommandLine, the_same_seed_trains_to_the_same_numbers) {
  make_demo(100);
  const json first = run("train " + workspace() + " --json --epochs 3 --seed 5 --threads 2").parsed();
  const json second = run("train " + workspace() + " --json --epochs 3 --seed 5 --threads 2").parsed();
  EXPECT_EQ(first["val"]["auc"], second["val"]["auc"]);
  EXPECT_EQ(first["criterion"], second["criterion"]);
}

TEST_F(CommandLine, a_branch_that_counts_images_alike_is_not_shifted_either) {
  make_demo(80);
  ASSERT_EQ(run("train " + workspace() +
                " --preset nevus --depth head --set epochs=2 --set class_weights=0 --set logit_adjustment=1")
                .exit_code,
            0);
  ASSERT_EQ(run("train " + workspace() + " --branch 1:best --no-class-weights --epochs 1").exit_code, 0);
  EXPECT_THAT(run("runs " + workspace() + " 2").out, HasSubstr("logit_adjustment     0"));
}

TEST_F(CommandLine, a_model_evaluates_in_another_workspace) {
  make_demo(100);
  const json trained = run("train " + workspace() + " --json --epochs 2").parsed();
  const std::string other = "'" + (folder_ / "other").string() + "'";
  ASSERT_EQ(run("demo " + other + " --images 80 --seed 3").exit_code, 0);
  const Result evaluated = run("eval " + other + " --json --model '" + trained["model"].get<std::string>() + "'");
  EXPECT_EQ(evaluated.exit_code, 0);
  EXPECT_GT(evaluated.parsed()["n"].get<int>(), 5);
}

TEST_F(CommandLine, unreadable_files_are_a_report_and_the_rest_is_imported) {
  make_demo(20);
  const fs::path set = folder_ / "set";
  int n = 0;
  for (const auto& entry : fs::directory_iterator(images())) {
    const fs::path to = set / (n % 2 == 0 ? "benign" : "malignant") / ("ok" + std::to_string(n) + ".jpg");
    ++n;
    fs::create_directories(to.parent_path());
    fs::copy_file(entry.path(), to);
  }
  folder_.write("set/benign/empty.jpg", "");
  folder_.write("set/benign/text.jpg", "this is no image");
  fs::copy_file(set / "benign" / "ok0.jpg", set / "benign" / "cut.jpg");
  fs::resize_file(set / "benign" / "cut.jpg", 2000);
  const Result imported = run("import '" + (folder_ / "ws").string() + "' '" + set.string() + "' --json");
  EXPECT_EQ(imported.exit_code, 0);
  EXPECT_EQ(imported.parsed()["failed"], 3);
  EXPECT_GE(imported.parsed()["added"].get<int>(), 18);
}

TEST_F(CommandLine, bad_input_is_told_and_ends_with_the_right_code) {
  EXPECT_EQ(run("").exit_code, 2);
  EXPECT_EQ(run("train").exit_code, 2);
  EXPECT_EQ(run("train x --depth nose").exit_code, 2);
  const Result missing = run("train '" + (folder_ / "none").string() + "'", true);
  EXPECT_EQ(missing.exit_code, 1);
  EXPECT_THAT(missing.out, HasSubstr("holds no nevus.db"));
  const Result weights = run("weights import '" + folder_.write("w.safetensors", "no").string() + "'", true);
  EXPECT_EQ(weights.exit_code, 1);
  EXPECT_THAT(weights.out, HasSubstr("w.safetensors"));
  folder_.write("bad/nevus.db", std::string(5000, 'x'));
  const Result database = run("log '" + (folder_ / "bad").string() + "'", true);
  EXPECT_EQ(database.exit_code, 1);
  EXPECT_THAT(database.out, HasSubstr("nevus.db"));
}

TEST_F(CommandLine, one_class_and_no_labels_are_explained_before_anything_is_trained) {
  make_demo(20);
  const std::string one = "'" + (folder_ / "one").string() + "'";
  const fs::path set = folder_ / "set";
  fs::create_directories(set);
  fs::copy(images(), set / "nv");
  ASSERT_EQ(run("import " + one + " '" + set.string() + "'").exit_code, 0);
  const Result trained = run("train " + one, true);
  EXPECT_EQ(trained.exit_code, 1);
  EXPECT_THAT(trained.out, HasSubstr("fewer than two classes"));
}

}  // namespace
