// Imports without a mouse: folder, plan, report, undo.
#include <filesystem>

#include "engine/image/image_io.h"
#include "tests/flow/keyboard_session.h"

namespace {
namespace fs = std::filesystem;
using app::Workspace;
using flow_test::Keyboard;

TEST_F(Keyboard, the_import_dialog_imports_what_it_shows_without_a_mouse) {
  app::demo::DemoRecipe recipe;
  recipe.seed += 1;
  app::demo::write_demo(folder_ / "more", app::demo::for_images(recipe, 20));
  const std::string before = std::to_string(kImages);
  const std::string all = folder_.path().string(), more = (folder_ / "more").string();
  play("expect images <= " + before + R"(
key ctrl+o
wait 5
expect control == import.path
text /no/such/folder
key enter
wait until import.message contains No such file timeout 20
expect dialog == import
expect import.folder != /no/such/folder
shot bad_path.png
text )" +
       all +
       R"(
key enter
wait until import.folder == )" +
       all + R"(
key tab
key down
expect control contains import.entry.
key enter
wait until import.folder != )" +
       all + R"( timeout 20
wait 3
expect control == import.up
key shift+tab
wait 3
expect control == import.path
text )" +
       more +
       R"(
key enter
wait until import.folder == )" +
       more + R"(
wait until import.content contains images timeout 20
shot import.png
key enter
wait until plan == ready timeout 30
wait 4
expect control == plan.import
shot plan.png
key tab
expect control == plan.part.summary
key down
key down
key enter
wait 3
shot plan_classes.png
key shift+tab
key shift+tab
key shift+tab
expect control == plan.import
key enter
wait until dialog == "" timeout 10
wait until images > )" +
       before + R"( timeout 60
)");
}

// Half of them cannot be read: the toast has the first reasons, the list all of them, also after a restart.
TEST_F(Keyboard, an_import_report_can_be_read_again) {
  for (int i = 0; i < 30; ++i) folder_.write("broken/nv/b" + std::to_string(i) + ".jpg", "no picture");
  engine::save_png(engine::Image::blank(40, 30, 3), folder_ / "broken/nv/whole.png");
  play("drop " + (folder_ / "broken").string() +
       "\nwait until plan == ready timeout 30\nwait 3\nclick @plan.part.left-out\nwait 3\nshot left_out.png\n"
       "click @plan.import\nwait until messages > 1 timeout 60\nexpect messages.text contains b29.jpg\n"
       "expect toast.detail contains b\n"
       "click @toast.close\nwait 2\nexpect toasts == 0\nclick @status.messages\nwait 3\nexpect dialog == messages\n"
       "shot report.png\n");
  play("wait until messages.text contains b29.jpg timeout 20\nexpect toasts == 0\n");
}

// What is dropped is looked at first; leaving the plan writes nothing, and an import is taken back where it is told of.
TEST_F(Keyboard, an_import_is_planned_then_made_then_undone_and_made_again) {
  app::demo::DemoRecipe recipe;
  recipe.seed += 2;
  app::demo::write_demo(folder_ / "more", app::demo::for_images(recipe, 20));
  const std::string before = std::to_string(kImages), drop = "drop " + (folder_ / "more").string() + "\n";
  play(drop +
       "wait until plan == ready timeout 30\nwait 3\nkey escape\nwait 3\nexpect dialog == \"\"\n"
       "expect images <= " +
       before + "\n" + drop + "wait until plan == ready timeout 30\nwait 3\nkey enter\nwait until images > " + before +
       " timeout 60\nwait until toasts > 0 timeout 30\nwait 3\nshot done.png\nclick @toast.undo\n"
       "wait until images <= " +
       before + " timeout 60\nkey ctrl+shift+z\nwait until images > " + before +
       " timeout 60\nclick @status.messages\nwait 3\nclick @messages.show.Imports\nwait 3\nshot imports.png\n");
}

// Both readings are shown, and nothing can be imported before one is chosen.
TEST_F(Keyboard, an_import_of_a_folder_that_can_be_read_in_two_ways_asks_which) {
  for (int i = 0; i < 6; ++i) {
    engine::Image picture = engine::Image::blank(40, 30, 3);
    picture.pixels[0] = static_cast<std::uint8_t>(10 + i);
    const fs::path at = folder_ / "two" / (i < 2 ? "mel" : "nv") / (std::to_string(i) + ".png");
    fs::create_directories(at.parent_path());
    engine::save_png(picture, at);
  }
  folder_.write("two/labels.csv", "image_id,dx\nX1,nv\nX2,mel\n");
  play("drop " + (folder_ / "two").string() + R"(
wait until plan == ready timeout 30
wait 3
expect plan.button == Choose how to read it
expect control contains plan.reading
shot two_readings.png
click @"plan.reading.By its table"
wait until plan == ready timeout 30
wait 3
shot two_readings_columns.png
expect plan.button == Choose how to read it
click @plan.part.summary
wait 3
click @"plan.reading.By folder names"
wait until plan.button == Import 6 images timeout 30
shot two_readings_folders.png
click @plan.import
wait until images > 80 timeout 60
)");
}

}  // namespace
