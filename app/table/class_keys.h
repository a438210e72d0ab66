// The keys of the classes that can be given, and how many classes there are, in words. Pure. Any thread.
#pragma once

#include <string>
#include <vector>

#include "app/table/class_list.h"

namespace app {

// "keys 1 – 7", "keys 1, 3 – 6" where the second is retired, "key 1"; empty: no class has a key.
std::string label_keys_in_words(const std::vector<ClassFacts>& classes);
// "7 classes", "7 classes, 1 retired".
std::string classes_in_words(const std::vector<ClassFacts>& classes);

}  // namespace app
