// Expects that a call throws std::runtime_error with a text that holds every given part.
#pragma once

#include <initializer_list>
#include <stdexcept>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

template <class Call>
void expect_error(const Call& call, std::initializer_list<const char*> parts) {
  try {
    call();
  } catch (const std::runtime_error& error) {
    for (const char* part : parts) EXPECT_THAT(std::string(error.what()), testing::HasSubstr(part));
    return;
  }
  ADD_FAILURE() << "nothing was thrown";
}
