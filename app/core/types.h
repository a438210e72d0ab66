// Identifiers and small enums which every room of the app shares. Plain values.
// Any thread.
#pragma once

#include <cstdint>
#include <string_view>

namespace app {

using ImageId = std::int64_t;
using ClassId = std::int64_t;
using RunId = std::int64_t;
using JobId = std::uint64_t;

enum class Depth { Head, Tail, Whole };
enum class Split { None, Train, Val, Test };

const char* name_of(Depth depth);
const char* name_of(Split split);
Depth depth_from_name(std::string_view name);  // throws when it is none of the three

// Deeper training starts from weights that are worth keeping: smaller steps.
float usual_learning_rate(Depth depth);

}  // namespace app
