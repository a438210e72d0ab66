// `nevus remove`, `restore`, `source` and `relabel`, as typed: what changes nothing says so, and what is not there is
// refused.
#include <gmock/gmock.h>

#include "app/cli/verb.h"
#include "db/classes.h"
#include "tests/app/filled_workspace.h"
#include "tests/app/typed.h"

namespace app::cli {
namespace {
using test_support::FilledWorkspace;
using test_support::refused;
using test_support::typed;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

// Three images, two of them of a clinic.
struct DecisionVerbs : ::testing::Test {
  DecisionVerbs() {
    for (int i = 0; i < 3; ++i) {
      db::Image image = set.row(i);
      if (i < 2) image.source = "clinic A";
      set.add(image, set.nv);
    }
  }
  std::string text(void (*add)(CommandLine&), std::vector<std::string> words) const {
    words.insert(words.begin() + 1, set.workspace.folder().string());
    return typed(add, words).text;
  }
  std::string failure(void (*add)(CommandLine&), std::vector<std::string> words) const {
    words.insert(words.begin() + 1, set.workspace.folder().string());
    return refused(add, words);
  }
  FilledWorkspace set;
};

TEST_F(DecisionVerbs, that_change_nothing_say_so_and_promise_no_undo) {
  EXPECT_THAT(text(add_remove, {"remove", "image:1"}), HasSubstr("(1 changed)"));
  EXPECT_THAT(text(add_remove, {"remove", "image:1"}),
              AllOf(HasSubstr("Nothing changed: 1 image is removed already"), Not(HasSubstr("takes it back"))));
  EXPECT_THAT(text(add_remove, {"remove", "--missing"}), HasSubstr("Nothing changed: no image fits"));
  EXPECT_THAT(text(add_restore, {"restore", "image:2", "image:3"}), HasSubstr("2 images are in the set already"));
  EXPECT_THAT(text(add_source, {"source", "clinic A", "--of", "clinic A"}),
              AllOf(HasSubstr("Nothing changed: 1 image has the source clinic A already"), Not(HasSubstr("undo"))));
  EXPECT_THAT(text(add_relabel, {"relabel", "image:2", "nv"}), HasSubstr("Nothing changed: the image is labelled nv"));
  EXPECT_THAT(text(add_relabel, {"relabel", "image:2", "mel"}), HasSubstr("(1 changed"));
  EXPECT_THAT(text(add_relabel, {"relabel", "image:2", "unlabelled"}), HasSubstr("(1 changed"));
  EXPECT_THAT(text(add_relabel, {"relabel", "image:2", "unlabelled"}), HasSubstr("the image is unlabelled already"));
}

TEST_F(DecisionVerbs, refuse_a_source_that_no_image_has) {
  EXPECT_THAT(failure(add_remove, {"remove", "--source", "no such"}),
              AllOf(HasSubstr("none is of the source \"no such\""), HasSubstr("there are clinic A")));
  EXPECT_THAT(failure(add_restore, {"restore", "--source", "no such"}), HasSubstr("there are clinic A"));
  EXPECT_THAT(text(add_remove, {"remove", "--source", "clinic A"}), HasSubstr("(2 changed)"));
  EXPECT_THAT(text(add_remove, {"remove", "--source", "clinic A"}), HasSubstr("Nothing changed"));
  EXPECT_THAT(text(add_restore, {"restore", "--source", "clinic A"}), HasSubstr("(2 changed)"));
}

TEST_F(DecisionVerbs, give_no_label_of_a_retired_class) {
  set.write("Retire", [&](db::Transaction& t) {
    db::Class mel = *db::class_of(t, set.mel);
    mel.retired = true;
    db::update_class(t, mel);
  });
  EXPECT_THAT(failure(add_relabel, {"relabel", "image:1", "mel"}),
              AllOf(HasSubstr("\"mel\" is retired"), HasSubstr("nevus class WORKSPACE use mel")));
  EXPECT_THAT(failure(add_relabel, {"relabel", "image:1", "other"}),
              AllOf(HasSubstr("the workspace has: nv, unlabelled"), Not(HasSubstr("mel"))));
  EXPECT_THAT(text(add_relabel, {"relabel", "image:1", "unlabelled"}), HasSubstr("(1 changed"));
}

}  // namespace
}  // namespace app::cli
