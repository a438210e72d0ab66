// Which epochs of a run have their weights kept: always the best; the last where the run ended with a whole epoch; and
// every so many as its request asks (keep_every). From any of them another run can branch.
// Any thread; reads the folder of the run.
#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "app/core/types.h"
#include "app/workspace/workspace.h"
#include "db/runs.h"

namespace app {

struct KeptModel {
  int epoch = 0;  // 1-based
  std::filesystem::path file;
  std::uintmax_t bytes = 0;
  bool is_best = false;
};

std::filesystem::path best_model_file(const Workspace& workspace, RunId run);  // where it is written
std::filesystem::path kept_model_file(const Workspace& workspace, RunId run, int epoch);
// By epoch.
std::vector<KeptModel> kept_models(const Workspace& workspace, const db::Readable& from, RunId run);
// `epoch` 0: the best. Throws when it was not kept, naming those that were.
KeptModel kept_model(const Workspace& workspace, const db::Readable& from, RunId run, int epoch);
// What to do where the run itself cannot go on: branch from weights that are there, or begin anew.
std::string branch_advice(const Workspace& workspace, const db::Readable& from, RunId run);

}  // namespace app
