// What a user may rely on at the command line: nothing of a workspace is overwritten by an output, names mean one
// thing, a result that could not be written is a failure, nothing raw reaches the terminal, and files are their owner's
// alone.
#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <memory>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>

#include "app/workspace/workspace.h"
#include "db/classes.h"
#include "db/images.h"
#include "db/runs.h"
#include "engine/image/image.h"
#include "tests/temp_folder.h"

namespace {
namespace fs = std::filesystem;
using nlohmann::json;
using test_support::TempFolder;
using ::testing::HasSubstr;
using ::testing::Not;

struct Outcome {
  int exit_code = -1;
  std::string out;
};

Outcome run(const std::string& arguments, const std::string& redirect = "2>&1") {
  FILE* pipe = ::popen((NEVUS_PROGRAM " " + arguments + " " + redirect).c_str(), "r");
  Outcome result;
  std::array<char, 4096> buffer{};
  for (std::size_t n = 0; (n = std::fread(buffer.data(), 1, buffer.size(), pipe)) > 0;)
    result.out.append(buffer.data(), n);
  const int status = ::pclose(pipe);
  result.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
  return result;
}

std::string content_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

// A workspace of generated pictures with one trained run, made once for the suite.
class Trust : public ::testing::Test {
 protected:
  static void SetUpTestSuite() {
    folder_ = std::make_unique<TempFolder>();
    ::setenv("NEVUS_DATA_HOME", (*folder_ / "home").c_str(), 1);
    ASSERT_EQ(run("demo " + ws() + " --images 60").exit_code, 0);
    ASSERT_EQ(run("train " + ws() + " --model starter --epochs 2").exit_code, 0);
  }
  static void TearDownTestSuite() { folder_.reset(); }

  static std::string ws() { return (*folder_ / "ws").string(); }
  static fs::path some_image() { return fs::directory_iterator(*folder_ / "ws/demo_images/images")->path(); }
  static std::string explained(const std::string& output) {
    return "explain " + ws() + " " + some_image().string() + " -o '" + output + "'";
  }

  static std::unique_ptr<TempFolder> folder_;
};
std::unique_ptr<TempFolder> Trust::folder_;

TEST_F(Trust, an_output_over_a_picture_of_the_workspace_is_refused_under_every_name_of_it) {
  const fs::path image = some_image(), before = image;
  const std::string bytes = content_of(image);
  const fs::path link = *folder_ / "link.png", hard = *folder_ / "hard.png";
  fs::create_symlink(image, link);
  fs::create_hard_link(image, hard);
  for (const fs::path& name : {image, link, hard}) {
    const Outcome refused = run(explained(name.string()));
    EXPECT_EQ(refused.exit_code, 1) << name;
    EXPECT_THAT(refused.out, HasSubstr("choose another name")) << name;
  }
  EXPECT_EQ(content_of(image), bytes);
  EXPECT_EQ(run("augment " + ws() + " -o " + image.string()).exit_code, 1);
  EXPECT_EQ(content_of(image), bytes);
}

TEST_F(Trust, an_image_whose_file_holds_another_picture_is_neither_explained_nor_predicted) {
  const std::vector<db::Image> images = db::images(app::Workspace(ws(), app::Workspace::Open::ToRead).reader());
  const fs::path file = images[0].path;
  const std::string bytes = content_of(file), other = content_of(images[1].path);
  const std::string asked = ws() + " image:" + std::to_string(images[0].id);
  std::ofstream(file, std::ios::binary) << other;
  for (const std::string& verb : {"explain " + asked + " --json", "predict " + asked}) {
    const Outcome refused = run(verb);
    EXPECT_EQ(refused.exit_code, 1) << verb;
    EXPECT_THAT(refused.out, HasSubstr("content has changed since it was imported")) << verb;
  }
  EXPECT_EQ(run("explain " + ws() + " " + file.string() + " --json").exit_code, 0) << "a file is what it is";
  std::ofstream(file, std::ios::binary) << bytes;
  EXPECT_EQ(run("explain " + asked + " --json").exit_code, 0);
}

TEST_F(Trust, an_output_over_what_the_workspace_keeps_is_refused) {
  const std::string database = content_of(fs::path(ws()) / "nevus.db");
  for (const char* name : {"nevus.db", "nevus.db-wal", "runs/1/best.safetensors", "cache/new.png", "runs/new.png"}) {
    const Outcome refused = run(explained(ws() + "/" + name));
    EXPECT_EQ(refused.exit_code, 1) << name;
    EXPECT_THAT(refused.out, HasSubstr("the workspace keeps")) << name;
  }
  EXPECT_EQ(content_of(fs::path(ws()) / "nevus.db"), database);
  const Outcome session = run("open " + ws() + " --headless --script " + folder_->write("s.txt", "wait 1\n").string() +
                              " --output " + ws() + "/demo_images/images");
  EXPECT_EQ(session.exit_code, 1);
  EXPECT_THAT(session.out, HasSubstr("writing a file"));
}

TEST_F(Trust, a_device_is_written_through_and_a_link_is_followed) {
  const fs::path device = *folder_ / "null";  // a node of our own: a mistake must not replace the machine's
  if (::mknod(device.c_str(), S_IFCHR | 0666, ::makedev(1, 3)) != 0) GTEST_SKIP() << "no device node can be made here";
  EXPECT_EQ(run(explained(device.string())).exit_code, 0);
  EXPECT_TRUE(fs::is_character_file(device));
  const Outcome piped = run(explained("/dev/stdout"), "2>/dev/null | head -c 4");
  EXPECT_EQ(piped.out.substr(1), "PNG");
  const fs::path target = *folder_ / "target.png", link = *folder_ / "to_target.png";
  fs::create_symlink(target, link);
  EXPECT_EQ(run(explained(link.string())).exit_code, 0);
  EXPECT_TRUE(fs::is_symlink(link));
  EXPECT_GT(fs::file_size(target), 1000U);
}

TEST_F(Trust, a_picture_that_is_named_after_another_form_is_refused_and_so_is_a_report) {
  const std::string name = (*folder_ / "other.jpg").string();
  for (const std::string& asked :
       {explained(name), "augment " + ws() + " -o " + name, "report " + ws() + " -o " + name}) {
    const Outcome refused = run(asked);
    EXPECT_EQ(refused.exit_code, 1) << asked;
    EXPECT_THAT(refused.out, HasSubstr("its file ends in ."));
    EXPECT_FALSE(fs::exists(name)) << asked;
  }
}

TEST_F(Trust, json_needs_no_picture_and_without_it_the_picture_must_be_named) {
  const Outcome described = run("explain " + ws() + " " + some_image().string() + " --json", "2>/dev/null");
  EXPECT_EQ(described.exit_code, 0);
  EXPECT_FALSE(json::parse(described.out).contains("output"));
  EXPECT_EQ(run("augment " + ws() + " --json", "2>/dev/null").exit_code, 0);
  EXPECT_EQ(run("explain " + ws() + " " + some_image().string()).exit_code, 2);
}

TEST_F(Trust, a_result_that_cannot_be_written_is_a_failure) {
  for (const char* verb : {"log ", "eval ", "check "}) {
    const Outcome full = run(verb + ws() + " --json", "2>&1 >/dev/full");
    EXPECT_EQ(full.exit_code, 1) << verb;
    EXPECT_THAT(full.out, HasSubstr("could not be written")) << verb;
  }
  EXPECT_EQ(run("log " + ws(), ">&- 2>/dev/null").exit_code, 1);
  EXPECT_EQ(run("--help", ">/dev/full 2>/dev/null").exit_code, 1);
}

TEST_F(Trust, a_name_goes_before_a_number_and_what_fits_two_things_is_refused_by_both_names) {
  const fs::path set = *folder_ / "names";
  fs::create_directories(set);
  int n = 0;
  for (const auto& entry : fs::directory_iterator(*folder_ / "ws/demo_images/images")) {
    const std::string name = n == 0 ? "0002.jpg" : n == 1 ? "3.jpg" : "x" + std::to_string(n) + ".jpg";
    if (n++ < 6) fs::copy_file(entry.path(), set / name);
  }
  const std::string other = (*folder_ / "numbers").string();
  std::ofstream table(*folder_ / "names.csv");
  table << "path,label\n";
  for (int i = 0; i < 6; ++i)
    table << (set / (i == 0   ? "0002.jpg"
                     : i == 1 ? "3.jpg"
                              : "x" + std::to_string(i) + ".jpg"))
                 .string()
          << (i % 2 == 0 ? ",mel\n" : ",nv\n");
  table.close();
  ASSERT_EQ(run("import " + other + " " + (*folder_ / "names.csv").string()).exit_code, 0);

  EXPECT_EQ(run("relabel " + other + " 0002 nv").exit_code, 0);  // the name, not number 2
  const Outcome both = run("relabel " + other + " 3 nv");
  EXPECT_EQ(both.exit_code, 1);
  EXPECT_THAT(both.out, HasSubstr("3.jpg"));
  EXPECT_THAT(both.out, HasSubstr("image:3"));
  EXPECT_EQ(run("relabel " + other + " image:3 nv").exit_code, 0);
  const app::Workspace opened(other, app::Workspace::Open::MustExist);
  const auto nv = db::class_named(opened.reader(), "nv")->id;
  EXPECT_EQ(db::find_by_path(opened.reader(), (set / "0002.jpg").string())->label, nv);
  EXPECT_EQ(db::image(opened.reader(), 3)->label, nv);
}

TEST_F(Trust, runs_are_meant_by_name_or_number) {
  EXPECT_EQ(run("eval " + ws() + " --run 1 --json", "2>/dev/null").exit_code, 0);
  EXPECT_EQ(run("eval " + ws() + " --run 'run 1' --json", "2>/dev/null").exit_code, 0);
  EXPECT_EQ(run("eval " + ws() + " --run run:1 --json", "2>/dev/null").exit_code, 0);
  const Outcome none = run("eval " + ws() + " --run 7");
  EXPECT_EQ(none.exit_code, 1);
  EXPECT_THAT(none.out, HasSubstr("run:1 (called \"run 1\")"));
  const Outcome twice = run("eval " + ws() + " --model starter", "2>&1");
  EXPECT_THAT(twice.out, Not(HasSubstr("fits")));
  folder_->write("cwd/starter", "something");
  FILE* pipe = ::popen(
      ("cd " + (*folder_ / "cwd").string() + " && " NEVUS_PROGRAM " eval " + ws() + " --model starter 2>&1").c_str(),
      "r");
  std::array<char, 4096> buffer{};
  const std::size_t length = std::fread(buffer.data(), 1, buffer.size(), pipe);
  ::pclose(pipe);
  EXPECT_THAT(std::string(buffer.data(), length), HasSubstr("fits 2 things: the starter model, the file ./starter"));
}

TEST_F(Trust, resuming_refuses_by_name_what_it_would_not_use) {
  const Outcome refused = run("train " + ws() + " --resume 1 --epochs 9 --augment --threads 1");
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_THAT(refused.out, HasSubstr("--threads, --augment"));
  const Outcome finished = run("train " + ws() + " --resume 1 --nice 1");
  EXPECT_EQ(finished.exit_code, 1);
  EXPECT_THAT(finished.out, HasSubstr("has finished"));
}

TEST_F(Trust, numbers_that_are_none_are_refused) {
  EXPECT_EQ(run("eval " + ws() + " --threshold nan").exit_code, 2);
  EXPECT_EQ(run("train " + ws() + " --rate inf").exit_code, 2);
  const Outcome setting = run("train " + ws() + " --preset nevus --set learning_rate=nan");
  EXPECT_EQ(setting.exit_code, 1);
  EXPECT_THAT(setting.out, HasSubstr("learning_rate"));
}

TEST_F(Trust, no_control_character_of_a_name_reaches_the_terminal) {
  const std::string evil = "\x1b]0;mine\x07\x1b[31mred\xc2\x9b";
  for (const std::string& arguments : {"log '" + ws() + "/" + evil + "'", "relabel " + ws() + " '" + evil + "' mel",
                                       "eval '" + evil + "' --json", "train " + ws() + " --depth '" + evil + "'"}) {
    const Outcome said = run(arguments);
    EXPECT_NE(said.exit_code, 0);
    EXPECT_EQ(said.out.find('\x1b'), std::string::npos) << arguments;
    EXPECT_EQ(said.out.find("\xc2\x9b"), std::string::npos) << arguments;
  }
}

TEST_F(Trust, what_the_program_makes_is_its_owners_alone) {
  for (const auto& entry : fs::recursive_directory_iterator(ws())) {
    struct stat found {};
    ASSERT_EQ(::stat(entry.path().c_str(), &found), 0);
    EXPECT_EQ(found.st_mode & 077U, 0U) << entry.path();
  }
}

TEST_F(Trust, a_whole_workspace_is_sound_and_what_is_missing_or_changed_is_found) {
  EXPECT_EQ(run("check " + ws()).exit_code, 0) << run("check " + ws()).out;
  const std::string copy = (*folder_ / "copy").string();
  fs::copy(ws(), copy, fs::copy_options::recursive);
  const fs::path image = fs::path(copy) / "demo_images/images" / some_image().filename();
  const fs::path model = fs::path(copy) / "runs/1/best.safetensors";
  const std::string bytes = content_of(image);
  fs::resize_file(model, fs::file_size(model) / 2);
  folder_->write("copy/cache/features/zz.features", "no features");
  std::string changed = bytes;
  changed[changed.size() / 2] ^= 1;
  std::ofstream(image, std::ios::binary) << changed;
  const Outcome quick = run("check " + copy + " --json", "2>/dev/null");
  EXPECT_EQ(quick.exit_code, 1);
  const auto parts = [](const Outcome& result) {
    std::map<std::string, int> found;
    const json report = json::parse(result.out);
    for (const json& part : report["parts"]) found[part["name"]] = part["found"];
    return found;
  };
  EXPECT_EQ(parts(quick)["runs"], 1);
  EXPECT_EQ(parts(quick)["caches"], 1);
  EXPECT_EQ(parts(quick)["images"], 0);  // of the same size
  EXPECT_EQ(parts(run("check " + copy + " --hashes --json", "2>/dev/null"))["images"], 1);
  std::ofstream(image, std::ios::binary) << bytes;
  fs::rename(image, image.string() + ".away");
  EXPECT_EQ(parts(run("check " + copy + " --json", "2>/dev/null"))["images"], 1);
  fs::rename(image.string() + ".away", image);
}

TEST_F(Trust, a_cache_that_cannot_be_used_costs_time_and_no_answer) {
  const fs::path copy = *folder_ / "uncached";
  fs::copy(ws(), copy, fs::copy_options::recursive);
  fs::remove_all(copy / "cache");
  folder_->write("uncached/cache", "no folder");
  EXPECT_EQ(run("eval " + copy.string() + " --split test").exit_code, 0);
  EXPECT_EQ(run("predict " + copy.string() + " " + some_image().string() + " --views 2").exit_code, 0);
}

TEST_F(Trust, a_class_that_is_named_by_bytes_that_are_no_text_is_trained_and_judged) {
  const fs::path set = *folder_ / "latin1";
  int n = 0;
  for (const auto& entry : fs::directory_iterator(*folder_ / "ws/demo_images/images")) {
    const fs::path place = set / (n / 2 % 2 == 0 ? "train" : "val") / (n % 2 == 0 ? "mel" : "n\xe9vus");
    if (n++ >= 32) break;
    fs::create_directories(place);
    fs::copy_file(entry.path(), place / entry.path().filename());
  }
  const std::string other = (*folder_ / "latin1_ws").string();
  ASSERT_EQ(run("import " + other + " " + set.string()).exit_code, 0);
  ASSERT_EQ(run("train " + other + " --model starter --epochs 1").exit_code, 0);
  const json evaluated = json::parse(run("eval " + other + " --json", "2>/dev/null").out);
  EXPECT_GT(evaluated["n"], 10);
  EXPECT_EQ(evaluated["notes"].size(), 0U);
}

TEST_F(Trust, a_workspace_without_rights_is_read_and_not_changed) {
  const fs::path copy = *folder_ / "locked";
  fs::copy(ws(), copy, fs::copy_options::recursive);
  for (const auto& entry : fs::recursive_directory_iterator(copy))
    fs::permissions(entry.path(), entry.is_directory() ? fs::perms(0555) : fs::perms(0444));
  fs::permissions(copy, fs::perms(0555));
  fs::permissions(folder_->path(), fs::perms(0755));
  const std::string as_nobody = ::geteuid() == 0 ? "setpriv --reuid=65534 --regid=65534 --clear-groups " : "";
  const auto as = [&](const std::string& arguments) {
    FILE* pipe = ::popen((as_nobody + NEVUS_PROGRAM " " + arguments + " 2>&1").c_str(), "r");
    Outcome result;
    std::array<char, 4096> buffer{};
    for (std::size_t n = 0; (n = std::fread(buffer.data(), 1, buffer.size(), pipe)) > 0;)
      result.out.append(buffer.data(), n);
    const int status = ::pclose(pipe);
    result.exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    return result;
  };
  const Outcome log = as("log " + copy.string() + " --verify");
  EXPECT_EQ(log.exit_code, 0) << log.out;
  EXPECT_THAT(log.out, HasSubstr("The log is sound"));
  EXPECT_EQ(as("eval " + copy.string()).exit_code, 0);
  const Outcome planned = as("import " + copy.string() + " " + copy.string() + "/demo_images --plan");
  EXPECT_THAT(planned.out, HasSubstr("Nothing was written"));
  const Outcome test = as("eval " + copy.string() + " --split test");
  EXPECT_EQ(test.exit_code, 1);
  EXPECT_THAT(test.out, HasSubstr("viewing only"));
  EXPECT_EQ(as("relabel " + copy.string() + " image:1 unlabelled").exit_code, 1);
  for (const auto& entry : fs::recursive_directory_iterator(copy))
    if (entry.is_directory()) fs::permissions(entry.path(), fs::perms(0755));
  fs::permissions(copy, fs::perms(0755));
}

}  // namespace
