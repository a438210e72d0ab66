#include "app/table/class_keys.h"

#include <gtest/gtest.h>

namespace app {
namespace {

// "x" a class, "-" a retired one.
std::vector<ClassFacts> classes_of(const std::string& marks) {
  std::vector<ClassFacts> classes;
  for (const char mark : marks) {
    ClassFacts known;
    known.retired = mark == '-';
    classes.push_back(known);
  }
  return classes;
}

TEST(ClassKeys, are_those_of_classes_that_can_be_given) {
  EXPECT_EQ(label_keys_in_words(classes_of("xxxxxxx")), "keys 1 – 7");
  EXPECT_EQ(label_keys_in_words(classes_of("xxxxxx-")), "keys 1 – 6");
  EXPECT_EQ(label_keys_in_words(classes_of("x-xxxx")), "keys 1, 3 – 6");
  EXPECT_EQ(label_keys_in_words(classes_of("xx-x")), "keys 1, 2, 4");
  EXPECT_EQ(label_keys_in_words(classes_of("xxxxxxxxxxxx")), "keys 1 – 9") << "there are no more keys";
}

TEST(ClassKeys, of_one_class_are_one_key_and_of_none_nothing) {
  EXPECT_EQ(label_keys_in_words(classes_of("x")), "key 1");
  EXPECT_EQ(label_keys_in_words(classes_of("-x")), "key 2");
  EXPECT_EQ(label_keys_in_words(classes_of("--")), "");
  EXPECT_EQ(label_keys_in_words({}), "");
}

TEST(ClassKeys, classes_are_counted_with_those_that_are_retired) {
  EXPECT_EQ(classes_in_words(classes_of("xxx")), "3 classes");
  EXPECT_EQ(classes_in_words(classes_of("x")), "1 class");
  EXPECT_EQ(classes_in_words(classes_of("xx-x")), "4 classes, 1 retired");
}

}  // namespace
}  // namespace app
