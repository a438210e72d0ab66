// The reveals of a sealed set: one line each in a file, with its number, whose answers they were, their hash, and the
// hash of the line before. The file is locked from counting to writing, so that reveals at the same time, of other
// programs too, are told apart.
//
//   const int reveal = add_reveal(folder / "reveals.tsv", "Ada", hash);
//
// Any thread. Throws std::runtime_error with the reason, naming the file.
#pragma once

#include <filesystem>
#include <string>

namespace app {

// Gives the number of this one, from 1.
int add_reveal(const std::filesystem::path& file, const std::string& who, const std::string& answers_hash);
// 0 where there is no file; throws where the lines were changed.
int count_reveals(const std::filesystem::path& file);

}  // namespace app
