// A workspace with made-up images for tests of decisions: classes nv and mel, the target malignant, and images that
// were never read from a file.
#pragma once

#include <string>
#include <vector>

#include "app/workspace/workspace.h"
#include "db/classes.h"
#include "db/edits.h"
#include "db/hash/sha256.h"
#include "db/images.h"
#include "db/labels.h"
#include "tests/temp_folder.h"

namespace test_support {

struct FilledWorkspace {
  FilledWorkspace() : workspace(folder / "ws", app::Workspace::Open::OrCreate) {
    workspace.writer().transact_and_wait("Classes", [&](db::Transaction& t) {
      nv = db::add_class(t, {0, "nv", "nevus", 0x00ff00, 0});
      mel = db::add_class(t, {0, "mel", "melanoma", 0xff0000, 1});
      db::save_target(t, {0, "malignant", "", {{"benign", {nv}}, {"malignant", {mel}}}});
    });
  }

  db::Image row(int number) const {
    db::Image image;
    image.path = "/set/" + std::to_string(number) + ".jpg";
    image.sha256 = db::sha256_hex("image " + std::to_string(number));
    return image;
  }
  db::ImageId add(db::Image image, std::optional<db::ClassId> label = std::nullopt) {
    db::ImageId id = 0;
    workspace.writer().transact_and_wait("Import", [&](db::Transaction& t) {
      id = db::add_image(t, image).image;
      if (label) db::set_labels(t, std::vector<db::LabelChange>{{id, label, {}}}, {.source = db::LabelSource::Import});
    });
    return id;
  }
  const db::Reader& reader() const { return workspace.reader(); }
  void write(const std::string& name, const db::Writer::Work& work) {
    workspace.writer().transact_and_wait(name, work);
  }
  void undo() {
    write("Undo", [](db::Transaction& t) { db::undo(t); });
  }

  TempFolder folder;
  app::Workspace workspace;
  db::ClassId nv = 0, mel = 0;
};

}  // namespace test_support
