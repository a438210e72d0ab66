// Files that hold another content than when they were imported, beside others of that content; and files that are one.
#include "app/workspace/import_leaks.h"
#include "db/edits.h"
#include "db/hash/sha256.h"
#include "db/image_quality.h"
#include "db/labels.h"
#include "tests/app/import_pictures.h"

namespace app::test {
namespace {
namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

class ImportChanged : public ImportPictures {
 protected:
  static constexpr db::ImageId kFirst = 1;

  db::Image image(db::ImageId id) const { return db::image(*workspace_.make_reader(), id).value(); }
  std::vector<db::ImageCopy> copies() const { return db::image_copies(*workspace_.make_reader()); }
  bool is_marked(db::ImageId id) const { return db::file_stamps(*workspace_.make_reader()).at(id).changed; }

  // a.png was imported; now it and a new b.png, of which the table says more, hold another picture.
  fs::path changed_twice() {
    picture("set/a.png", 1);
    import(table("path,label,lesion_id,sex,split\na.png,nv,L1,male,train\n"));
    picture("set/a.png", 2);
    picture("set/b.png", 2);
    return table("path,label,lesion_id,sex,split\na.png,nv,L1,male,train\nb.png,nv,L2,female,test\n");
  }
  void expect_first_as_it_was() const {
    EXPECT_NE(image(kFirst).split, db::Split::Test);
    EXPECT_EQ(image(kFirst).lesion_id, "L1");
    EXPECT_EQ(image(kFirst).sex, "male");
  }
};

TEST_F(ImportChanged, another_file_of_the_new_content_says_nothing_of_the_old_image) {
  const auto grown = changed_twice();
  const ImportPlan made = plan(grown);
  const ImportChoices choices{{ConflictKind::Metadata, ConflictKind::Split}};
  EXPECT_THAT(leaks_after(made, choices), IsEmpty());
  EXPECT_EQ(apply_plan(workspace_, made, choices, {}, {}).changed, 0);
  expect_first_as_it_was();
  EXPECT_TRUE(is_marked(kFirst));
  EXPECT_THAT(copies(), IsEmpty()) << "the content is no image here";
}

TEST_F(ImportChanged, another_file_of_the_new_content_is_of_the_new_image) {
  const auto grown = changed_twice();
  import(grown, {ConflictKind::Content, ConflictKind::Metadata, ConflictKind::Split});
  expect_first_as_it_was();
  EXPECT_TRUE(image(kFirst).removed);
  EXPECT_EQ(standing().size(), 1U);
  EXPECT_THAT(standing().at("a.png"), HasSubstr("nv test - female L2"));
  ASSERT_THAT(copies(), SizeIs(1));
  EXPECT_EQ(copies()[0].path, (folder_ / "set/b.png").string());
  EXPECT_NE(copies()[0].image, kFirst);
}

// Somebody corrected what is known of the place meanwhile.
TEST_F(ImportChanged, what_is_known_of_the_place_is_kept_for_a_new_content_unless_chosen) {
  pictures(2);
  const auto source = table("path,label,split,sex,lesion_id,source\n0.png,nv,train,male,L1,c1\n1.png,mel,val,,L1,c1\n");
  import(source);
  const db::ClassId mel = db::class_named(*workspace_.make_reader(), "mel")->id;
  workspace_.writer().transact_and_wait("Correct", [&](db::Transaction& transaction) {
    const db::LabelChange change{kFirst, mel, std::nullopt};
    db::set_labels(transaction, std::span(&change, 1));
    db::move_to_split(transaction, std::span(&kFirst, 1), db::Split::Val);
    db::Image corrected = *db::image(transaction, kFirst);
    corrected.source = "clinic B";
    db::set_metadata(transaction, corrected);
  });
  picture("set/0.png", 100);
  EXPECT_THAT(leaks_after(plan(source), {{ConflictKind::Content}}), IsEmpty());
  EXPECT_THAT(leaks_after(plan(source), {{ConflictKind::Content, ConflictKind::Split}}), SizeIs(1));
  const ImportReport report = import(source, {ConflictKind::Content});
  const auto of_place = [&](int shade) {
    picture("set/shade.png", shade);
    return db::find_by_hash(*workspace_.make_reader(), db::sha256_file(folder_ / "set/shade.png")).value();
  };
  EXPECT_TRUE(image(kFirst).removed);
  EXPECT_EQ(of_place(100).label, mel);
  EXPECT_EQ(of_place(100).split, db::Split::Val);
  EXPECT_EQ(of_place(100).source, "clinic B");
  EXPECT_EQ(report.left_out, 0);
  EXPECT_THAT(describe(report), AllOf(HasSubstr("0.png  label: mel → nv"), HasSubstr("kept as it is (--update label")));
  picture("set/0.png", 101);
  import(source, {ConflictKind::Content, ConflictKind::Label, ConflictKind::Split, ConflictKind::Metadata});
  EXPECT_NE(of_place(101).label, mel);
  EXPECT_EQ(of_place(101).split, db::Split::Train);
  EXPECT_EQ(of_place(101).source, "c1");
}

TEST_F(ImportChanged, what_the_source_says_of_a_new_content_counts_only_with_that_content) {
  picture("set/a.png", 1);
  import(table("path,label,split,sex\na.png,nv,train,male\n"));
  picture("set/a.png", 2);
  picture("set/b.png", 2);
  const auto grown = table("path,label,split,sex\na.png,mel,test,female\nb.png,mel,val,female\n");
  const ImportReport kept = import(grown, {ConflictKind::Label, ConflictKind::Split, ConflictKind::Metadata});
  EXPECT_EQ(kept.changed, 0);
  EXPECT_THAT(describe(kept), AllOf(HasSubstr("another content"), Not(HasSubstr("changed as chosen"))));
  EXPECT_EQ(standing(), (std::map<std::string, std::string>{{"a.png", "nv train - male  {}"}}));
  EXPECT_FALSE(db::class_named(*workspace_.make_reader(), "mel"));
  import(grown, {ConflictKind::Label, ConflictKind::Metadata, ConflictKind::Content});
  EXPECT_EQ(standing().at("a.png"), "mel train - female  {}");
}

TEST_F(ImportChanged, a_file_whose_new_content_is_at_an_earlier_path_too_is_told) {
  picture("set/x.png", 1);
  import(folder_ / "set");
  picture("set/x.png", 3);
  picture("set/a.png", 3);
  const ImportPlan made = plan(folder_ / "set");
  EXPECT_EQ(made.count(Planned::Add), 1);
  EXPECT_EQ(made.count(ConflictKind::Content), 1);
  import(folder_ / "set");
  EXPECT_TRUE(is_marked(kFirst));
  EXPECT_EQ(import(folder_ / "set", {ConflictKind::Content}).changed, 1);
  EXPECT_TRUE(image(kFirst).removed);
  EXPECT_THAT(plan(folder_ / "set").conflicts, IsEmpty());
}

TEST_F(ImportChanged, a_file_that_holds_the_picture_of_another_image_now_is_told_once) {
  picture("set/x.png", 1);
  picture("set/y.png", 2);
  import(folder_ / "set");
  picture("set/x.png", 2);
  const auto both = table("path,lesion_id\nx.png,L1\nx.png,L1\n", "set/one.csv");
  for (const fs::path& source : {folder_ / "set/x.png", folder_ / "set", both}) {
    const ImportPlan made = plan(source);
    EXPECT_EQ(made.count(ConflictKind::Content), 1) << source;
    EXPECT_EQ(made.count(Planned::Changed), 0) << source;
  }
}

TEST_F(ImportChanged, an_image_that_comes_back_stands_where_its_file_is_now) {
  picture("set/a.png", 1);
  import(folder_ / "set");
  workspace_.writer().transact_and_wait("Remove", [](db::Transaction& transaction) {
    db::remove_from_set(transaction, std::span(&kFirst, 1), {db::LabelSource::User, ""});
  });
  fs::rename(folder_ / "set/a.png", folder_ / "set/b.png");
  EXPECT_EQ(import(folder_ / "set", {ConflictKind::Removed}).changed, 1);
  EXPECT_FALSE(image(kFirst).removed);
  EXPECT_EQ(image(kFirst).path, (folder_ / "set/b.png").string());
  EXPECT_EQ(import(folder_ / "set").known, 1);
}

TEST_F(ImportChanged, a_file_that_is_reached_over_a_link_is_no_duplicate_of_itself) {
  picture("set/a.png", 1);
  import(folder_ / "set");
  fs::create_directory_symlink(folder_ / "set", folder_ / "link");
  const ImportReport report = import(folder_ / "link");
  EXPECT_EQ(report.known, 1);
  EXPECT_EQ(report.duplicates, 0);
  EXPECT_THAT(copies(), IsEmpty());
}

}  // namespace
}  // namespace app::test
