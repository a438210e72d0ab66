// A workspace and pictures to import into it, for the tests of importing.
#pragma once

#include <algorithm>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/intake/import_source.h"
#include "app/workspace/import.h"
#include "db/classes.h"
#include "db/images.h"
#include "engine/image/image_io.h"
#include "tests/temp_folder.h"

namespace app::test {

class ImportPictures : public ::testing::Test {
 protected:
  ImportPictures() : workspace_(folder_ / "ws", Workspace::Open::OrCreate) {}

  // A flat picture of its own shade: its own content.
  std::filesystem::path picture(const std::string& name, int shade) const {
    engine::Image image = engine::Image::blank(40, 30, 3);
    std::ranges::fill(image.pixels, static_cast<std::uint8_t>(shade));
    std::filesystem::create_directories((folder_ / name).parent_path());
    engine::save_png(image, folder_ / name);
    return folder_ / name;
  }
  // set/0.png ... of which each has its shade.
  void pictures(int count) const {
    for (int i = 0; i < count; ++i) picture("set/" + std::to_string(i) + ".png", i);
  }
  std::filesystem::path table(const std::string& text, const std::string& name = "set/table.csv") {
    return folder_.write(name, text);
  }

  ImportPlan plan(const std::filesystem::path& source, const PlanChoices& choices = {},
                  const SourceChoices& said = {}) const {
    FileReadings readings;
    const auto reader = workspace_.make_reader();
    return make_plan(place_of(workspace_, *reader), gather({source}, said), readings, choices, {}, {});
  }
  ImportReport import(const std::filesystem::path& source, std::vector<ConflictKind> update = {},
                      const PlanChoices& choices = {}) {
    return apply_plan(workspace_, plan(source, choices), {std::move(update)}, {}, {});
  }

  // Everything that stands: by file name, its class, split, age, sex and lesion.
  std::map<std::string, std::string> standing() const {
    const auto reader = workspace_.make_reader();
    std::map<db::ClassId, std::string> names;
    for (const db::Class& one : db::classes(*reader)) names[one.id] = one.name;
    std::map<std::string, std::string> all;
    for (const db::Image& image : db::images(*reader))
      all[std::filesystem::path(image.path).filename().string()] =
          (image.label ? names.at(*image.label) : "-") + " " + db::name_of(image.split) + " " +
          (image.age_years ? std::to_string(static_cast<int>(*image.age_years)) : "-") + " " + image.sex + " " +
          image.lesion_id + " " + image.extra_json;
    return all;
  }
  // Group of every class in a target.
  std::map<std::string, std::string> target(const std::string& name) const {
    const auto reader = workspace_.make_reader();
    std::map<db::ClassId, std::string> names;
    for (const db::Class& one : db::classes(*reader)) names[one.id] = one.name;
    std::map<std::string, std::string> groups;
    const auto found = db::target_named(*reader, name);
    if (found)
      for (const db::TargetGroup& group : found->groups)
        for (const db::ClassId id : group.classes) groups[names.at(id)] = group.name;
    return groups;
  }

  test_support::TempFolder folder_;
  Workspace workspace_;
};

}  // namespace app::test
