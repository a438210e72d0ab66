// make_bench_workspace FOLDER [--images N] [--classes K] [--runs R] [--epochs E] [--model FILE]
#include <chrono>
#include <cstdio>
#include <exception>
#include <stdexcept>
#include <string>

#include "tests/bench/bench_workspace.h"

namespace {

constexpr const char* kUsage =
    "usage: make_bench_workspace FOLDER [--images N] [--classes K] [--runs R] [--epochs E] [--model FILE]";

void set_option(bench::WorkspaceOptions& options, const std::string& name, const std::string& value) {
  if (name == "--images")
    options.images = std::stoll(value);
  else if (name == "--classes")
    options.classes = std::stoi(value);
  else if (name == "--runs")
    options.runs = std::stoi(value);
  else if (name == "--epochs")
    options.epochs = std::stoi(value);
  else if (name == "--model")
    options.model = value;
  else
    throw std::runtime_error(std::string("unknown option ") + name + "\n" + kUsage);
}

int make(int count, char** words) {
  if (count < 2 || count % 2 != 0) throw std::runtime_error(kUsage);
  const auto start = std::chrono::steady_clock::now();
  const auto seconds = [&] { return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(); };
  bench::WorkspaceOptions options;
  for (int i = 2; i < count; i += 2) set_option(options, words[i], words[i + 1]);
  options.progress = [&](const std::string& done) { std::printf("%7.1f s  %s\n", seconds(), done.c_str()); };
  bench::make_bench_workspace(words[1], options);
  std::printf("%7.1f s  done: %s\n", seconds(), words[1]);
  return 0;
}

}  // namespace

int main(int count, char** words) {
  try {
    return make(count, words);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "%s\n", error.what());
    return 1;
  }
}
