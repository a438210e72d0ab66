#include <charconv>
#include <cmath>

#include "engine/script/script.h"

namespace engine {
namespace {

std::optional<double> number_in(const std::string& text) {
  double number = 0;
  const char* const end = text.data() + text.size();
  const auto [stop, error] = std::from_chars(text.data(), end, number);
  if (error != std::errc() || stop != end || std::isnan(number)) return std::nullopt;
  return number;
}

template <typename T>
bool compare(const T& value, const std::string& op, const T& wanted) {
  if (op == "==") return value == wanted;
  if (op == "!=") return value != wanted;
  if (op == "<") return value < wanted;
  if (op == ">") return value > wanted;
  if (op == "<=") return value <= wanted;
  if (op == ">=") return value >= wanted;
  throw ScriptError("cannot compare with \"" + op + "\": use == != < > <= >= or contains");
}

}  // namespace

bool holds(const Condition& condition, const std::optional<std::string>& value) {
  if (!value) return condition.op == "!=";
  if (condition.op == "contains") return value->find(condition.value) != std::string::npos;
  const std::optional<double> number = number_in(*value);
  const std::optional<double> wanted = number_in(condition.value);
  if (number && wanted) return compare(*number, condition.op, *wanted);
  // "none" is not above 0.8, though its letters sort behind the digits.
  const bool ordering = condition.op != "==" && condition.op != "!=";
  if (ordering && (number || wanted)) return false;
  return compare(*value, condition.op, condition.value);
}

}  // namespace engine
