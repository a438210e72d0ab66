// The kind of number that frozen layers compute with. float32 is the reference; bfloat16 keeps float32's range
// with 8 bits of precision, sums in float32, and runs about twice as fast where the processor has it.
//
// Use: `require_precision(precision);` before networks are made with it.
// Threads: any thread; pure functions.
#pragma once

#include <string_view>

namespace ml {

enum class Precision { Float32, Bfloat16 };

// "float32", "bfloat16".
std::string_view precision_name(Precision precision);
// Throws when it is neither.
Precision precision_from_name(std::string_view name);

// Whether this processor computes with it, rather than in a slow imitation.
bool has_precision(Precision precision);
// Throws when it does not, naming what it has.
void require_precision(Precision precision);

}  // namespace ml
