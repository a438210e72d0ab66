#include "db/check.h"

#include "db/sqlite/query.h"

namespace db {
namespace {

constexpr std::size_t kMostProblems = 20;

}  // namespace

std::vector<std::string> integrity_problems(const Readable& from) {
  std::vector<std::string> problems;
  try {
    Query check(from.connection(), "PRAGMA integrity_check(20)");
    while (check.next())
      if (const std::string said = check.text(0); said != "ok") problems.push_back(said);
  } catch (const Error& error) {  // so damaged that not even this can be asked
    problems.emplace_back(error.what());
  }
  return problems;
}

std::vector<std::string> reference_problems(const Readable& from) {
  std::vector<std::string> problems;
  Query broken(from.connection(), "PRAGMA foreign_key_check");
  while (broken.next() && problems.size() < kMostProblems) {
    const std::string row = broken.is_null(1) ? "a row" : "row " + std::to_string(broken.integer(1));
    problems.push_back(row + " of table " + broken.text(0) + " refers to a row of " + broken.text(2) +
                       " that is not there");
  }
  return problems;
}

}  // namespace db
