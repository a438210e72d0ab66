// Plays files of a corpus to a fuzz target that was built without libFuzzer: every file, then every file cut at several
// places and with single bits turned, the same each time.
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <string>

#include "tests/fuzz/fuzz.h"

namespace {

constexpr std::size_t kCuts = 24, kTurns = 64;

void play(const std::string& bytes) {
  LLVMFuzzerTestOneInput(reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size());
}

long play_variants(const std::string& whole) {
  play(whole);
  for (std::size_t i = 1; i < kCuts; ++i) play(whole.substr(0, whole.size() * i / kCuts));
  for (std::size_t i = 0; i < kTurns && !whole.empty(); ++i) {
    std::string turned = whole;
    turned[i * 7919 % whole.size()] = static_cast<char>(turned[i * 7919 % whole.size()] ^ (1 << (i % 8)));
    play(turned);
  }
  return static_cast<long>(kCuts + kTurns);
}

}  // namespace

int main(int count, char** arguments) {
  long played = 0;
  for (int i = 1; i < count; ++i)
    for (const auto& file : std::filesystem::directory_iterator(arguments[i])) {
      std::ifstream in(file.path(), std::ios::binary);
      played += play_variants({std::istreambuf_iterator<char>(in), {}});
    }
  std::cout << played << " inputs played\n";
  return played > 0 ? 0 : 1;
}
