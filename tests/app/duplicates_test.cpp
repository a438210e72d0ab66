// What is in a set twice: found, put on shelves, decided on, undone; and how well on real sets, where they are there.
#include "app/workspace/duplicates.h"

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <future>
#include <memory>
#include <random>
#include <set>
#include <sstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/demo/renderer.h"
#include "app/workspace/duplicate_verdicts.h"
#include "app/workspace/import.h"
#include "app/workspace/labelling.h"
#include "app/workspace/look_search.h"
#include "app/workspace/quality.h"
#include "db/edits.h"
#include "db/images.h"
#include "engine/image/image_io.h"
#include "engine/image/orientation.h"
#include "tests/temp_folder.h"

namespace {
namespace fs = std::filesystem;
using app::DuplicatePair;
using app::DuplicateReport;
using app::Shelf;
using app::Verdict;
using app::Workspace;
using test_support::TempFolder;

// Six lesions; of the first there is a brighter copy, of the second a turned one, of the third the same file twice.
class Duplicates : public ::testing::Test {
 protected:
  Duplicates() : workspace_(folder_ / "ws", Workspace::Open::OrCreate) {
    for (int i = 0; i < 6; ++i) {
      const auto lesion = app::demo::draw_lesion(app::demo::kDiagnoses[static_cast<std::size_t>(i)],
                                                 70 + static_cast<std::uint64_t>(i));
      const auto photograph = app::demo::draw_photograph(0.3, 80 + static_cast<std::uint64_t>(i));
      const engine::Image image = app::demo::render(lesion, photograph, 240, 180).rgb;
      save(image, std::to_string(i));
      if (i == 0) save(app::demo::render(lesion, app::demo::near_copy_of(photograph, 5), 240, 180).rgb, "0_copy");
      if (i == 1) save(engine::upright(image, 3), "1_turned");
    }
    fs::copy_file(folder_ / "set/2.jpg", folder_ / "set/2_again.jpg");
    std::ofstream table(folder_ / "set/index.tsv");
    table << "path\tlabel\tlesion_id\n";
    for (const char* name : {"0", "0_copy", "1", "1_turned", "2", "2_again", "3", "4", "5"})
      table << name << ".jpg\t" << (name[0] < '3' ? "nv" : "mel") << "\t" << (name[0] >= '4' ? "L4" : "") << "\n";
    table.close();
    app::import_images(workspace_, app::read_import_source(folder_ / "set/index.tsv"), {}, {});
    app::measure_lacking(workspace_);
  }

  void save(const engine::Image& image, const std::string& name) {
    fs::create_directories(folder_ / "set");
    engine::save_jpeg(image, folder_ / "set" / (name + ".jpg"), 92);
  }
  DuplicateReport find() { return app::find_duplicates(*workspace_.make_reader()); }
  db::ImageId id(const std::string& name) {
    return db::find_by_path(workspace_.reader(), (folder_ / "set" / (name + ".jpg")).string())->id;
  }
  app::VerdictOutcome decide(std::vector<app::PairVerdict> verdicts) {
    const auto made = std::make_shared<std::promise<app::VerdictOutcome>>();
    app::submit_verdicts(workspace_, std::move(verdicts),
                         [made](const app::VerdictOutcome& outcome) { made->set_value(outcome); });
    return made->get_future().get();
  }
  static std::set<std::string> names(const DuplicateReport& report, Shelf shelf, Workspace& workspace) {
    std::set<std::string> found;
    for (const DuplicatePair& pair : report.pairs) {
      if (pair.shelf != shelf) continue;
      const fs::path a = db::image(workspace.reader(), pair.a)->path,
                     b = pair.copy_path.empty() ? db::image(workspace.reader(), pair.b)->path : pair.copy_path;
      found.insert(a.stem().string() + " " + b.stem().string());
    }
    return found;
  }

  TempFolder folder_;
  Workspace workspace_;
};

using Names = std::set<std::string>;

TEST_F(Duplicates, stand_on_three_shelves) {
  const DuplicateReport report = find();
  EXPECT_EQ(names(report, Shelf::SameBytes, workspace_), (Names{"2 2_again"}));
  EXPECT_EQ(names(report, Shelf::SameLesion, workspace_), (Names{"4 5"}));
  EXPECT_EQ(names(report, Shelf::LookAlike, workspace_), (Names{"0 0_copy", "1 1_turned"}));
  for (const DuplicatePair& pair : report.pairs) {
    if (pair.a == id("1")) {
      EXPECT_EQ(pair.orientation, 3);
    }
  }
}

TEST_F(Duplicates, that_were_decided_on_are_not_shown_again_until_that_is_undone) {
  const app::VerdictOutcome outcome = decide({{Verdict::Group, id("0"), id("0_copy")},
                                              {Verdict::KeepApart, id("1"), id("1_turned")},
                                              {Verdict::RemoveSecond, id("4"), id("5")}});
  EXPECT_EQ(outcome.grouped, 2U);
  EXPECT_EQ(outcome.apart, 1U);
  EXPECT_EQ(outcome.removed, 1U);
  EXPECT_EQ(db::image(workspace_.reader(), id("0"))->image_group,
            db::image(workspace_.reader(), id("0_copy"))->image_group);
  const DuplicateReport after = find();
  EXPECT_EQ(after.count(Shelf::SameLesion) + after.count(Shelf::LookAlike), 0U);
  ASSERT_TRUE(app::undo_label(workspace_));
  const DuplicateReport undone = find();
  EXPECT_EQ(undone.count(Shelf::LookAlike), 2U);
  EXPECT_EQ(undone.count(Shelf::SameLesion), 1U);
  EXPECT_EQ(db::image(workspace_.reader(), id("0"))->image_group, "");
}

TEST_F(Duplicates, grouped_one_after_another_end_in_one_group) {
  decide({{Verdict::Group, id("0"), id("0_copy")}});
  decide({{Verdict::Group, id("1"), id("1_turned")}});
  decide({{Verdict::Group, id("0_copy"), id("1_turned")}});
  std::set<std::string> groups;
  for (const char* name : {"0", "0_copy", "1", "1_turned"})
    groups.insert(db::image(workspace_.reader(), id(name))->image_group);
  EXPECT_EQ(groups.size(), 1U);
  EXPECT_NE(*groups.begin(), "");
}

TEST_F(Duplicates, grouped_with_one_that_was_removed_since_stay_its_group) {
  decide({{Verdict::Group, id("0_copy"), id("1")}});
  const std::vector<db::ImageId> leaving{id("1")};
  workspace_.writer().transact_and_wait("Remove", [&](db::Transaction& t) { db::remove_from_set(t, leaving); });
  decide({{Verdict::Group, id("0"), id("0_copy")}});
  workspace_.writer().transact_and_wait("Restore", [&](db::Transaction& t) { db::restore_to_set(t, leaving); });
  const auto group = [this](const char* name) { return db::image(workspace_.reader(), id(name))->image_group; };
  EXPECT_NE(group("0"), "");
  EXPECT_EQ(group("0_copy"), group("0"));
  EXPECT_EQ(group("1"), group("0"));
}

TEST(LookSearch, finds_by_quarters_what_comparing_every_two_finds) {
  std::mt19937_64 random(3);
  std::vector<engine::Look> looks(600);
  for (std::size_t i = 0; i < looks.size(); ++i) {
    if (i % 3 == 2) {  // a copy with some bits and cells changed
      looks[i] = looks[i - 2];
      for (std::uint64_t n = random() % 16; n > 0; --n) looks[i].hash ^= std::uint64_t{1} << random() % 64;
      for (auto& cell : looks[i].cells)
        cell = static_cast<std::uint8_t>(std::min<std::uint64_t>(255, cell + random() % 12));
    } else {
      looks[i].hash = random();
      for (auto& cell : looks[i].cells) cell = static_cast<std::uint8_t>(random() % 256);
    }
  }
  std::set<std::pair<std::size_t, std::size_t>> expected, found;
  for (std::size_t a = 0; a < looks.size(); ++a)
    for (std::size_t b = a + 1; b < looks.size(); ++b)
      if (std::popcount(looks[a].hash ^ looks[b].hash) <= app::kNearest_bits &&
          engine::correlation(looks[a], looks[b]) >= app::kAlike)
        expected.insert({a, b});
  for (const app::LookPair& pair : app::find_alike(looks, {.threads = 2})) found.insert({pair.a, pair.b});
  EXPECT_GT(expected.size(), 50U);
  EXPECT_EQ(found, expected);
}

TEST(FeatureNeighbours, are_the_rows_with_nearly_the_same_direction) {
  std::mt19937 random(4);
  app::FeatureTable table{.dimension = 128};
  const auto noise = [&] { return static_cast<float>(random() % 2001) / 1000.0F - 1.0F; };
  for (std::size_t i = 0; i < 300; ++i) {
    table.places.push_back(i);
    for (std::size_t k = 0; k < 128; ++k)
      table.rows.push_back(i % 10 == 9 ? table.rows[(i - 9) * 128 + k] + 0.1F * noise() : noise());
  }
  for (std::size_t i = 0; i < 300; ++i) {
    float square = 0;
    for (std::size_t k = 0; k < 128; ++k) square += table.rows[i * 128 + k] * table.rows[i * 128 + k];
    for (std::size_t k = 0; k < 128; ++k) table.rows[i * 128 + k] /= std::sqrt(square);
  }
  const auto pairs = app::nearest_pairs(table, {.least_cosine = 0.9});
  ASSERT_EQ(pairs.size(), 30U);
  for (const app::FeaturePair& pair : pairs) EXPECT_EQ(pair.b, pair.a + 9);
}

// ---- real sets beside the checkout ----

fs::path real_data() {
  const char* named = std::getenv("NEVUS_DATA_DIR");
  return named != nullptr ? fs::path(named) : fs::path(NEVUS_SOURCE_DIR) / "../shared/data";
}

using Pairs = std::set<std::pair<std::string, std::string>>;

std::pair<std::string, std::string> in_order(const std::string& a, const std::string& b) {
  return {std::min(a, b), std::max(a, b)};
}

Pairs known_pairs(const fs::path& set) {
  Pairs pairs;
  std::ifstream in(set / "duplicates.tsv");
  std::string line;
  std::getline(in, line);
  while (std::getline(in, line)) {
    std::istringstream fields(line);
    std::string kind, a, b;
    std::getline(fields, kind, '\t');
    std::getline(fields, a, '\t');
    std::getline(fields, b, '\t');
    pairs.insert(in_order((set / a).lexically_normal().string(), (set / b).lexically_normal().string()));
  }
  return pairs;
}

void expect_found(const char* name) {
  const fs::path set = fs::weakly_canonical(real_data() / name);
  if (!fs::exists(set / "duplicates.tsv")) GTEST_SKIP() << "no real images at " << set;
  const TempFolder folder;
  Workspace workspace(folder / "ws", Workspace::Open::OrCreate);
  app::import_images(workspace, app::read_import_source(set / "index.tsv"), {}, {});
  Pairs found;
  for (const DuplicatePair& pair : app::find_duplicates(*workspace.make_reader()).pairs) {
    if (!pair.alike && pair.copy_path.empty()) continue;
    const std::string b = pair.copy_path.empty() ? db::image(workspace.reader(), pair.b)->path : pair.copy_path;
    found.insert(in_order(db::image(workspace.reader(), pair.a)->path, b));
  }
  const Pairs known = known_pairs(set);
  std::size_t hits = 0;
  for (const auto& pair : known) hits += found.contains(pair) ? 1 : 0;
  const double recall = static_cast<double>(hits) / static_cast<double>(known.size());
  const double precision = static_cast<double>(hits) / static_cast<double>(std::max<std::size_t>(1, found.size()));
  std::printf("%s: recall %.3f (%zu of %zu), precision %.3f (%zu found)\n", name, recall, hits, known.size(), precision,
              found.size());
  EXPECT_GE(recall, 0.95);
  EXPECT_GE(precision, 0.9);
}

TEST(DuplicatesOfRealSets, of_ham10000s_repeats_are_found) { expect_found("ham_repeats"); }
TEST(DuplicatesOfRealSets, of_isic_2017_are_found) { expect_found("isic2017"); }

}  // namespace
