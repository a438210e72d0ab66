// Writes a demo set into a folder: images/*.jpg, masks/*.png, index.tsv, answer_key.tsv (the true
// class of each image that the index labels wrongly), duplicates.tsv, recipe.json, DEMO_README.txt.
//
//     DemoReport report = write_demo(folder, recipe, [](const DemoProgress& p) { ... }, stop_token);
//     if (!report.cancelled) import(report.index_file);
//
// The index is written last: a folder without index.tsv holds an unfinished set, and writing the
// same recipe again completes or replaces it. An existing index.tsv is removed before anything else.
// Any thread, but one call per folder at a time. The images are made on `threads` threads of its
// own; `progress` is called from them one call at a time, never concurrently.
#pragma once

#include <filesystem>
#include <functional>
#include <stop_token>

#include "app/demo/recipe.h"

namespace app::demo {

struct DemoProgress {
  int images_done = 0;
};

struct DemoReport {
  int images = 0;
  int lesions = 0;
  int wrong_labels = 0;
  int leaked_duplicates = 0;
  bool cancelled = false;  // then `images` counts what was written and there is no index.tsv
  std::filesystem::path index_file;
  std::filesystem::path answer_key_file;
};

using DemoProgressFunction = std::function<void(const DemoProgress&)>;

// Throws BadRecipe, or std::runtime_error when the folder or a file cannot be written.
DemoReport write_demo(const std::filesystem::path& folder, const DemoRecipe& recipe,
                      const DemoProgressFunction& progress = {}, std::stop_token stop = {}, int threads = 2);

}  // namespace app::demo
