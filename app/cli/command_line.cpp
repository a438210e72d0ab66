#include "app/cli/command_line.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <optional>
#include <sstream>
#include <type_traits>
#include <utility>

#include <CLI/CLI.hpp>

#include "app/core/printable.h"

namespace app::cli {
namespace {

constexpr int kUsage = 2;

// "nan" passes every comparison, and "inf" every lower bound.
std::string refuse_what_is_no_number(const std::string& text) {
  char* end = nullptr;
  const double value = std::strtod(text.c_str(), &end);
  if (end != text.c_str() && !std::isfinite(value)) return "a finite number is needed, not " + text;
  return "";
}

// The library's own bounds name the largest number there is, with all its digits.
std::optional<double> number_in(const std::string& text) {
  char* end = nullptr;
  const double value = std::strtod(text.c_str(), &end);
  return end != text.c_str() && *end == '\0' ? std::optional(value) : std::nullopt;
}

std::string refuse_what_is_not_positive(const std::string& text) {
  const auto value = number_in(text);
  return value && *value > 0 ? "" : "a number above 0 is needed, not " + text;
}

std::string refuse_what_is_negative(const std::string& text) {
  const auto value = number_in(text);
  return value && *value >= 0 ? "" : "a number of at least 0 is needed, not " + text;
}

void add_json_flag(CLI::App& verb, bool& json) {
  verb.add_flag("--json", json, "Print one JSON object instead of text");
}

}  // namespace

Option Option::required() const {
  option_->required();
  return *this;
}

Option Option::one_of(const std::vector<std::string>& values) const {
  option_->check(CLI::IsMember(values));
  return *this;
}

Option Option::between(int low, int high) const {
  option_->check(CLI::Range(low, high));
  return *this;
}

Option Option::between(double low, double high) const {
  option_->check(CLI::Range(low, high));
  return *this;
}

Option Option::positive() const {
  option_->check(refuse_what_is_not_positive, "POSITIVE");
  return *this;
}

Option Option::not_negative() const {
  option_->check(refuse_what_is_negative, "NONNEGATIVE");
  return *this;
}

Option Option::existing_file() const {
  option_->check(CLI::ExistingFile);
  return *this;
}

Option Option::shows_default() const {
  option_->capture_default_str();
  return *this;
}

Option Option::one_value_each() const {
  option_->allow_extra_args(false);
  return *this;
}

Option Option::excludes(Option other) const {
  option_->excludes(other.option_);
  return *this;
}

Option Option::needs(Option other) const {
  option_->needs(other.option_);
  return *this;
}

Option Option::stands_alone_but_for(const std::vector<std::string>& names) const {
  option_->each([option = option_, verb = verb_, names](const std::string&) {
    std::string unused;
    for (const CLI::Option* other : verb->get_options()) {
      const std::string name = other->get_name();
      const bool may_be = std::find(names.begin(), names.end(), name) != names.end();
      if (other->count() > 0 && !may_be) unused += (unused.empty() ? "" : ", ") + name;
    }
    if (!unused.empty())
      throw CLI::ValidationError(option->get_name(), "goes on with the settings the run began with and would not use " +
                                                         unused + "; leave it out, or start a new run");
  });
  return *this;
}

bool Option::given() const { return option_->count() > 0; }

std::string Option::typed() const { return option_->as<std::string>(); }

Verb::Verb(CLI::App& verb, Action& chosen, bool& json) : verb_(verb), chosen_(chosen), json_(json) {}

template <class Field>
Option Verb::option(const std::string& name, Field& field, const std::string& help) {
  CLI::Option* option = verb_.add_option(name, field, help);
  if constexpr (std::is_floating_point_v<Field>) option->check(refuse_what_is_no_number, "");
  return Option(verb_, option);
}

template Option Verb::option(const std::string&, std::string&, const std::string&);
template Option Verb::option(const std::string&, std::vector<std::string>&, const std::string&);
template Option Verb::option(const std::string&, std::filesystem::path&, const std::string&);
template Option Verb::option(const std::string&, int&, const std::string&);
template Option Verb::option(const std::string&, std::int64_t&, const std::string&);
template Option Verb::option(const std::string&, std::uint64_t&, const std::string&);
template Option Verb::option(const std::string&, float&, const std::string&);
template Option Verb::option(const std::string&, double&, const std::string&);

Option Verb::option(const std::string& name, std::function<void(const std::string&)> take, const std::string& help) {
  return Option(verb_, verb_.add_option_function<std::string>(name, std::move(take), help));
}

Option Verb::flag(const std::string& name, bool& field, const std::string& help) {
  return Option(verb_, verb_.add_flag(name, field, help));
}

Verb Verb::verb(const std::string& name, const std::string& help) {
  verb_.require_subcommand(1);
  CLI::App* below = verb_.add_subcommand(name, help);
  add_json_flag(*below, json_);
  return {*below, chosen_, json_};
}

void Verb::runs(Action action, std::function<std::string()> missing) {
  verb_.callback([&chosen = chosen_, action = std::move(action), missing = std::move(missing)] {
    if (const std::string what = missing ? missing() : std::string(); !what.empty()) throw CLI::RequiredError(what);
    chosen = action;
  });
}

struct CommandLine::Parser {
  explicit Parser(const std::string& description) : app(description, "nevus") {}

  CLI::App app;
  bool json = false;
  Verb::Action chosen;
};

CommandLine::CommandLine(const std::string& description, const std::string& version)
    : parser_(std::make_unique<Parser>(description)) {
  parser_->app.require_subcommand(0, 1);
  parser_->app.set_version_flag("--version", version);
}

CommandLine::~CommandLine() = default;

Verb CommandLine::verb(const std::string& name, const std::string& help) {
  CLI::App* verb = parser_->app.add_subcommand(name, help);
  add_json_flag(*verb, parser_->json);
  return {*verb, parser_->chosen, parser_->json};
}

void CommandLine::without_verb(Verb::Action action) { parser_->chosen = std::move(action); }

std::optional<int> CommandLine::parse(int argc, const char* const* argv) {
  try {
    parser_->app.parse(argc, argv);
    return std::nullopt;
  } catch (const CLI::ParseError& error) {
    std::ostringstream out, wrong;
    const int code = parser_->app.exit(error, out, wrong);
    std::cout << printable(out.str());
    std::cerr << printable(wrong.str());
    return code == 0 ? 0 : kUsage;
  }
}

bool CommandLine::json() const { return parser_->json; }

Outcome CommandLine::run() const { return parser_->chosen(); }

}  // namespace app::cli
