// The layouts that are tried on a table, and what its columns tell of it. A new set is a file in layouts/.
// Any thread.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/intake/layouts/layout.h"

namespace app {

// In the order in which they are tried: the more special first.
const std::vector<Layout>& known_layouts();

// Tables of nobody in particular: columns by their usual names.
Layout usual_layout();

bool matches(const std::vector<std::string>& needs, const std::vector<std::string>& columns);
bool is_leak_by_name(std::string_view column_key);

}  // namespace app
