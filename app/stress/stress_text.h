// What was measured on worse pictures, for people (a table a metric, corruptions by strengths) and as CSV (a row a
// cell). Any thread; pure functions.
#pragma once

#include <cstddef>
#include <string>

#include "app/stress/stress_result.h"

namespace app {

std::string stress_text(const StressResult& result);
std::string stress_csv(const StressResult& result);

// "blur: out of focus, Gaussian; standard deviation in px 1, 2, 3, 4, 6"
std::string strengths_text(const std::string& name);
std::string strengths_of(const std::string& name);  // without the name; empty where there is no such one
// "jpeg, hair: 2 of 7 corruptions; no attacks", "all 7 corruptions; fgsm, pgd"
std::string measured_text(const StressResult& result);
// What the recall of a group is called: of two "specificity" and "sensitivity", of more "recall of mel".
std::string group_recall_title(const StressResult& result, std::size_t group);
// "mean AUC lost over 7 corruptions at 5 strengths: 0.062 (0.943 on the pictures as they are)"; empty: none measured.
std::string mean_drop_text(const StressResult& result);

}  // namespace app
