// Numbers for people. Any thread; pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace app {

std::string grouped(std::int64_t number);  // 5984 -> "5,984"
// "1 image", "5,984 images"
std::string counted(std::int64_t count, const std::string& one, const std::string& more);
std::string score_text(const std::optional<double>& score);  // "0.912"; "–" where there is none

}  // namespace app
