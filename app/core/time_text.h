// Times and durations as people read them. Any thread; pure functions.
#pragma once

#include <cstdint>
#include <string>

namespace app {

std::string local_time_text(std::int64_t unix_ms);  // "2026-03-01 14:05"
std::string duration_text(double seconds);          // "45 s", "2 min 10 s", "1 h 5 min"

}  // namespace app
