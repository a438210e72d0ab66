# nevus_module(NAME [RECURSE] [LINK libs...] [PUBLIC_LINK libs...]): a static library from the
# sources of the calling folder. LINK is private, so a sibling's headers do not leak through it.
function(nevus_module name)
  cmake_parse_arguments(arg "RECURSE" "" "LINK;PUBLIC_LINK" ${ARGN})
  if(arg_RECURSE)
    file(GLOB_RECURSE sources CONFIGURE_DEPENDS *.cpp *.h)
  else()
    file(GLOB sources CONFIGURE_DEPENDS *.cpp *.h)
  endif()
  add_library(${name} STATIC ${sources})
  set_target_properties(${name} PROPERTIES LINKER_LANGUAGE CXX)
  target_link_libraries(${name} PUBLIC nevus_options ${arg_PUBLIC_LINK} PRIVATE ${arg_LINK})
endfunction()

# nevus_test_suite(FOLDER LABEL LINK libs...): one GoogleTest binary FOLDER_tests from tests/FOLDER.
function(nevus_test_suite folder)
  cmake_parse_arguments(arg "" "" "LINK;LABELS" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS "${folder}/*.cpp" "${folder}/*.h")
  if(NOT sources)
    return()
  endif()
  add_executable(${folder}_tests ${sources})
  target_link_libraries(${folder}_tests PRIVATE nevus_options ${arg_LINK} GTest::gmock GTest::gtest_main)
  target_compile_definitions(${folder}_tests PRIVATE
    NEVUS_SOURCE_DIR="${CMAKE_SOURCE_DIR}" NEVUS_TESTS_DIR="${CMAKE_SOURCE_DIR}/tests")
  gtest_discover_tests(${folder}_tests
    DISCOVERY_MODE PRE_TEST
    PROPERTIES LABELS "${arg_LABELS}" TIMEOUT 600
    ENVIRONMENT "OMP_WAIT_POLICY=passive")
endfunction()
