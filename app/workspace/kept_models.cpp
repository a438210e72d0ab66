#include "app/workspace/kept_models.h"

#include <algorithm>
#include <charconv>
#include <stdexcept>
#include <string>

#include "app/core/joined.h"

namespace app {
namespace fs = std::filesystem;
namespace {

constexpr std::string_view kPrefix = "epoch_", kSuffix = ".safetensors";

// 0: it is none of them.
int epoch_in(const std::string& name) {
  if (!name.starts_with(kPrefix) || !name.ends_with(kSuffix)) return 0;
  const char* const end = name.data() + name.size() - kSuffix.size();
  int epoch = 0;
  const auto [at, error] = std::from_chars(name.data() + kPrefix.size(), end, epoch);
  return error == std::errc() && at == end ? epoch : 0;
}

}  // namespace

fs::path best_model_file(const Workspace& workspace, RunId run) {
  return workspace.run_folder(run) / "best.safetensors";
}

fs::path kept_model_file(const Workspace& workspace, RunId run, int epoch) {
  return workspace.run_folder(run) / (std::string(kPrefix) + std::to_string(epoch) + std::string(kSuffix));
}

std::vector<KeptModel> kept_models(const Workspace& workspace, const db::Readable& from, RunId run) {
  std::vector<KeptModel> kept;
  std::error_code error;
  if (const auto best = db::best_checkpoint(from, run)) {
    const fs::path file = workspace.folder() / best->path;
    if (fs::exists(file, error)) kept.push_back({best->epoch, file, fs::file_size(file, error), true});
  }
  for (const fs::directory_entry& entry : fs::directory_iterator(workspace.run_folder(run), error)) {
    const int epoch = epoch_in(entry.path().filename().string());
    const bool known = std::ranges::any_of(kept, [&](const KeptModel& one) { return one.epoch == epoch; });
    if (epoch > 0 && !known) kept.push_back({epoch, entry.path(), entry.file_size(error), false});
  }
  std::ranges::sort(kept, {}, &KeptModel::epoch);
  return kept;
}

KeptModel kept_model(const Workspace& workspace, const db::Readable& from, RunId run, int epoch) {
  const std::string branching = "branching from run " + std::to_string(run);
  if (!db::run(from, run)) throw std::runtime_error(branching + ": the workspace has no such run");
  const std::vector<KeptModel> kept = kept_models(workspace, from, run);
  std::vector<std::string> names;
  for (const KeptModel& one : kept) {
    if (epoch == 0 ? one.is_best : one.epoch == epoch) return one;
    names.push_back(std::to_string(one.epoch) + (one.is_best ? " (its best, or its last)" : ""));
  }
  throw std::runtime_error(branching + ": the weights of " +
                           (epoch == 0 ? "its best epoch" : "epoch " + std::to_string(epoch)) + " were not kept; " +
                           (names.empty() ? "none were" : "there are those of epoch " + joined(names)) +
                           ". A run begun with \"Keep every\" 1 (--keep-every 1) keeps them all");
}

std::string branch_advice(const Workspace& workspace, const db::Readable& from, RunId run) {
  const std::vector<KeptModel> kept = kept_models(workspace, from, run);
  if (kept.empty()) return "its weights are gone too: begin a new run with `nevus train`";
  const bool best = std::ranges::any_of(kept, &KeptModel::is_best);
  return "begin a new one from its weights with --branch " + std::to_string(run) + ":" +
         (best ? "best" : std::to_string(kept.back().epoch));
}

}  // namespace app
