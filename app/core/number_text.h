// Numbers for people. Any thread; pure functions.
#pragma once

#include <cstdint>
#include <string>

namespace app {

std::string grouped(std::int64_t number);  // 5984 -> "5,984"

}  // namespace app
