// The field of a dialog that finds what is typed in a list: Up and Down choose in it. Main thread only.
#pragma once

#include <string>

#include "app/widgets/style.h"

namespace app {

inline constexpr float kQueryRow_px = 34;  // of the field, and of each row of the list

// Empty again when the dialog appears. True when Enter was pressed.
bool query_field(const widgets::Style& style, const std::string& landmark, const char* hint, std::string& query,
                 int& choice);

}  // namespace app
