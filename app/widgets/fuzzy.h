// Fuzzy search for the command palette: the letters of the query in order, better when they are
// together and at the beginnings of words. Pure. Any thread.
#pragma once

#include <optional>
#include <string_view>

namespace app::widgets {

// Larger is better; nothing if the query's letters do not occur in order. Case is ignored. An empty
// query matches everything with 0.
std::optional<int> fuzzy_score(std::string_view query, std::string_view text);

}  // namespace app::widgets
