// The one function of a fuzz target, as libFuzzer calls it. Gives 0; aborts where something is wrong.
#pragma once

#include <cstddef>
#include <cstdint>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size);
