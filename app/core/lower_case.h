// Names as they are compared where their case says nothing: endings of files, names of classes. Letters of ASCII only.
// Any thread; pure.
#pragma once

#include <string>
#include <string_view>

namespace app {

std::string in_lower_case(std::string_view text);

}  // namespace app
