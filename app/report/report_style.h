// The style sheet of a report: paper and dark screen, and what is printed. For this folder.
#pragma once

#include <string>

namespace app {

// Inks of figures and page by their tokens, light, and dark where the reader prefers it.
std::string report_style();

}  // namespace app
