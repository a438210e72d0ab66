#include "app/workspace/class_edits.h"

#include <gmock/gmock.h>

#include "app/core/json.h"
#include "app/workspace/assets.h"
#include "app/workspace/colour_distance.h"
#include "app/workspace/workspace.h"
#include "db/runs.h"
#include "tests/app/filled_workspace.h"
#include "tests/content_of.h"
#include "tests/temp_folder.h"

namespace {
using app::ClassDecision;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::UnorderedElementsAre;

class ClassEdits : public ::testing::Test {
 protected:
  void decide(const ClassDecision& decision) { set_.write(decision.name, decision.work); }
  ClassDecision add(const std::string& name) { return app::add_class(set_.reader(), set_.workspace.catalog(), name); }
  template <class Attempt>
  std::string refusal(Attempt attempt) {
    try {
      attempt();
    } catch (const std::exception& error) {
      return error.what();
    }
    return {};
  }
  std::vector<std::string> names() {
    std::vector<std::string> names;
    for (const db::Class& known : db::classes(set_.reader())) names.push_back(known.name);
    return names;
  }
  std::vector<db::TargetGroup> groups() { return db::target_named(set_.reader(), "malignant")->groups; }

  test_support::FilledWorkspace set_;
};

TEST_F(ClassEdits, a_new_class_enters_no_target) {
  decide(add("bcc"));
  EXPECT_THAT(names(), ElementsAre("nv", "mel", "bcc"));
  EXPECT_EQ(db::class_named(set_.reader(), "bcc")->full_name, "basal cell carcinoma") << "as the catalogue knows it";
  ASSERT_EQ(groups().size(), 2U);
  EXPECT_THAT(groups()[1].classes, ElementsAre(set_.mel));
  set_.undo();
  EXPECT_THAT(names(), ElementsAre("nv", "mel"));
}

// Nothing was imported with labels: everything is decided by hand.
class ClassesByHand : public ::testing::Test {
 protected:
  std::vector<std::string> add(const std::string& name) {
    const ClassDecision decision = app::add_class(*workspace_.make_reader(), workspace_.catalog(), name);
    workspace_.writer().transact_and_wait(decision.name, decision.work);
    return decision.notes;
  }
  std::vector<std::string> groups(const std::string& target) {
    std::vector<std::string> names;
    const auto found = db::target_named(*workspace_.make_reader(), target);
    if (found)
      for (const db::TargetGroup& group : found->groups) names.push_back(group.name);
    return names;
  }

  test_support::TempFolder folder_;
  app::Workspace workspace_{folder_ / "ws", app::Workspace::Open::OrCreate};
};

TEST_F(ClassesByHand, make_the_targets_with_the_second_and_take_each_further_one) {
  EXPECT_THAT(add("mel"), ElementsAre(HasSubstr("need a second class")));
  EXPECT_THAT(groups("diagnosis"), ElementsAre());
  EXPECT_THAT(add("nv"), ElementsAre("the target malignant is: benign (nv), malignant (mel)",
                                     HasSubstr("the target diagnosis is: ")));
  EXPECT_THAT(groups("diagnosis"), UnorderedElementsAre("nv", "mel"));
  add("bcc");
  EXPECT_THAT(groups("diagnosis"), UnorderedElementsAre("nv", "mel", "bcc"));
  EXPECT_EQ(db::target_named(*workspace_.make_reader(), "malignant")->groups[1].classes.size(), 2U);
}

TEST_F(ClassesByHand, keep_the_place_of_one_that_is_retired) {
  for (const char* name : {"mel", "nv", "bcc"}) add(name);
  const ClassDecision retired = app::retire_class(*workspace_.make_reader(), "nv", true);
  workspace_.writer().transact_and_wait(retired.name, retired.work);
  add("df");
  EXPECT_THAT(groups("diagnosis"), UnorderedElementsAre("nv", "mel", "bcc", "df"));
}

TEST_F(ClassesByHand, leave_a_target_that_a_run_has_learnt) {
  add("mel");
  add("nv");
  workspace_.writer().transact_and_wait("Run", [](db::Transaction& t) {
    db::Run run;
    run.target = "diagnosis";
    db::add_run(t, run);
  });
  add("bcc");
  EXPECT_THAT(groups("diagnosis"), UnorderedElementsAre("nv", "mel"));
}

TEST_F(ClassEdits, spellings_that_differ_only_by_case_are_refused_naming_both) {
  const std::string latin = refusal([&] { add("MEL"); });
  EXPECT_THAT(latin, HasSubstr("\"MEL\""));
  EXPECT_THAT(latin, HasSubstr("\"mel\""));
  decide(add("Меланома"));
  EXPECT_THAT(refusal([&] { add("меланома"); }), HasSubstr("\"Меланома\""));
  EXPECT_THAT(refusal([&] { app::rename_class(set_.reader(), "nv", "Mel"); }),
              HasSubstr("only by case, blanks, hyphens"));
  EXPECT_EQ(refusal([&] { app::rename_class(set_.reader(), "nv", "NV"); }), "") << "its own name in other letters";
}

TEST_F(ClassEdits, spellings_that_an_import_takes_for_one_are_one_here_too) {
  decide(add("basal cell"));
  EXPECT_THAT(refusal([&] { add("Basal_Cell"); }), HasSubstr("\"basal cell\""));
  decide(add("n\xC3\xA9vus"));                                                         // é as one letter
  EXPECT_THAT(refusal([&] { add("ne\xCC\x81vus"); }), HasSubstr("\"n\xC3\xA9vus\""));  // and as two
}

TEST_F(ClassEdits, names_that_are_none_are_refused) {
  for (const std::string name : {"", " x", "x ", "a\nb", "a\tb", "Unlabelled"})
    EXPECT_NE(refusal([&] { add(name); }), "") << name;
  EXPECT_THAT(refusal([&] { app::rename_class(set_.reader(), "xx", "yy"); }), HasSubstr("nv, mel"));
}

TEST_F(ClassEdits, a_renamed_class_keeps_labels_and_the_groups_their_names) {
  const auto id = set_.add(set_.row(1), set_.nv);
  decide(app::rename_class(set_.reader(), "nv", "naevus"));
  EXPECT_EQ(db::class_named(set_.reader(), "naevus")->id, set_.nv);
  EXPECT_EQ(db::image(set_.reader(), id)->label, set_.nv);
  EXPECT_EQ(groups()[0].name, "benign");
  set_.undo();
  EXPECT_THAT(names(), ElementsAre("nv", "mel"));
}

TEST_F(ClassEdits, a_merge_moves_labels_and_targets_and_is_taken_back_as_one) {
  decide(add("naevus"));
  const auto naevus = db::class_named(set_.reader(), "naevus")->id;
  set_.write("Target", [&](db::Transaction& t) {
    db::save_target(t, {0, "malignant", "", {{"benign", {set_.nv, naevus}}, {"malignant", {set_.mel}}}});
    db::save_target(t, {0, "odd", "", {{"a", {naevus}}, {"b", {set_.mel}}}});
  });
  const auto first = set_.add(set_.row(1), naevus), second = set_.add(set_.row(2), set_.mel);
  decide(app::merge_classes(set_.reader(), "naevus", "nv"));
  EXPECT_EQ(db::image(set_.reader(), first)->label, set_.nv);
  EXPECT_EQ(db::image(set_.reader(), second)->label, set_.mel);
  EXPECT_TRUE(db::class_named(set_.reader(), "naevus")->retired);
  EXPECT_THAT(groups()[0].classes, ElementsAre(set_.nv));
  EXPECT_THAT(db::target_named(set_.reader(), "odd")->groups[0].classes, ElementsAre(set_.nv)) << "takes its place";
  EXPECT_EQ(db::label_history(set_.reader(), first)[0].reason, "Merge class naevus into nv");
  set_.undo();
  EXPECT_EQ(db::image(set_.reader(), first)->label, naevus);
  EXPECT_FALSE(db::class_named(set_.reader(), "naevus")->retired);
  EXPECT_THAT(groups()[0].classes, UnorderedElementsAre(set_.nv, naevus));
  EXPECT_THAT(db::target_named(set_.reader(), "odd")->groups[0].classes, ElementsAre(naevus));
  EXPECT_TRUE(db::verify_log(set_.reader()).sound());
}

TEST_F(ClassEdits, a_merge_across_groups_says_that_the_target_loses_one) {
  const ClassDecision decision = app::merge_classes(set_.reader(), "mel", "nv");
  EXPECT_THAT(decision.notes, ::testing::Contains(HasSubstr("malignant loses a group")));
  EXPECT_THAT(refusal([&] { app::merge_classes(set_.reader(), "mel", "mel"); }), HasSubstr("into itself"));
}

TEST_F(ClassEdits, a_merge_into_a_retired_class_is_refused_before_and_when_it_is_written) {
  set_.add(set_.row(1), set_.nv);
  const ClassDecision merged = app::merge_classes(set_.reader(), "nv", "mel");
  decide(app::retire_class(set_.reader(), "mel", true));
  EXPECT_THAT(refusal([&] { app::merge_classes(set_.reader(), "nv", "mel"); }),
              HasSubstr("\"mel\" is retired and takes no new labels"));
  EXPECT_THAT(refusal([&] { decide(merged); }), HasSubstr("\"mel\" is retired"));
  EXPECT_FALSE(db::class_named(set_.reader(), "nv")->retired);
  decide(app::retire_class(set_.reader(), "mel", false));
  decide(app::retire_class(set_.reader(), "nv", true));
  decide(app::merge_classes(set_.reader(), "nv", "mel"));
  EXPECT_EQ(db::images(set_.reader())[0].label, set_.mel) << "the one that goes may be retired";
}

TEST_F(ClassEdits, a_merge_says_how_many_of_its_images_are_removed) {
  set_.add(set_.row(1), set_.nv);
  const std::vector<db::ImageId> removed{set_.add(set_.row(2), set_.nv)};
  set_.write("Remove", [&](db::Transaction& t) { db::remove_from_set(t, removed); });
  EXPECT_THAT(
      app::merge_classes(set_.reader(), "nv", "mel").notes,
      ElementsAre(HasSubstr("2 images become mel"), "1 of them removed from the set", HasSubstr("loses a group")));
}

TEST_F(ClassEdits, order_colour_and_retirement_are_decisions_too) {
  decide(app::reorder_classes(set_.reader(), {"mel"}));
  EXPECT_THAT(names(), ElementsAre("mel", "nv"));
  decide(app::recolour_class(set_.reader(), "mel", app::colour_named("#123456")));
  decide(app::retire_class(set_.reader(), "nv", true));
  EXPECT_TRUE(db::class_named(set_.reader(), "nv")->retired);
  set_.undo();
  set_.undo();
  set_.undo();
  EXPECT_THAT(names(), ElementsAre("nv", "mel"));
  EXPECT_EQ(db::class_named(set_.reader(), "mel")->colour, 0xff0000U);
  EXPECT_FALSE(db::class_named(set_.reader(), "nv")->retired);
  EXPECT_THAT(refusal([&] { app::reorder_classes(set_.reader(), {"nv", "nv"}); }), HasSubstr("twice"));
  EXPECT_THAT(refusal([] { app::colour_named("red"); }), HasSubstr("#e07a5f"));
}

// As two programs do: both have looked before either writes.
TEST_F(ClassEdits, leave_what_another_decided_of_the_class_since_the_look) {
  const ClassDecision renamed = app::rename_class(set_.reader(), "nv", "naevus");
  const ClassDecision recoloured = app::recolour_class(set_.reader(), "nv", 0x123456);
  const ClassDecision retired = app::retire_class(set_.reader(), "nv", true);
  const ClassDecision reordered = app::reorder_classes(set_.reader(), {"mel"});
  const ClassDecision called_otherwise = app::rename_class(set_.reader(), "nv", "mole");
  for (const ClassDecision* decision : {&recoloured, &renamed, &retired, &reordered}) decide(*decision);
  EXPECT_THAT(names(), ElementsAre("mel", "naevus"));
  const auto known = db::class_named(set_.reader(), "naevus");
  EXPECT_EQ(known->colour, 0x123456U);
  EXPECT_TRUE(known->retired);
  EXPECT_THAT(refusal([&] { decide(called_otherwise); }), HasSubstr("is called \"naevus\" meanwhile"));
}

TEST_F(ClassEdits, check_names_again_when_they_are_written) {
  const ClassDecision added = add("bcc"), renamed = app::rename_class(set_.reader(), "nv", "BCC");
  decide(added);
  EXPECT_THAT(refusal([&] { decide(renamed); }), HasSubstr("differs from the class \"bcc\""));
  EXPECT_THAT(names(), ElementsAre("nv", "mel", "bcc"));
}

TEST_F(ClassEdits, a_merge_counts_what_it_moves_and_keeps_what_was_decided_since) {
  set_.add(set_.row(1), set_.nv);
  const ClassDecision merged = app::merge_classes(set_.reader(), "nv", "mel");
  EXPECT_THAT(merged.notes.front(), HasSubstr("1 images become mel"));
  set_.add(set_.row(2), set_.nv);
  decide(app::recolour_class(set_.reader(), "nv", 0x123456));
  const db::ChangeSet changes = set_.workspace.writer().transact_and_wait(merged.name, merged.work);
  EXPECT_THAT(merged.notes_after(changes).front(), HasSubstr("2 images become mel, and nv is retired"));
  EXPECT_EQ(db::class_named(set_.reader(), "nv")->colour, 0x123456U);
}

TEST(ClassColours, stay_apart_for_forty_classes_also_without_red_or_green_cones) {
  std::vector<std::uint32_t> palette;
  const auto classes = app::Json::parse(test_support::content_of(app::asset("classes.json")));
  for (const auto& hex : classes.at("palette"))
    palette.push_back(static_cast<std::uint32_t>(std::stoul(hex.get<std::string>(), nullptr, 16)));
  ASSERT_EQ(palette.size(), 40U);
  float nearest_of_eight = 9, nearest = 9;
  for (std::size_t i = 0; i < palette.size(); ++i)
    for (std::size_t j = 0; j < i; ++j) {
      const float distance = app::colour_distance(palette[i], palette[j]);
      nearest = std::min(nearest, distance);
      if (i < 8) nearest_of_eight = std::min(nearest_of_eight, distance);
    }
  EXPECT_GT(nearest_of_eight, 0.13F);
  EXPECT_GT(nearest, 0.05F);  // 0.02 is just noticeable
}

TEST(ClassColours, of_new_classes_are_the_farthest_from_those_in_use) {
  const app::ClassCatalog catalog(app::asset("classes.json"));
  std::vector<std::uint32_t> used;
  for (const char* name : {"nv", "mel", "bkl", "bcc", "akiec", "vasc", "df", "scc"})
    used.push_back(catalog.find(name)->colour_rgb);
  for (int more = 0; more < 4; ++more) {
    const std::uint32_t colour = catalog.free_colour(used);
    for (const std::uint32_t other : used) EXPECT_GT(app::colour_distance(colour, other), 0.06F) << more;
    used.push_back(colour);
  }
}

TEST(ColourDistance, knows_what_a_deuteranope_confuses) {
  const std::uint32_t red = 0xB35900, green = 0x7A8000;
  EXPECT_LT(app::colour_distance(red, green, app::Eye::Deuteranope),
            app::colour_distance(red, green, app::Eye::Usual) / 2);
  EXPECT_NEAR(app::oklab(0xffffff)[0], 1, 1e-3);
  EXPECT_EQ(app::colour_distance(0x123456, 0x123456), 0);
}

}  // namespace
