// Makes a workspace of any size for benchmarks: rows that look like a dermoscopy collection, its labels
// and the predictions of training runs. There are no image files. The same options give the same rows.
//
//   make_bench_workspace(folder, {.images = 100'000});
//
// Any thread.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

namespace bench {

struct WorkspaceOptions {
  std::int64_t images = 10'000;
  int classes = 7;  // the first seven are those of HAM10000
  int runs = 1;
  int epochs = 10;              // of each run; every one keeps the predictions of all splits
  std::filesystem::path model;  // copied to each run as its best model; empty: the runs have no model file
  std::function<void(const std::string&)> progress = [](const std::string&) {};
};

// Writes FOLDER/nevus.db. Throws std::runtime_error when there is one already.
void make_bench_workspace(const std::filesystem::path& folder, const WorkspaceOptions& options);

}  // namespace bench
