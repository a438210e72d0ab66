// How a source was read, in lines for people: what must be decided, what was left out, which words were understood how,
// what each column became, what was assumed. The most serious first. Any thread; pure functions.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "app/intake/import_source.h"

namespace app {

std::vector<std::string> account_of(const ImportSource& source);

// Line breaks and other control characters as \n, \r, \t or \?.
std::string on_one_line(std::string_view text);

// "2 rows whose picture is not there: a.jpg, b.jpg, …"
std::string text_of(const LeftOut& left_out);
// "nv was spelt nv (12), NV (3)"
std::string text_of(const Spelling& spelling);
// "the split dev is val (30)"; unknown words say so.
std::string text_of(const SplitWord& word);
// "t.csv: 16 rows, UTF-8, comma; path (path), label (label), …; kept as metadata: a, b; not used: c"
std::string text_of(const SourceTable& table);

}  // namespace app
