// Text as it may stand on a terminal. Names of files, classes and people come from outside: a control character in one
// could move the cursor, change the title or hide what follows. Such characters are shown as their code instead.
//
//   std::cout << printable(outcome.text);
//
// Any thread; pure functions.
#pragma once

#include <string>
#include <string_view>

namespace app {

// Line breaks and tabs stay. Other controls, marks that turn the direction of writing around and bytes that are no
// UTF-8 become \x1b, \u202e or \xff.
std::string printable(std::string_view text);

// Of JSON text, whose strings may hold some of them raw: they become \u escapes, which mean the same.
std::string printable_json(std::string_view json);

}  // namespace app
