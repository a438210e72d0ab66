#include "app/cli/eval_doubt.h"

#include <memory>
#include <unordered_set>

#include "app/cli/find_run.h"
#include "app/cli/terminal_progress.h"
#include "app/workspace/model_familiarity.h"
#include "app/workspace/model_store.h"
#include "app/workspace/risk_report.h"

namespace app::cli {
namespace {

std::optional<RunId> run_of(const std::string& model) {
  constexpr std::string_view kRun = "run:";
  return model.starts_with(kRun) ? number_meant(model.substr(kRun.size())) : std::nullopt;
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

}  // namespace

void add_doubt(const Workspace& workspace, const EvaluateOutcome& done, const DoubtQuestion& question,
               Outcome& outcome) {
  std::unique_ptr<Workspace> other;
  if (!question.other.empty()) other = std::make_unique<Workspace>(question.other, Workspace::Open::ToRead);
  const Workspace& images = other ? *other : workspace;
  try {
    const ml::Model model = find_model(&workspace, done.evaluation.from.run);
    add_survey(images, model, done, outcome);
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
