#include "app/cli/command_line.h"

#include <cstdint>
#include <filesystem>
#include <utility>

#include <CLI/CLI.hpp>

namespace app::cli {
namespace {

constexpr int kUsage = 2;

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
  option_->check(CLI::PositiveNumber);
  return *this;
}

Option Option::not_negative() const {
  option_->check(CLI::NonNegativeNumber);
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

bool Option::given() const { return option_->count() > 0; }

std::string Option::typed() const { return option_->as<std::string>(); }

Verb::Verb(CLI::App& verb, Action& chosen, bool& json) : verb_(verb), chosen_(chosen), json_(json) {}

template <class Field>
Option Verb::option(const std::string& name, Field& field, const std::string& help) {
  return Option(verb_.add_option(name, field, help));
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
  return Option(verb_.add_option_function<std::string>(name, std::move(take), help));
}

Option Verb::flag(const std::string& name, bool& field, const std::string& help) {
  return Option(verb_.add_flag(name, field, help));
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
  parser_->app.require_subcommand(1);
  parser_->app.set_version_flag("--version", version);
}

CommandLine::~CommandLine() = default;

Verb CommandLine::verb(const std::string& name, const std::string& help) {
  CLI::App* verb = parser_->app.add_subcommand(name, help);
  add_json_flag(*verb, parser_->json);
  return {*verb, parser_->chosen, parser_->json};
}

std::optional<int> CommandLine::parse(int argc, const char* const* argv) {
  try {
    parser_->app.parse(argc, argv);
    return std::nullopt;
  } catch (const CLI::ParseError& error) {
    return parser_->app.exit(error) == 0 ? 0 : kUsage;
  }
}

bool CommandLine::json() const { return parser_->json; }

Outcome CommandLine::run() const { return parser_->chosen(); }

}  // namespace app::cli
