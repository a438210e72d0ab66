// What leaves a workspace as labels comes back as it was: labels, splits and all that is known of an image, also where
// it looks like a formula, a number or a quote.
#include <filesystem>
#include <map>
#include <string>

#include <gtest/gtest.h>

#include "app/core/json.h"
#include "app/export/export_data.h"
#include "tests/app/import_pictures.h"
#include "tests/content_of.h"

namespace app {
namespace {
namespace fs = std::filesystem;
using test_support::content_of;

// All that an image is, but for the numbers that a workspace gives.
std::map<std::string, std::string> known(const Workspace& workspace) {
  const auto reader = workspace.make_reader();
  std::map<db::ClassId, std::string> names;
  for (const db::Class& one : db::classes(*reader)) names[one.id] = one.name;
  std::map<std::string, std::string> all;
  for (const db::Image& image : db::images(*reader))
    all[image.path] = Json{{"hash", image.sha256},
                           {"label", image.label ? names.at(*image.label) : ""},
                           {"split", db::name_of(image.split)},
                           {"lesion", image.lesion_id},
                           {"patient", image.patient_id},
                           {"age", image.age_years ? std::to_string(*image.age_years) : ""},
                           {"sex", image.sex},
                           {"site", image.site},
                           {"dx_type", image.dx_type},
                           {"mask", image.mask_path},
                           {"source", image.source},
                           {"extra", image.extra_json}}
                          .dump();
  return all;
}

class RoundTrip : public test::ImportPictures {
 protected:
  fs::path exported(Workspace& workspace, const std::string& name) {
    export_data(workspace, {.kind = ExportKind::Labels, .output = folder_ / name});
    return folder_ / name;
  }
  void import_into(Workspace& workspace, const fs::path& source, const SourceChoices& choices = {}) {
    FileReadings readings;
    const auto reader = workspace.make_reader();
    const ImportPlan plan = make_plan(place_of(workspace, *reader), gather({source}, choices), readings, {}, {}, {});
    const ImportReport report = apply_plan(workspace, plan, {}, {}, {});
    EXPECT_TRUE(report.failures.empty());
  }
};

TEST_F(RoundTrip, of_labels_gives_the_same_images_labels_and_metadata_and_the_same_bytes_again) {
  for (int i = 0; i < 6; ++i) picture("set/" + std::to_string(i) + ".png", 20 * i);
  picture("set/läsion, \"zwei\".png", 200);
  picture("set/=3.png", 220);
  picture("set/masks/0.png", 255);
  const fs::path source = table(
      "path,label,split,lesion_id,patient_id,age,sex,localization,dx_type,mask_path,camera,remark\n"
      "0.png,mel,train,0012,P 7,45,male,back,histo,masks/0.png,=cmd(),\"say \"\"no\"\", twice\"\n"
      "1.png,nv,train,0012,P 7,45,male,back,histo,,+1 more,Muttermal über der Schulter\n"
      "2.png,nv,val,1e3,007,62.5,female,lower extremity,consensus,,@home,\"two\nlines\"\n"
      "3.png,mel,test,-5,-x,0,,scalp,follow_up,,-1.50,日本語 العربية\n"
      "4.png,,train,,,,,,,,,\n"
      "5.png,\"Spitz, \"\"pigmented\"\"\",val,L1,,,unknown,,,, padded ,0x1F\n"
      "\"läsion, \"\"zwei\"\".png\",nv,,L ü,,85,male,,,,'quoted',TRUE\n"
      "=3.png,mel,train,L9,,30,female,,,,\"=1+1\",NaN\n");
  import_into(workspace_, source);
  ASSERT_EQ(known(workspace_).size(), 8U);
  const auto first = known(workspace_).at((folder_ / "set/0.png").string());
  EXPECT_NE(first.find("\"0012\""), std::string::npos) << first;
  EXPECT_NE(first.find("=cmd()"), std::string::npos) << first;
  const fs::path labels = exported(workspace_, "labels.csv");
  Workspace other(folder_ / "other", Workspace::Open::OrCreate);
  import_into(other, labels);
  EXPECT_EQ(known(other), known(workspace_));
  EXPECT_EQ(content_of(exported(other, "again.csv")), content_of(labels));
}

// Chosen as metadata, a column called as what is known of an image is neither that nor lost.
TEST_F(RoundTrip, of_columns_kept_as_metadata_whatever_they_are_called) {
  picture("set/0.png", 10);
  const fs::path source = table(
      "path,sex,source,age,lesion_id,label,dx,les2,Licence\n"
      "0.png,m?,shelf,about 40,box 7,benign?,nv,L1,seen\n");
  SourceChoices choices{.roles = {{"les2", ColumnRole::LesionId}, {"dx", ColumnRole::Label}}};
  for (const char* kept : {"sex", "source", "age", "lesion_id", "label", "Licence"})
    choices.roles[kept] = ColumnRole::Metadata;
  import_into(workspace_, source, choices);
  const auto reader = workspace_.make_reader();
  const db::Image image = db::images(*reader).front();
  EXPECT_EQ(image.lesion_id, "L1");
  EXPECT_EQ(image.sex, "");
  EXPECT_FALSE(image.age_years);
  EXPECT_EQ(Json::parse(image.extra_json), (Json{{"Licence (column)", "seen"},
                                                 {"age (column)", "about 40"},
                                                 {"label (column)", "benign?"},
                                                 {"lesion_id (column)", "box 7"},
                                                 {"sex (column)", "m?"},
                                                 {"source (column)", "shelf"}}));
  const fs::path labels = exported(workspace_, "labels.csv");
  Workspace other(folder_ / "other", Workspace::Open::OrCreate);
  import_into(other, labels);
  EXPECT_EQ(known(other), known(workspace_));
  EXPECT_EQ(content_of(exported(other, "again.csv")), content_of(labels));
}

}  // namespace
}  // namespace app
