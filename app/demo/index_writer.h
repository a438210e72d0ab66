// The text files of a demo set: index.tsv, answer_key.tsv, duplicates.tsv, recipe.json and
// DEMO_README.txt.
//
// Any thread, but one call per folder at a time.
#pragma once

#include <filesystem>

#include "app/demo/plan.h"

namespace app::demo {

std::filesystem::path image_path_of(const PlannedImage& image);  // inside the set's folder
std::filesystem::path mask_path_of(const PlannedImage& image);

// The answer key, duplicates, recipe and README first, the index last and by renaming: a folder
// that has an index.tsv is complete. Throws std::runtime_error naming the file that failed.
void write_index_files(const std::filesystem::path& folder, const DemoPlan& plan, const DemoRecipe& recipe);

}  // namespace app::demo
