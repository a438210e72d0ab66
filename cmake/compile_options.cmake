# Warnings, sanitizers and ccache, applied to every target of the project through `nevus_options`.
add_library(nevus_options INTERFACE)
target_compile_options(nevus_options INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual
  -Wno-missing-field-initializers
  $<$<BOOL:${NEVUS_WERROR}>:-Werror>)

# GCC 12 takes sound concatenations and moves of strings for accesses out of bounds once -O2 has inlined them (its bugs 105329
# and 105651); the preset dev keeps these warnings.
if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
  target_compile_options(nevus_options INTERFACE
    "$<$<CONFIG:Release>:-Wno-array-bounds;-Wno-stringop-overflow;-Wno-stringop-overread;-Wno-restrict;-Wno-maybe-uninitialized>")
endif()

if(NEVUS_SANITIZE)
  target_compile_options(nevus_options INTERFACE
    -fsanitize=${NEVUS_SANITIZE} -fno-omit-frame-pointer -fno-sanitize-recover=all)
  target_link_options(nevus_options INTERFACE -fsanitize=${NEVUS_SANITIZE})
  # Programs leave out what a sanitizer reports though nothing is wrong; see the file.
  target_sources(nevus_options INTERFACE
    $<$<STREQUAL:$<TARGET_PROPERTY:TYPE>,EXECUTABLE>:${CMAKE_SOURCE_DIR}/cmake/sanitizer_exceptions.cpp>)
endif()

if(NEVUS_FUZZ)
  target_compile_options(nevus_options INTERFACE -fsanitize=fuzzer-no-link)
endif()

# ccache takes part only where a precompiled header's macros and times may be trusted, which they may: CMake makes the header
# again when one of its parts changes.
find_program(CCACHE_PROGRAM ccache)
if(CCACHE_PROGRAM)
  set(CMAKE_CXX_COMPILER_LAUNCHER
      "${CMAKE_COMMAND};-E;env;CCACHE_SLOPPINESS=pch_defines,time_macros;${CCACHE_PROGRAM}")
  add_compile_options($<$<CXX_COMPILER_ID:GNU>:-fpch-preprocess>)
endif()
