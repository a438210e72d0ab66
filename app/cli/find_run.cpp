#include "app/cli/find_run.h"

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <stdexcept>
#include <vector>

#include "app/core/joined.h"

namespace app::cli {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view kRunPrefix = "run:";

std::string named(const db::Run& run) {
  return std::string(kRunPrefix) + std::to_string(run.id) + " (called \"" + run.name + "\")";
}

std::vector<db::Run> runs_meant(const db::Readable& from, const std::string& said) {
  std::vector<db::Run> found;
  const bool by_number_only = said.starts_with(kRunPrefix);
  if (!by_number_only) {
    for (db::Run& run : db::runs(from))
      if (run.name == said) found.push_back(std::move(run));
    // A deleted run is found by its name unless one that is listed has it too.
    if (std::ranges::any_of(found, [](const db::Run& run) { return !run.deleted; }))
      std::erase_if(found, [](const db::Run& run) { return run.deleted; });
  }
  const auto id = number_meant(by_number_only ? said.substr(kRunPrefix.size()) : said);
  if (!id || std::ranges::any_of(found, [&](const db::Run& run) { return run.id == *id; })) return found;
  if (auto run = db::run(from, *id)) found.push_back(*std::move(run));
  return found;
}

std::string both(const std::vector<std::string>& meanings, const std::string& said) {
  return "\"" + said + "\" fits " + std::to_string(meanings.size()) + " things: " + joined(meanings);
}

}  // namespace

std::optional<std::int64_t> number_meant(const std::string& said) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(said.data(), said.data() + said.size(), number);
  const bool whole = error == std::errc() && end == said.data() + said.size();
  if (!whole || number < 0 || std::to_string(number) != said) return std::nullopt;
  return number;
}

db::Run find_run(const db::Readable& from, const std::string& said) {
  const std::vector<db::Run> found = runs_meant(from, said);
  if (found.size() == 1) return found.front();
  std::vector<std::string> names;
  for (const db::Run& run : found.empty() ? db::runs(from) : found) names.push_back(named(run));
  if (found.empty()) {
    throw std::runtime_error("finding a run: the workspace has none of this name or number; it has: " +
                             (names.empty() ? "no run yet" : joined(names)) + ": " + said);
  }
  throw std::runtime_error("finding a run: " + both(names, said) + "; write the one you mean in this form");
}

std::string model_meant(const Workspace* workspace, const std::string& said) {
  if (said.empty() || said.starts_with(kRunPrefix)) return said;
  std::vector<std::string> meanings;
  std::string name = said;
  std::error_code error;
  if (said == "starter" || said == "imagenet") meanings.push_back(std::string("the ").append(said).append(" model"));
  if (fs::exists(said, error) && !fs::is_directory(said, error)) {
    meanings.push_back(std::string("the file ").append(fs::path(said).has_parent_path() ? "" : "./").append(said));
    if (meanings.size() == 1) name = fs::absolute(said).lexically_normal().string();
  }
  if (workspace != nullptr) {
    for (const db::Run& run : runs_meant(workspace->reader(), said)) {
      meanings.push_back(named(run));
      if (meanings.size() == 1) name = std::string(kRunPrefix) + std::to_string(run.id);
    }
  }
  if (meanings.size() > 1)
    throw std::runtime_error("finding a model: " + both(meanings, said) +
                             "; write the file with its folder, or the run as run:N");
  return name;
}

}  // namespace app::cli
