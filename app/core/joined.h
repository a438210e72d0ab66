// Names in a sentence. Any thread; pure.
#pragma once

#include <string>
#include <vector>

namespace app {

std::string joined(const std::vector<std::string>& names);  // "benign, malignant"

}  // namespace app
