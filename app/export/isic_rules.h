// The rules by which the ISIC challenges take or refuse a submission, as their scorers apply them: columns, rows,
// numbers. What is written is judged by them before anybody else does.
// Any thread; pure functions.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace app {

struct IsicForm {
  std::string_view name;       // "ISIC 2018 task 3"
  std::string_view id_column;  // "image"
  std::vector<std::string_view> columns;
  bool tied_maxima_are_wrong;  // the most probable class must be one
};
const IsicForm& isic_form(int year);  // 2018, 2019 or 2024; throws otherwise

// In words; empty: it would be taken. `expected`: the images that must be there, each once.
std::vector<std::string> isic_problems(const IsicForm& form, std::string_view csv,
                                       std::span<const std::string> expected);

}  // namespace app
