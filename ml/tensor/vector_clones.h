// Marks a function to be compiled for several instruction sets, the best of which is taken at load time:
// the program is built for any x86-64, and these loops gain most from wide registers. Sanitizers cannot
// run before the loader's choice, so there the plain version is built.
#pragma once

#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__) && \
    !defined(__SANITIZE_THREAD__)
#define ML_VECTOR_CLONES __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default")))
#else
#define ML_VECTOR_CLONES
#endif
