// The secret with which a workspace groups the patients of DICOM files.
#include "app/workspace/patient_salt.h"

#include <fstream>
#include <iterator>

#include "tests/app/import_pictures.h"

namespace {
using app::Workspace;
using ::testing::HasSubstr;

constexpr const char* kPatient = "PATIENT-4711-DOE";

std::string element(int group, int number, const std::string& kind, std::string value) {
  if (value.size() % 2 != 0) value += kind == "UI" ? '\0' : ' ';
  const auto two = [](std::size_t n) { return std::string{static_cast<char>(n & 255U), static_cast<char>(n >> 8U)}; };
  std::string text = two(static_cast<std::size_t>(group)) + two(static_cast<std::size_t>(number)) + kind;
  if (kind == "OB") text += std::string(2, '\0');
  text += two(value.size());
  if (kind == "OB") text += std::string(2, '\0');
  return text + value;
}

std::string number(int value) { return {static_cast<char>(value), '\0'}; }

// One pixel of its own shade, of the patient.
std::string photograph(int shade) {
  const std::string head = element(2, 0x10, "UI", "1.2.840.10008.1.2.1");
  return std::string(128, '\0') + "DICM" + element(2, 0, "UL", number(static_cast<int>(head.size())) + number(0)) +
         head + element(0x08, 0x16, "UI", "1.2.840.10008.5.1.4.1.1.77.1.4") + element(0x08, 0x18, "UI", "1.2.3") +
         element(0x10, 0x10, "PN", "Doe^Jane") + element(0x10, 0x20, "LO", kPatient) +
         element(0x28, 0x02, "US", number(3)) + element(0x28, 0x04, "CS", "RGB") +
         element(0x28, 0x06, "US", number(0)) + element(0x28, 0x10, "US", number(1)) +
         element(0x28, 0x11, "US", number(2)) + element(0x28, 0x100, "US", number(8)) +
         element(0x7FE0, 0x10, "OB", std::string(6, static_cast<char>(shade)));
}

class PatientSalt : public app::test::ImportPictures {
 protected:
  PatientSalt() {
    folder_.write("one/a.dcm", photograph(1));
    folder_.write("two/b.dcm", photograph(2));
  }

  static void import_into(Workspace& workspace, const std::filesystem::path& source) {
    const auto reader = workspace.make_reader();
    app::FileReadings readings;
    const app::ImportSource read = app::gather({source}, {.patient_salt = app::patient_salt(*reader)});
    const auto plan = app::make_plan(app::place_of(workspace, *reader), read, readings, {}, {}, {});
    ASSERT_EQ(app::apply_plan(workspace, plan, {}, {}, {}).added, 1);
  }
  static std::vector<std::string> groups(const Workspace& workspace) {
    std::vector<std::string> groups;
    for (const db::Image& image : db::images(*workspace.make_reader())) groups.push_back(image.patient_id);
    return groups;
  }
};

TEST_F(PatientSalt, one_patient_is_one_group_in_a_workspace_and_another_in_the_next) {
  import_into(workspace_, folder_ / "one");
  import_into(workspace_, folder_ / "two");
  Workspace other(folder_ / "other", Workspace::Open::OrCreate);
  import_into(other, folder_ / "one");
  const std::vector<std::string> here = groups(workspace_), there = groups(other);
  ASSERT_EQ(here.size(), 2U);
  ASSERT_EQ(there.size(), 1U);
  EXPECT_EQ(here[0], here[1]);
  EXPECT_THAT(here[0], ::testing::StartsWith("patient-"));
  EXPECT_NE(here[0], there[0]);
  EXPECT_EQ(app::patient_salt(*workspace_.make_reader()).size(), 32U);
}

TEST_F(PatientSalt, the_id_stands_in_no_file_of_the_workspace) {
  import_into(workspace_, folder_ / "one");
  int files = 0;
  for (const auto& file : std::filesystem::recursive_directory_iterator(folder_ / "ws")) {
    if (!file.is_regular_file()) continue;
    std::ifstream in(file.path(), std::ios::binary);
    const std::string content{std::istreambuf_iterator<char>(in), {}};
    EXPECT_EQ(content.find(kPatient), std::string::npos) << file.path();
    EXPECT_EQ(content.find("Doe^Jane"), std::string::npos) << file.path();
    files += content.find(groups(workspace_).at(0)) != std::string::npos ? 1 : 0;
  }
  EXPECT_GE(files, 1);  // the group does, so the look was at the right files
}

TEST_F(PatientSalt, it_is_made_by_the_first_import_that_needs_it) {
  picture("plain/a.png", 7);
  import_into(workspace_, folder_ / "plain");
  EXPECT_EQ(app::patient_salt(*workspace_.make_reader()), "");
  plan(folder_ / "one");
  EXPECT_EQ(app::patient_salt(*workspace_.make_reader()), "");  // a look writes nothing
}

TEST_F(PatientSalt, groups_that_were_made_with_another_secret_are_refused) {
  const app::ImportPlan early = plan(folder_ / "two");
  import_into(workspace_, folder_ / "one");
  EXPECT_THAT([&] { app::apply_plan(workspace_, early, {}, {}, {}); },
              ::testing::ThrowsMessage<std::runtime_error>(HasSubstr("read the source again")));
  EXPECT_EQ(groups(workspace_).size(), 1U);
}

}  // namespace
