// A JSON value: what the command line prints, and what is kept as text in the database. The JSON library stands
// behind it, in json.cpp alone, because that library costs every file that sees it seconds of compiling.
//
//   Json json{{"run", 3}, {"state", "done"}};       an object: every element is a pair of a name and a value
//   json["epochs"] = Json::array();                 members keep the order in which they were added
//   const int run = Json::parse(text).at("run").get<int>();
//
// Any thread; a plain value.
#pragma once

#include <concepts>
#include <cstdint>
#include <initializer_list>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace app {

class Json {
 public:
  using Array = std::vector<Json>;
  using Members = std::vector<std::pair<std::string, Json>>;

  Json();  // null
  Json(std::nullptr_t);
  Json(bool value);
  Json(const char* value);
  Json(std::string value);
  Json(std::string_view value);
  // An object when every element is an array of a text and a value, otherwise an array.
  Json(std::initializer_list<Json> elements);
  template <std::integral Number>
  Json(Number value) {
    if constexpr (std::signed_integral<Number>)
      set_integer(value);
    else
      set_natural(value);
  }
  template <std::floating_point Number>
  Json(Number value) {
    set_real(static_cast<double>(value));
  }
  template <class Value>
  Json(const std::optional<Value>& value) : Json() {
    if (value) *this = Json(*value);
  }
  template <class First, class Second>
  Json(const std::pair<First, Second>& pair) : Json(array()) {
    push_back(Json(pair.first));
    push_back(Json(pair.second));
  }
  template <class Value>
  Json(const std::vector<Value>& values) : Json(array()) {
    for (const Value& value : values) push_back(Json(value));
  }
  Json(const Json&);
  Json(Json&&) noexcept;
  Json& operator=(const Json&);
  Json& operator=(Json&&) noexcept;
  ~Json();

  static Json array();
  static Json object();
  static Json of_members(Members members);  // for many: their names are taken to differ
  // Throws std::runtime_error when the text is not JSON.
  static Json parse(std::string_view text);
  static std::optional<Json> parse_if_valid(std::string_view text);

  // Text; on one line where `indent` is negative. What is no UTF-8 is replaced.
  std::string dump(int indent = -1) const;

  bool is_null() const;
  bool is_boolean() const;
  bool is_integer() const;  // of 64 bits with sign
  bool is_natural() const;  // of 64 bits without sign
  bool is_number() const;
  bool is_string() const;
  bool is_array() const;
  bool is_object() const;

  // The member of this name; a null or absent one is made. Throws unless this is an object or null.
  Json& operator[](std::string_view name);
  // Throws when there is no such member or element.
  const Json& operator[](std::string_view name) const { return at(name); }
  const Json& at(std::string_view name) const;
  const Json& at(std::size_t index) const;
  const Json* find(std::string_view name) const;  // null: there is none
  // The member's value; `otherwise` where there is none or it is null, as what is not a number is written.
  template <class Value>
  Value value(std::string_view name, Value otherwise) const {
    const Json* found = find(name);
    return found && !found->is_null() ? found->get<Value>() : otherwise;
  }
  std::string value(std::string_view name, const char* otherwise) const { return value(name, std::string(otherwise)); }
  void erase(std::string_view name);

  const Members& members() const;  // of an object
  Json& back();                    // of an array, as are the following
  void push_back(Json element);
  const Array& elements() const;
  Array::const_iterator begin() const { return elements().begin(); }
  Array::const_iterator end() const { return elements().end(); }
  std::size_t size() const;  // elements or members; 0 for anything else

  // As bool, a number that holds the value, std::string, std::vector or std::pair. Throws where it is something else.
  template <class Value>
  Value get() const {
    return read(static_cast<Value*>(nullptr));
  }

  bool operator==(const Json& other) const;

 private:
  using Value = std::variant<std::nullptr_t, bool, std::int64_t, std::uint64_t, double, std::string, Array, Members>;

  void set_integer(std::int64_t value);
  void set_natural(std::uint64_t value);
  void set_real(double value);
  bool read(const bool*) const;
  std::string read(const std::string*) const;
  std::int64_t integer() const;
  std::uint64_t natural() const;
  double real() const;
  [[noreturn]] void refuse(const char* wanted) const;
  template <std::integral Number>
  Number read(const Number*) const {
    if constexpr (std::signed_integral<Number>) {
      if (const std::int64_t value = integer(); std::in_range<Number>(value)) return static_cast<Number>(value);
    } else {
      if (const std::uint64_t value = natural(); std::in_range<Number>(value)) return static_cast<Number>(value);
    }
    refuse("a number of this size");
  }
  template <std::floating_point Number>
  Number read(const Number*) const {
    return static_cast<Number>(real());
  }
  template <class First, class Second>
  std::pair<First, Second> read(const std::pair<First, Second>*) const {
    return {at(std::size_t{0}).get<First>(), at(std::size_t{1}).get<Second>()};
  }
  template <class Element>
  std::vector<Element> read(const std::vector<Element>*) const {
    std::vector<Element> all;
    for (const Json& element : *this) all.push_back(element.get<Element>());
    return all;
  }

  Value value_;

  friend struct JsonText;
};

}  // namespace app
