// A sealed test set: what a class gets says nothing of the answers; each reveal is counted.
#include "app/export/sealed_set.h"

#include <cstdint>
#include <fstream>
#include <mutex>
#include <set>
#include <sstream>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "app/cli/verb.h"
#include "app/export/sealed_reveals.h"
#include "tests/app/filled_workspace.h"
#include "tests/app/typed.h"
#include "tests/failure_of.h"

namespace app {
namespace {

class Sealed : public testing::Test {
 protected:
  Sealed() {
    std::filesystem::create_directories(files_.folder / "set");
    for (int i = 0; i < 12; ++i) {
      db::Image image = files_.row(i);
      image.path =
          (files_.folder / "set" / (std::string(i % 3 == 0 ? "mel_" : "nv_") + std::to_string(i) + ".jpg")).string();
      image.split = db::Split::Test;
      const std::string content = "picture " + std::to_string(i);
      std::ofstream(image.path) << content;
      image.sha256 = db::sha256_hex(content);
      image.bytes = static_cast<std::int64_t>(content.size());
      files_.add(image, i % 3 == 0 ? files_.mel : files_.nv);
    }
    made_ = seal_split(files_.workspace, {.folder = folder_, .key_file = key_});
  }

  int reveals() const { return count_reveals(folder_ / "reveals.tsv"); }
  std::string text_of(const std::filesystem::path& file) const {
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), {}};
  }
  // The right answers, found by the pictures' content as only this test can.
  std::string right(bool as_probabilities = false) const {
    std::string csv = "image,answer\n";
    for (const auto& entry : std::filesystem::directory_iterator(folder_ / "images")) {
      const std::string content = text_of(entry.path());
      const bool malignant = std::stoi(content.substr(8)) % 3 == 0;
      csv += entry.path().filename().string() + ",";
      csv += as_probabilities ? (malignant ? "0.9" : "0.2") : (malignant ? "malignant" : "benign");
      csv += "\n";
    }
    return csv;
  }
  std::filesystem::path write(const std::string& name, const std::string& text) {
    const std::filesystem::path file = files_.folder / name;
    std::ofstream(file) << text;
    return file;
  }

  test_support::FilledWorkspace files_;
  std::filesystem::path folder_ = files_.folder / "sealed", key_ = files_.folder / "class.key";
  SealedSet made_;
};

TEST_F(Sealed, neither_names_nor_files_tell_a_label_and_the_key_is_not_in_the_folder) {
  EXPECT_EQ(made_.images, 12);
  const std::string key = text_of(key_).substr(0, 64);
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_)) {
    if (!entry.is_regular_file()) continue;
    EXPECT_EQ(entry.path().filename().string().find("mel"), std::string::npos);
    const std::string content = text_of(entry.path());
    EXPECT_EQ(content.find(key), std::string::npos) << entry.path();
    EXPECT_EQ(content.find("malignant\""), std::string::npos) << entry.path();
  }
}

TEST_F(Sealed, right_answers_score_one_and_each_reveal_is_counted) {
  const Revealed first = reveal(folder_, key_, write("a.csv", right()), "Ada");
  EXPECT_EQ(first.reveal, 1);
  EXPECT_EQ(first.fingerprint, made_.fingerprint);
  EXPECT_EQ(first.score.accuracy->value, 1);
  EXPECT_EQ(first.score.sensitivity->of, 4);
  const Revealed second = reveal(folder_, key_, write("b.csv", right(true)), "Emil\tand\nothers");
  EXPECT_EQ(second.reveal, 2);
  ASSERT_TRUE(second.auc);
  EXPECT_EQ(*second.auc, 1);
  EXPECT_EQ(reveals(), 2);
}

TEST_F(Sealed, where_probabilities_are_called_is_said_in_the_set_and_in_the_result) {
  EXPECT_NE(text_of(folder_ / "README.txt").find("Probabilities are called at 0.5"), std::string::npos);
  const auto revealed = [&](const std::string& answers) {
    return test_support::typed(cli::add_sealed, {"sealed", "reveal", folder_.string(), "--key", key_.string(),
                                                 "--answers", answers, "--who", "Ada"});
  };
  const cli::Outcome groups = revealed(write("a.csv", right()).string());
  EXPECT_EQ(groups.text.find("called at"), std::string::npos);
  EXPECT_TRUE(groups.json.at("threshold").is_null());
  const cli::Outcome shares = revealed(write("b.csv", right(true)).string());
  EXPECT_NE(shares.text.find("12 answers are probabilities, which are called at 0.5"), std::string::npos)
      << shares.text;
  EXPECT_EQ(shares.json.at("threshold").get<double>(), 0.5);
}

TEST_F(Sealed, missing_answers_are_counted_and_strange_ones_refused_before_a_reveal) {
  EXPECT_EQ(reveal(folder_, key_, write("none.csv", "image,answer\n"), "Ada").missing, 12);
  EXPECT_THROW(reveal(folder_, key_, write("x.csv", "image,answer\n00001.jpg,perhaps\n"), "Ada"), std::runtime_error);
  EXPECT_THROW(reveal(folder_, key_, write("x.csv", "image,answer\nother.jpg,benign\n"), "Ada"), std::runtime_error);
  EXPECT_THROW(reveal(folder_, key_, write("x.csv", "image,answer\n00001.jpg,benign\n00001.jpg,benign\n"), "Ada"),
               std::runtime_error);
  EXPECT_THROW(reveal(folder_, key_, write("x.csv", "00001.jpg,benign\n"), "Ada"), std::runtime_error);
  EXPECT_EQ(reveals(), 1);
}

TEST_F(Sealed, answers_may_begin_with_the_mark_of_a_spreadsheet) {
  EXPECT_EQ(reveal(folder_, key_, write("a.csv", "\xEF\xBB\xBF" + right()), "Ada").score.accuracy->value, 1);
}

TEST_F(Sealed, a_missing_image_is_named_and_nothing_is_left_behind) {
  const std::filesystem::path gone = files_.folder / "set" / "nv_1.jpg";
  const std::string content = text_of(gone);
  std::filesystem::remove(gone);
  const SealRequest request{.folder = files_.folder / "second", .key_file = files_.folder / "second.key"};
  const std::string said = test_support::failure_of([&] { seal_split(files_.workspace, request); });
  EXPECT_NE(said.find("sealing a test set: 1 image of it has no file at its place"), std::string::npos) << said;
  EXPECT_NE(said.find("nv_1.jpg"), std::string::npos) << said;
  EXPECT_FALSE(std::filesystem::exists(request.folder));
  EXPECT_FALSE(std::filesystem::exists(request.key_file));
  std::ofstream(gone) << content;
  EXPECT_EQ(seal_split(files_.workspace, request).images, 12);
}

TEST_F(Sealed, a_picture_that_took_the_place_of_another_is_not_sealed_under_its_label) {
  std::ofstream(files_.folder / "set" / "nv_1.jpg") << "picture X";  // as many bytes
  std::filesystem::remove(files_.folder / "set" / "nv_2.jpg");
  const SealRequest request{.folder = files_.folder / "second", .key_file = files_.folder / "second.key"};
  const std::string said = test_support::failure_of([&] { seal_split(files_.workspace, request); });
  EXPECT_NE(said.find("1 image of it has no file at its place, 1 image of it holds other content than was imported"),
            std::string::npos)
      << said;
  EXPECT_NE(said.find("nv_1.jpg"), std::string::npos) << said;
  EXPECT_FALSE(std::filesystem::exists(request.folder));
}

TEST_F(Sealed, reveals_at_the_same_time_have_numbers_of_their_own) {
  const auto answers = write("a.csv", right());
  std::vector<std::thread> people;
  std::mutex mutex;
  std::set<int> numbers;
  for (int person = 0; person < 8; ++person)
    people.emplace_back([&] {
      for (int i = 0; i < 10; ++i) {
        const int number = reveal(folder_, key_, answers, "Ada").reveal;
        const std::lock_guard lock(mutex);
        numbers.insert(number);
      }
    });
  for (std::thread& person : people) person.join();
  EXPECT_EQ(numbers.size(), 80U);
  EXPECT_EQ(reveals(), 80);
}

TEST_F(Sealed, a_folder_for_a_key_and_damaged_answers_are_said_with_their_names) {
  const auto answers = write("a.csv", right());
  const auto saying = [&](const std::filesystem::path& key) {
    return test_support::failure_of([&] { reveal(folder_, key, answers, "Ada"); });
  };
  EXPECT_EQ(saying(folder_), "opening the sealed answers: a file is needed, and this is a folder: " + folder_.string());
  const std::string damaged =
      "opening the sealed answers: the file is damaged; copy it again from whoever made the set: " +
      (folder_ / "answers.sealed").string();
  for (const char* text : {"", "{\"nonce\": \"", "{}", "[]", R"({"nonce": "0", "mark": "0", "answers": "xy"})"}) {
    std::ofstream(folder_ / "answers.sealed") << text;
    EXPECT_EQ(saying(key_), damaged);
  }
}

TEST_F(Sealed, another_key_or_a_changed_file_opens_nothing) {
  const auto answers = write("a.csv", right());
  EXPECT_THROW(reveal(folder_, write("other.key", std::string(64, '0')), answers, "Ada"), std::runtime_error);
  std::string sealed = text_of(folder_ / "answers.sealed");
  const std::size_t at = sealed.find("\"answers\": \"") + 14;
  sealed[at] = sealed[at] == '0' ? '1' : '0';
  std::ofstream(folder_ / "answers.sealed") << sealed;
  EXPECT_THROW(reveal(folder_, key_, answers, "Ada"), std::runtime_error);
  EXPECT_EQ(reveals(), 0);
}

TEST_F(Sealed, a_changed_count_is_noticed) {
  reveal(folder_, key_, write("a.csv", right()), "Ada");
  reveal(folder_, key_, write("a.csv", right()), "Ada");
  std::string lines = text_of(folder_ / "reveals.tsv");
  std::ofstream(folder_ / "reveals.tsv") << lines.substr(lines.find('\n') + 1);
  EXPECT_THROW(reveals(), std::runtime_error);
}

TEST_F(Sealed, the_key_of_another_set_is_left_and_nothing_is_made) {
  const std::string key = text_of(key_);
  EXPECT_THROW(seal_split(files_.workspace, {.folder = files_.folder / "second", .key_file = key_}),
               std::runtime_error);
  EXPECT_EQ(text_of(key_), key);
  EXPECT_FALSE(std::filesystem::exists(files_.folder / "second"));
}

TEST_F(Sealed, a_key_in_the_folder_that_is_passed_on_is_refused_under_every_name_of_it) {
  const std::filesystem::path second = files_.folder / "second", link = files_.folder / "link";
  std::filesystem::create_directory(second);
  std::filesystem::create_directory_symlink(second, link);
  for (const auto& key :
       {second / "k.key", second / "images" / "k.key", link / "k.key", second, second / "../second/k"}) {
    try {
      seal_split(files_.workspace, {.folder = second, .key_file = key});
      ADD_FAILURE() << key;
    } catch (const std::runtime_error& error) {
      EXPECT_NE(std::string(error.what()).find("key"), std::string::npos) << error.what();
    }
  }
  EXPECT_TRUE(std::filesystem::is_empty(second));
  EXPECT_THROW(seal_split(files_.workspace, {.folder = second, .key_file = files_.folder / "nofolder" / "k.key"}),
               std::runtime_error);
  EXPECT_TRUE(std::filesystem::is_empty(second)) << "no image was copied for a key that cannot be written";
}

TEST_F(Sealed, a_folder_that_holds_something_is_not_filled) {
  EXPECT_THROW(seal_split(files_.workspace, {.folder = folder_, .key_file = files_.folder / "k2"}), std::runtime_error);
  EXPECT_THROW(
      seal_split(files_.workspace, {.split = "val", .folder = files_.folder / "n", .key_file = files_.folder / "k2"}),
      std::runtime_error);
}

}  // namespace
}  // namespace app
