// Finds the functions of a C++ source by its braces, to measure them. Good enough for our style: a body is the
// outermost block, outside any other, that follows a parameter list. Lambdas and local classes belong to the function
// around them. Any thread; pure.
#pragma once

#include <string>
#include <vector>

namespace rules {

struct Function {
  std::string signature;  // up to the body, in one line
  int first_line = 0;     // of the signature
  int lines = 0;          // signature to closing brace
};

std::vector<Function> functions_of(const std::string& source);

}  // namespace rules
