// On the Wall every class can be given, also those that have no key.
#include "db/classes.h"
#include "tests/flow/keyboard_session.h"

namespace {
using flow_test::Keyboard;

TEST_F(Keyboard, the_wall_gives_classes_without_a_key_by_their_letters) {
  workspace_->writer().transact_and_wait("Classes", [](db::Transaction& t) {
    for (const char* name : {"eighth", "ninth", "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth"})
      db::add_class(t, {.name = name});
  });
  play(R"(
key f5
wait until wall.moves == 0 timeout 20
click @wall.canvas
wait 5
expect selected == 1
key l
wait 3
expect dialog == label
text fourteenth
key enter
wait until undo == Label 1 image as fourteenth timeout 20
expect page == wall
click @wall.label.more
wait 3
expect dialog == label
)");
}

}  // namespace
