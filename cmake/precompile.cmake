# The standard headers that most sources include are parsed once for all targets, and those of the test framework once for
# all suites; sources of one target are compiled six at a time (nevus_module, nevus_test_suite). Sources still include what
# they use: with NEVUS_PRECOMPILE off (as the preset dev has it) each is compiled alone, and a missing include is an error.
option(NEVUS_PRECOMPILE "Parse the most used headers once, and compile several sources of a target at a time" ON)

# Suites are compiled more often than their own loops run; optimising their assertions would take a third of the time.
set(nevus_test_optimisation $<$<CONFIG:Release>:-O1>)

if(NEVUS_PRECOMPILE)
  set(usual_headers <algorithm> <array> <cmath> <cstdint> <filesystem> <functional> <map> <memory> <optional> <span>
                    <sstream> <stdexcept> <string> <string_view> <unordered_map> <utility> <vector>)
  add_library(nevus_precompiled STATIC "${CMAKE_CURRENT_LIST_DIR}/precompiled.cpp")
  target_link_libraries(nevus_precompiled PUBLIC nevus_options)
  target_precompile_headers(nevus_precompiled PRIVATE ${usual_headers})
  if(NEVUS_TESTS)
    add_library(nevus_precompiled_tests STATIC "${CMAKE_CURRENT_LIST_DIR}/precompiled.cpp")
    target_link_libraries(nevus_precompiled_tests PUBLIC nevus_options GTest::gmock)
    target_compile_options(nevus_precompiled_tests PRIVATE ${nevus_test_optimisation})
    target_precompile_headers(nevus_precompiled_tests PRIVATE ${usual_headers} <gtest/gtest.h> <gmock/gmock.h>)
  endif()
endif()

# nevus_precompile(TARGET [shared|tests|own]): TARGET uses them. Shared ones need the options of nevus_options but for
# warnings; with others a target has its own.
function(nevus_precompile target kind)
  if(NOT NEVUS_PRECOMPILE)
    return()
  elseif(kind STREQUAL "own")
    target_precompile_headers(${target} PRIVATE ${usual_headers})
  elseif(kind STREQUAL "tests")
    target_precompile_headers(${target} REUSE_FROM nevus_precompiled_tests)
  else()
    target_precompile_headers(${target} REUSE_FROM nevus_precompiled)
  endif()
endfunction()
