#include "app/core/json.h"

#include <algorithm>
#include <stdexcept>

#include <nlohmann/json.hpp>

namespace app {
namespace {

using Library = nlohmann::ordered_json;

bool is_member(const Json& element) {
  return element.is_array() && element.size() == 2 && element.at(std::size_t{0}).is_string();
}

}  // namespace

// Between our values and the library's, which reads and writes the text.
struct JsonText {
  static Library library_from(const Json& json) {
    return std::visit([](const auto& value) { return JsonText::of(value); }, json.value_);
  }

  static Json json_from(const Library& value) {
    switch (value.type()) {
      case Library::value_t::boolean: return value.get<bool>();
      case Library::value_t::number_integer: return value.get<std::int64_t>();
      case Library::value_t::number_unsigned: return value.get<std::uint64_t>();
      case Library::value_t::number_float: return value.get<double>();
      case Library::value_t::string: return value.get<std::string>();
      case Library::value_t::array: return array_from(value);
      case Library::value_t::object: return object_from(value);
      default: return {};
    }
  }

 private:
  template <class Value>
  static Library of(const Value& value) {
    return value;
  }
  static Library of(const Json::Array& elements) {
    Library all = Library::array();
    for (const Json& element : elements) all.push_back(library_from(element));
    return all;
  }
  static Library of(const Json::Members& members) {
    Library all = Library::object();
    auto& object = all.get_ref<Library::object_t&>();  // its own emplace looks every name up again
    for (const auto& [name, value] : members) object.push_back({name, library_from(value)});
    return all;
  }
  static Json array_from(const Library& value) {
    Json all = Json::array();
    for (const Library& element : value) all.push_back(json_from(element));
    return all;
  }
  static Json object_from(const Library& value) {
    Json all = Json::object();
    for (const auto& [name, member] : value.items()) all[name] = json_from(member);
    return all;
  }
};

Json::Json() : value_(nullptr) {}
Json::Json(std::nullptr_t) : value_(nullptr) {}
Json::Json(bool value) : value_(value) {}
Json::Json(const char* value) : value_(std::string(value)) {}
Json::Json(std::string value) : value_(std::move(value)) {}
Json::Json(std::string_view value) : value_(std::string(value)) {}
Json::Json(const Json&) = default;
Json::Json(Json&&) noexcept = default;
Json& Json::operator=(const Json&) = default;
Json& Json::operator=(Json&&) noexcept = default;
Json::~Json() = default;

Json::Json(std::initializer_list<Json> elements) {
  if (!std::ranges::all_of(elements, is_member)) {
    value_ = Array(elements);
    return;
  }
  Members members;
  for (const Json& element : elements)
    members.emplace_back(element.at(std::size_t{0}).get<std::string>(), element.at(std::size_t{1}));
  value_ = std::move(members);
}

Json Json::array() {
  Json json;
  json.value_ = Array();
  return json;
}

Json Json::object() {
  Json json;
  json.value_ = Members();
  return json;
}

Json Json::of_members(Members members) {
  Json json;
  json.value_ = std::move(members);
  return json;
}

Json Json::parse(std::string_view text) {
  try {
    return JsonText::json_from(Library::parse(text));
  } catch (const Library::exception& error) {
    throw std::runtime_error("reading JSON: " + std::string(error.what()));
  }
}

std::optional<Json> Json::parse_if_valid(std::string_view text) {
  const Library parsed = Library::parse(text, nullptr, false);
  if (parsed.is_discarded()) return std::nullopt;
  return JsonText::json_from(parsed);
}

std::string Json::dump(int indent) const {
  return JsonText::library_from(*this).dump(indent, ' ', false, Library::error_handler_t::replace);
}

bool Json::is_null() const { return std::holds_alternative<std::nullptr_t>(value_); }
bool Json::is_boolean() const { return std::holds_alternative<bool>(value_); }
bool Json::is_natural() const {
  if (const auto* value = std::get_if<std::int64_t>(&value_)) return *value >= 0;
  return std::holds_alternative<std::uint64_t>(value_);
}
bool Json::is_integer() const { return std::holds_alternative<std::int64_t>(value_); }
bool Json::is_number() const { return std::holds_alternative<double>(value_) || is_integer() || is_natural(); }
bool Json::is_string() const { return std::holds_alternative<std::string>(value_); }
bool Json::is_array() const { return std::holds_alternative<Array>(value_); }
bool Json::is_object() const { return std::holds_alternative<Members>(value_); }

Json& Json::operator[](std::string_view name) {
  if (is_null()) value_ = Members();
  auto* members = std::get_if<Members>(&value_);
  if (!members) refuse("an object");
  for (auto& [known, value] : *members)
    if (known == name) return value;
  return members->emplace_back(name, Json()).second;
}

const Json& Json::at(std::string_view name) const {
  if (const Json* found = find(name)) return *found;
  throw std::runtime_error("reading JSON: there is no \"" + std::string(name) + "\" in " + dump().substr(0, 200));
}

const Json& Json::at(std::size_t index) const {
  const Array& all = elements();
  if (index >= all.size())
    throw std::runtime_error("reading JSON: there is no element " + std::to_string(index) + " among " +
                             std::to_string(all.size()));
  return all[index];
}

const Json* Json::find(std::string_view name) const {
  for (const auto& [known, value] : members())
    if (known == name) return &value;
  return nullptr;
}

void Json::erase(std::string_view name) {
  auto* members = std::get_if<Members>(&value_);
  if (!members) refuse("an object");
  std::erase_if(*members, [&](const auto& member) { return member.first == name; });
}

const Json::Members& Json::members() const {
  const auto* members = std::get_if<Members>(&value_);
  if (!members) refuse("an object");
  return *members;
}

Json& Json::back() {
  auto* array = std::get_if<Array>(&value_);
  if (!array || array->empty()) refuse("an array with elements");
  return array->back();
}

void Json::push_back(Json element) {
  if (is_null()) value_ = Array();
  auto* array = std::get_if<Array>(&value_);
  if (!array) refuse("an array");
  array->push_back(std::move(element));
}

const Json::Array& Json::elements() const {
  const auto* array = std::get_if<Array>(&value_);
  if (!array) refuse("an array");
  return *array;
}

std::size_t Json::size() const {
  if (is_array()) return elements().size();
  return is_object() ? members().size() : 0;
}

bool Json::operator==(const Json& other) const {
  if (is_number() && other.is_number() && value_.index() != other.value_.index()) return real() == other.real();
  return value_ == other.value_;
}

void Json::set_integer(std::int64_t value) { value_ = value; }

// Natural numbers that fit are kept like the others, so that 3 equals 3U.
void Json::set_natural(std::uint64_t value) {
  if (std::in_range<std::int64_t>(value))
    value_ = static_cast<std::int64_t>(value);
  else
    value_ = value;
}

void Json::set_real(double value) { value_ = value; }

bool Json::read(const bool*) const {
  const auto* value = std::get_if<bool>(&value_);
  if (!value) refuse("true or false");
  return *value;
}

std::string Json::read(const std::string*) const {
  const auto* value = std::get_if<std::string>(&value_);
  if (!value) refuse("a text");
  return *value;
}

std::int64_t Json::integer() const {
  const auto* value = std::get_if<std::int64_t>(&value_);
  if (!value) refuse("a whole number");
  return *value;
}

std::uint64_t Json::natural() const {
  if (const auto* value = std::get_if<std::uint64_t>(&value_)) return *value;
  const std::int64_t value = integer();
  if (value < 0) refuse("a number from 0 on");
  return static_cast<std::uint64_t>(value);
}

double Json::real() const {
  if (const auto* value = std::get_if<double>(&value_)) return *value;
  if (const auto* value = std::get_if<std::uint64_t>(&value_)) return static_cast<double>(*value);
  if (const auto* value = std::get_if<std::int64_t>(&value_)) return static_cast<double>(*value);
  refuse("a number");
}

void Json::refuse(const char* wanted) const {
  throw std::runtime_error("reading JSON: " + std::string(wanted) + " was expected, not " + dump().substr(0, 200));
}

}  // namespace app
