#include "app/cli/eval_doubt.h"

#include <memory>
#include <stdexcept>
#include <unordered_set>

#include "app/cli/find_run.h"
#include "app/cli/terminal_progress.h"
#include "app/workspace/image_doubt.h"
#include "app/workspace/kept_models.h"
#include "app/workspace/model_familiarity.h"
#include "app/workspace/model_store.h"
#include "app/workspace/referral_choice.h"
#include "app/workspace/risk_report.h"

namespace app::cli {
namespace {

std::optional<RunId> run_of(const std::string& model) {
  constexpr std::string_view kRun = "run:";
  return model.starts_with(kRun) ? number_meant(model.substr(kRun.size())) : std::nullopt;
}

// The model that gave the answers: of another epoch than the best, the weights that were kept of it.
ml::Model model_of(const Workspace& workspace, const Provenance& from) {
  const std::optional<RunId> run = run_of(from.run);
  const auto best = run ? db::best_checkpoint(workspace.reader(), *run) : std::nullopt;
  if (!best || from.epoch == 0 || from.epoch == best->epoch) return find_model(&workspace, from.run);
  for (const KeptModel& kept : kept_models(workspace, workspace.reader(), *run))
    if (kept.epoch == from.epoch) return ml::load_model(kept.file);
  throw std::runtime_error("measuring doubt: it is asked of the network, and " + from.run +
                           " kept no weights of epoch " + std::to_string(from.epoch) +
                           "; choose the best epoch, or train with --keep-every 1, which keeps them all");
}

void add_survey(const Workspace& images, const ml::Model& model, const EvaluateOutcome& done, Outcome& outcome) {
  const auto reader = images.make_reader();
  const std::unordered_set<ImageId> judged(done.images.begin(), done.images.end());
  std::vector<db::Image> chosen;
  for (db::Image& image : db::images(*reader))
    if (judged.contains(image.id)) chosen.push_back(std::move(image));
  const FamiliaritySurvey survey =
      survey_familiarity(model, ImageFiles(chosen, db::file_stamps(*reader)), images.features_folder());
  outcome.json["familiarity"] = survey_json(survey);
  outcome.text += "\n" + survey_words(survey);
}

// The numbers are of all images: what the model would not answer is told beside them.
void add_referral(const ml::Model& model, const EvaluateOutcome& done, Outcome& outcome) {
  auto kept = ml::referral_of(model);
  if (kept && kept->coverage >= 1) kept.reset();
  outcome.json["referral"] = kept_referral_json(kept);
  if (!kept) return;
  outcome.text += "\n" + kept_referral_words(*kept) + "; the numbers above are of all images";
  const auto chosen_at =
      threshold_of_referral(*kept, done.calibration ? &*done.calibration : nullptr, done.scored.groups.size());
  if (const std::string why_not = why_not_referred(chosen_at, done.evaluation.threshold); !why_not.empty())
    outcome.text += "\nnote: " + why_not;
}

}  // namespace

void add_doubt(const Workspace& workspace, const EvaluateOutcome& done, const DoubtQuestion& question,
               Outcome& outcome) {
  std::unique_ptr<Workspace> other;
  if (!question.other.empty()) other = std::make_unique<Workspace>(question.other, Workspace::Open::ToRead);
  const Workspace& images = other ? *other : workspace;
  try {
    const ml::Model model = model_of(workspace, done.evaluation.from);
    add_survey(images, model, done, outcome);
    add_referral(model, done, outcome);
    if (!question.risk_coverage) return;
    const RiskReport report = risk_report({.home = workspace,
                                           .images = images,
                                           .run = question.run ? question.run : run_of(done.evaluation.from.run),
                                           .questions = question.questions},
                                          model, done, terminal_progress());
    outcome.json["risk_coverage"] = risk_json(report);
    outcome.text += "\n" + risk_text(report);
  } catch (const std::exception& error) {
    if (question.risk_coverage) throw;
    outcome.json["familiarity"] = {{"problem", error.what()}};  // the metrics stand without it
    outcome.text += std::string("\nFamiliarity: not known: ") + error.what();
  }
}

}  // namespace app::cli
