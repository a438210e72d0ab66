#include "app/workspace/run_decisions.h"

#include <exception>

#include "app/core/json.h"
#include "app/workspace/run_threshold.h"

namespace app {
namespace {

// Absent: a hand set it, or none is kept.
std::optional<int> epoch_of_rule(const db::Run& run) {
  if (!is_frozen(run)) return std::nullopt;
  return Json::parse(run.threshold_json).value("epoch", 0);
}

std::string forgotten(const std::string& what, int epoch, int best_epoch, const std::string& verb) {
  return what + " was chosen for epoch " + std::to_string(epoch) + " and is forgotten: the best epoch is " +
         std::to_string(best_epoch) + " now; choose it again with `nevus " + verb + "`";
}

}  // namespace

FormerDecisions former_decisions(const Workspace& workspace, const db::Readable& from, db::RunId run) {
  FormerDecisions former;
  const auto best = db::best_checkpoint(from, run);
  if (!best) return former;
  former.epoch = best->epoch;
  try {
    former.referral = ml::referral_of(ml::load_model(workspace.folder() / best->path));
  } catch (const std::exception&) {  // the file is written anew as the run goes on
  }
  return former;
}

std::vector<std::string> forget_of_other_epoch(Workspace& workspace, db::RunId id, const FormerDecisions& former,
                                               int best_epoch) {
  std::vector<std::string> notes;
  const auto run = db::run(*workspace.make_reader(), id);
  const std::optional<int> ruled = run ? epoch_of_rule(*run) : std::nullopt;
  if (ruled && *ruled != best_epoch) {
    notes.push_back(forgotten("the threshold", *ruled, best_epoch, "threshold"));
    keep_threshold(workspace, id, std::nullopt);
  }
  if (former.referral && former.epoch != best_epoch)
    notes.push_back(forgotten("what is referred to a person", former.epoch, best_epoch, "refer"));
  return notes;
}

void carry(ml::Model& model, const FormerDecisions& former, int best_epoch, const db::Run& run) {
  if (const auto kept = kept_threshold(run)) put_threshold(model, *kept);
  if (former.referral && former.epoch == best_epoch) ml::put_referral(model, *former.referral);
}

}  // namespace app
