// Weights files: what is written is read back, and what is damaged is refused with a reason.
#include <chrono>
#include <fstream>
#include <string>

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "ml/model/safetensors.h"
#include "tests/ml/expect_error.h"
#include "tests/temp_folder.h"

namespace {

std::filesystem::path write_bytes(const test_support::TempFolder& folder, const std::string& bytes) {
  const std::filesystem::path path = folder.path() / "weights.safetensors";
  std::ofstream(path, std::ios::binary) << bytes;
  return path;
}

// A file of this header and as many bytes of numbers.
std::string file_of(const std::string& header, std::size_t data_bytes) {
  const std::uint64_t length = header.size();
  std::string bytes(reinterpret_cast<const char*>(&length), sizeof length);
  return bytes + header + std::string(data_bytes, '\1');
}

void expect_refused(const std::string& bytes, std::initializer_list<const char*> parts) {
  const test_support::TempFolder folder;
  const std::filesystem::path path = write_bytes(folder, bytes);
  expect_error([&] { ml::read_safetensors(path); }, parts);
  expect_error([&] { ml::read_safetensors(path); }, {"cannot read weights", path.c_str()});
}

TEST(Safetensors, ReadsBackWhatWasWritten) {
  const test_support::TempFolder folder;
  ml::Weights weights;
  weights.set("a.weight", {{2, 3}, {1, 2, 3, -4, 5e-20F, 6}});
  weights.set("scalar", {{}, {7}});
  weights.set("empty", {{0, 4}, {}});
  weights.metadata()["what"] = "a \"quoted\" text, größer";
  ml::write_safetensors(folder.path() / "w.safetensors", weights);
  EXPECT_EQ(ml::read_safetensors(folder.path() / "w.safetensors"), weights);
}

// What a sort does with equal keys depends on how many there are.
TEST(Safetensors, ReadsBackWhicheverTensorIsEmpty) {
  const test_support::TempFolder folder;
  for (const std::size_t tensors : {2U, 17U, 40U}) {
    for (std::size_t empty = 0; empty < tensors; ++empty) {
      ml::Weights weights;
      for (std::size_t i = 0; i < tensors; ++i)
        weights.set("tensor." + std::to_string(10 + i),
                    i == empty ? ml::Tensor{{0, 3}, {}} : ml::Tensor{{1}, {static_cast<float>(i)}});
      ml::write_safetensors(folder.path() / "w.safetensors", weights);
      ASSERT_EQ(ml::read_safetensors(folder.path() / "w.safetensors"), weights) << empty << " of " << tensors;
    }
  }
}

TEST(Safetensors, ReplacesAFileAndLeavesNothingBeside) {
  const test_support::TempFolder folder;
  ml::Weights weights;
  for (const float value : {1.F, 2.F}) {
    weights.set("a", {{1}, {value}});
    ml::write_safetensors(folder.path() / "w.safetensors", weights);
  }
  EXPECT_EQ(ml::read_safetensors(folder.path() / "w.safetensors").at("a").values[0], 2.F);
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder.path()), {}), 1);
}

TEST(Safetensors, ReadsHalfAndBrainFloats) {
  const test_support::TempFolder folder;
  std::string bytes = file_of(R"({"h":{"dtype":"F16","shape":[2],"data_offsets":[0,4]},)"
                              R"("b":{"dtype":"BF16","shape":[2],"data_offsets":[4,8]}})",
                              0);
  const std::uint16_t numbers[] = {0x3c00, 0xc100, 0x3f80, 0xc020};  // 1, -2.5, 1, -2.5
  bytes.append(reinterpret_cast<const char*>(numbers), sizeof numbers);
  const ml::Weights weights = ml::read_safetensors(write_bytes(folder, bytes));
  EXPECT_EQ(weights.at("h").values, (std::vector<float>{1.F, -2.5F}));
  EXPECT_EQ(weights.at("b").values, (std::vector<float>{1.F, -2.5F}));
}

TEST(Safetensors, RefusesWhatIsNoSafetensorsFile) {
  expect_refused("", {"only 0 bytes"});
  expect_refused("\x89PNG\r\n\x1a\n----------------", {"not a safetensors file"});
  expect_refused(std::string(200, '\0'), {"not a safetensors file"});
  expect_refused(file_of("{nonsense}", 0), {"not JSON"});
  const test_support::TempFolder folder;
  expect_error([&] { ml::read_safetensors(folder.path()); }, {"it is a folder"});
  expect_error([&] { ml::read_safetensors(folder.path() / "absent"); }, {"cannot read weights", "absent"});
}

TEST(Safetensors, RefusesATruncatedFileAtEveryLength) {
  const std::string whole = file_of(R"({"a":{"dtype":"F32","shape":[4],"data_offsets":[0,16]}})", 16);
  const test_support::TempFolder folder;
  for (std::size_t length = 0; length < whole.size(); ++length)
    EXPECT_THROW(ml::read_safetensors(write_bytes(folder, whole.substr(0, length))), ml::SafetensorsError) << length;
  EXPECT_NO_THROW(ml::read_safetensors(write_bytes(folder, whole)));
}

TEST(Safetensors, RefusesOffsetsThatCannotBe) {
  const auto with = [](const std::string& entry) { return file_of("{\"a\":" + entry + "}", 16); };
  expect_refused(with(R"({"dtype":"F32","shape":[8],"data_offsets":[0,32]})"), {"\"a\"", "outside"});
  expect_refused(with(R"({"dtype":"F32","shape":[4],"data_offsets":[16,0]})"), {"\"a\"", "outside"});
  expect_refused(with(R"({"dtype":"F32","shape":[3],"data_offsets":[0,16]})"), {"(3)", "16 bytes"});
  expect_refused(with(R"({"dtype":"F32","shape":[4],"data_offsets":[-16,0]})"), {"not understood"});
  expect_refused(with(R"({"dtype":"F32","shape":[4],"data_offsets":[0]})"), {"not understood"});
  expect_refused(with(R"({"dtype":"F32","shape":[4294967296,4294967296,4294967296],"data_offsets":[0,16]})"),
                 {"impossible"});
  expect_refused(with(R"({"dtype":"I64","shape":[2],"data_offsets":[0,16]})"), {"I64"});
  expect_refused(with(R"({"shape":[4],"data_offsets":[0,16]})"), {"not understood"});
  expect_refused(with(R"("text")"), {"not understood"});
  expect_refused(with(R"({"dtype":"F32","shape":[2],"data_offsets":[0,8]})"), {"8 bytes behind"});
}

TEST(Safetensors, RefusesTensorsThatOverlapOrOccurTwice) {
  const std::string a = R"("a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]})";
  expect_refused(file_of("{" + a + R"(,"b":{"dtype":"F32","shape":[2],"data_offsets":[4,12]}})", 12), {"overlaps"});
  expect_refused(file_of("{" + a + "," + a + "}", 8), {"\"a\"", "twice"});
}

std::string header_of_keys(int keys) {
  std::string header = "{";
  for (int i = 0; i < keys; ++i) {
    if (i > 0) header += ',';
    header += '"' + std::to_string(i) + R"(":{"dtype":"F32","shape":[0],"data_offsets":[0,0]})";
  }
  return header + "}";
}

long peak_memory_kb() {
  std::ifstream status("/proc/self/status");
  for (std::string line; std::getline(status, line);)
    if (line.starts_with("VmHWM:")) return std::stol(line.substr(6));
  return 0;
}

TEST(Safetensors, RefusesAHeaderOfMillionsOfNamesBeforeReadingIt) {
  const test_support::TempFolder folder;
  const std::filesystem::path path = write_bytes(folder, file_of(header_of_keys(2'000'000), 0));
  std::ofstream("/proc/self/clear_refs") << "5";  // the peak is counted anew
  const long before = peak_memory_kb();
  const auto started = std::chrono::steady_clock::now();
  expect_error([&] { ml::read_safetensors(path); }, {"cannot read weights", "its header has"});
  EXPECT_LT(std::chrono::steady_clock::now() - started, std::chrono::seconds(1));
  EXPECT_LT(peak_memory_kb() - before, 50'000);
}

TEST(Safetensors, ReadsAHeaderOfThousandsOfNames) {
  const test_support::TempFolder folder;
  EXPECT_EQ(ml::read_safetensors(write_bytes(folder, file_of(header_of_keys(20'000), 0))).size(), 20'000U);
}

TEST(Safetensors, FollowsALinkAndWritesThroughADevice) {
  const test_support::TempFolder folder;
  ml::Weights weights;
  weights.set("a", {{1}, {1}});
  std::filesystem::create_symlink(folder.path() / "target", folder.path() / "link");
  ml::write_safetensors(folder.path() / "link", weights);
  EXPECT_TRUE(std::filesystem::is_symlink(folder.path() / "link"));
  EXPECT_EQ(ml::read_safetensors(folder.path() / "target"), weights);
  const std::filesystem::path device = folder.path() / "null";
  if (::mknod(device.c_str(), S_IFCHR | 0666, ::makedev(1, 3)) != 0) GTEST_SKIP() << "no device node can be made here";
  ml::write_safetensors(device, weights);
  EXPECT_TRUE(std::filesystem::is_character_file(device));
}

TEST(Safetensors, LeavesTheOldFileWhenWritingFails) {
  ml::Weights weights;
  weights.set("a", {{3}, {1, 2}});
  const test_support::TempFolder folder;
  const std::filesystem::path path = write_bytes(folder, "old");
  expect_error([&] { ml::write_safetensors(path, weights); }, {"\"a\"", "holds 2"});
  EXPECT_EQ(std::filesystem::file_size(path), 3U);
  weights.set("a", {{1}, {1}});
  expect_error([&] { ml::write_safetensors(folder.path() / "no such folder" / "w", weights); },
               {"cannot save", "No such file"});
}

}  // namespace
