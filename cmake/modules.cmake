# nevus_see_folder(TARGET FOLDER PUBLIC|PRIVATE): TARGET (and with PUBLIC whoever links it) may include headers of FOLDER as
# "FOLDER/x.h"; FOLDER may also be one header. The include path is a folder of the build tree with nothing but a link to
# FOLDER in it, so that a target sees its own headers and those of the targets it links, and an include of anything else
# does not compile.
function(nevus_see_folder target folder scope)
  string(REPLACE "/" "_" flat "${folder}")
  set(tree "${CMAKE_BINARY_DIR}/include/${flat}")
  get_filename_component(parent "${tree}/${folder}" DIRECTORY)
  file(MAKE_DIRECTORY "${parent}")
  file(CREATE_LINK "${CMAKE_SOURCE_DIR}/${folder}" "${tree}/${folder}" SYMBOLIC)
  target_include_directories(${target} ${scope} "${tree}")
endfunction()

# Sources that see the command-line or JSON library spend most of their compile time in optimising it, for work of microseconds.
function(nevus_spare_parsers)
  foreach(source ${ARGN})
    file(STRINGS "${source}" parsers REGEX "^#include <(nlohmann/json|CLI/CLI)\\.hpp>" LIMIT_COUNT 1)
    if(parsers)
      set_source_files_properties("${source}" PROPERTIES COMPILE_OPTIONS $<$<CONFIG:Release>:-O1>)
    endif()
  endforeach()
endfunction()

# nevus_module(NAME [RECURSE] [STRICT] [OWN_OPTIONS] [APART globs...] [LINK libs...] [PUBLIC_LINK libs...]): a static library from
# the sources of the calling folder. LINK is private, so a sibling's headers do not leak through it. STRICT also warns of
# conversions that may change a value or a sign. OWN_OPTIONS: the folder compiles with options of its own. Six sources are
# compiled at a time, as they include the same headers: that takes about two fifths off the compiler's time (eight would take
# little more and share worse among cores). Those that APART names are compiled alone, as are those with options of their
# own. What sources of one folder have in anonymous namespaces must not collide.
function(nevus_module name)
  cmake_parse_arguments(arg "RECURSE;STRICT;OWN_OPTIONS" "" "APART;LINK;PUBLIC_LINK" ${ARGN})
  if(arg_RECURSE)
    file(GLOB_RECURSE sources CONFIGURE_DEPENDS *.cpp *.h)
  else()
    file(GLOB sources CONFIGURE_DEPENDS *.cpp *.h)
  endif()
  file(RELATIVE_PATH folder "${CMAKE_SOURCE_DIR}" "${CMAKE_CURRENT_SOURCE_DIR}")
  add_library(${name} STATIC ${sources})
  set_target_properties(${name} PROPERTIES LINKER_LANGUAGE CXX)
  target_link_libraries(${name} PUBLIC nevus_options ${arg_PUBLIC_LINK} PRIVATE ${arg_LINK})
  nevus_see_folder(${name} ${folder} PUBLIC)
  nevus_spare_parsers(${sources})
  if(arg_STRICT)
    target_compile_options(${name} PRIVATE -Wconversion -Wsign-conversion)
  endif()
  if(arg_OWN_OPTIONS)
    nevus_precompile(${name} own)
  else()
    nevus_precompile(${name} shared)
  endif()
  if(NEVUS_PRECOMPILE)
    set_target_properties(${name} PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 6)
    if(arg_APART)
      file(GLOB apart CONFIGURE_DEPENDS ${arg_APART})
      set_source_files_properties(${apart} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
    endif()
  endif()
endfunction()

# nevus_test_suite(FOLDER LABELS label [APART] [SORTED label filter ...] LINK libs...): one GoogleTest binary FOLDER_tests
# from tests/FOLDER, several sources compiled at a time, but where APART says that names of their own collide. Its cases
# have the label LABELS, but for those that a filter of SORTED (GoogleTest's, on "Suite.case") names, which have the label
# before it.
function(nevus_test_suite folder)
  cmake_parse_arguments(arg "APART" "LABELS" "LINK;SORTED" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS "${folder}/*.cpp" "${folder}/*.h")
  if(NOT sources)
    return()
  endif()
  add_executable(${folder}_tests ${sources})
  target_link_libraries(${folder}_tests PRIVATE nevus_options ${arg_LINK} GTest::gmock GTest::gtest_main)
  target_compile_definitions(${folder}_tests PRIVATE
    NEVUS_SOURCE_DIR="${CMAKE_SOURCE_DIR}" NEVUS_TESTS_DIR="${CMAKE_SOURCE_DIR}/tests")
  nevus_see_folder(${folder}_tests tests PRIVATE)
  target_compile_options(${folder}_tests PRIVATE ${nevus_test_optimisation})
  nevus_precompile(${folder}_tests tests)
  if(NEVUS_PRECOMPILE AND NOT arg_APART)
    set_target_properties(${folder}_tests PROPERTIES UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 6)
  endif()
  set(others "")
  while(arg_SORTED)
    list(POP_FRONT arg_SORTED label filter)
    nevus_discover_tests(${folder} ${label} "${filter}")
    string(APPEND others ":${filter}")
  endwhile()
  string(REGEX REPLACE "^:" "" others "${others}")
  nevus_discover_tests(${folder} ${arg_LABELS} "*-${others}")
endfunction()

function(nevus_discover_tests folder label filter)
  gtest_discover_tests(${folder}_tests
    DISCOVERY_MODE PRE_TEST
    TEST_FILTER "${filter}"
    TEST_LIST ${folder}_${label}
    PROPERTIES LABELS "${label}" TIMEOUT 600
    ENVIRONMENT "OMP_WAIT_POLICY=passive")
endfunction()
