#include "db/hash/sha256.h"

#include <string>

#include "tests/db/workspace.h"

namespace db::test {
namespace {

// The examples of FIPS 180-4 and of the NIST test vectors.
TEST(Sha256, AgreesWithPublishedExamples) {
  EXPECT_EQ(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  EXPECT_EQ(sha256_hex("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  EXPECT_EQ(sha256_hex(std::string(1'000'000, 'a')),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST(Sha256, OfPiecesIsThatOfTheWholeAndCanBeUsedAgain) {
  Sha256 hash;
  const std::string a = "ab", b = "c";
  for (int round = 0; round < 2; ++round) {
    hash.update(std::as_bytes(std::span(a)));
    hash.update(std::as_bytes(std::span(b)));
    EXPECT_EQ(hash.finish(), sha256_hex("abc"));
  }
}

TEST(Sha256, OfAFileLongerThanOnePieceIsThatOfItsBytes) {
  const TempFolder folder;
  std::string content(200'001, '\0');
  for (std::size_t i = 0; i < content.size(); ++i) content[i] = static_cast<char>(i * 31);
  write_file(folder.path() / "a b é.bin", content);
  EXPECT_EQ(sha256_file(folder.path() / "a b é.bin"), sha256_hex(content));
}

TEST(Sha256, SaysWhichFileCannotBeRead) {
  const TempFolder folder;
  const auto missing = caught([&] { sha256_file(folder.path() / "none.jpg"); });
  EXPECT_EQ(missing.kind, ErrorKind::InputOutput);
  EXPECT_NE(missing.text.find("none.jpg"), std::string::npos) << missing.text;
  EXPECT_EQ(caught([&] { sha256_file(folder.path()); }).kind, ErrorKind::InputOutput);
}

}  // namespace
}  // namespace db::test
