#include "app/report/model_card.h"

#include <algorithm>
#include <array>

#include "app/core/disclaimer.h"
#include "app/report/card_parts.h"
#include "app/report/report_parts.h"
#include "app/workspace/referral_choice.h"
#include "ml/model/atomic_file.h"

namespace app {
namespace {

ReportedParts report_of(const ReportFacts& facts, const Workspace& workspace) {
  Json sections = Json::array();
  for (const auto& section : {summary_section(facts), results_section(facts), threshold_section(facts),
                              slices_section(facts, workspace), data_section(facts), labels_section(facts),
                              model_section(facts), licence_section(facts), untested_section(facts)})
    sections.push_back(section.json());
  return ReportedParts(std::move(sections));
}

ReportSection details(const ReportFacts& facts, const ReportedParts& parts) {
  const db::Run& run = facts.source.run;
  ReportSection section("details", "Model details");
  for (const char* fact : {"workspace", "run", "epoch", "target", "classes"}) parts.copy_fact(section, "summary", fact);
  section.fact("made", "Card made", utc_text(facts.created_at_ms));
  section.fact("kind", "Kind", "a convolutional network that gives each class a probability, for one image at a time");
  section.fact("learnt", "What learnt", run.depth);
  section.fact("parent", "Begun from the weights of",
               run.parent ? Json("run " + std::to_string(*run.parent) + ", epoch " + std::to_string(run.parent_epoch))
                          : Json("no run of this workspace"));
  section.fact("model_file", "File", run.model_path.empty() ? Json() : Json(run.model_path));
  for (const char* fact : {"state", "began", "weights_hash", "epochs", "time", "note"})
    parts.copy_fact(section, "model", fact);
  section.fact("licence", "Licence of the model", kForTheAuthor);
  section.fact("contact", "Who answers questions", kForTheAuthor);
  parts.copy_table(section, "model", "contract");
  return section;
}

ReportSection factors(const ReportedParts& parts) {
  ReportSection section("factors", "Factors", "What is recorded of the images and could make a difference.");
  for (const char* fact : {"age", "sex", "site", "skin_tone", "diagnosis_method"})
    parts.copy_fact(section, "data", fact);
  parts.copy_table(section, "data", "by_source");
  return section;
}

// Of the model in the run's file; a card is written all the same where that cannot be read.
std::string referral_of_run(const Workspace& workspace, RunId run) try {
  return referral_fact(kept_referral(workspace, workspace.reader(), run));
} catch (const std::exception&) {
  return "not known: the file of the run's model cannot be read";
}

ReportSection metrics(const ReportFacts& facts, const Workspace& workspace, const ReportedParts& parts) {
  ReportSection section("metrics", "Metrics", "Defined once for the window, nevus eval and the report.");
  section.fact("measures", "Measures",
               "discrimination, the matrix at the threshold, calibration; " +
                   parts.section("results").at("text").get<std::string>());
  parts.copy_fact(section, "summary", "threshold");
  parts.copy_fact(section, "threshold", "chosen");
  section.fact("referral", "Refers to a person", referral_of_run(workspace, facts.source.run.id));
  parts.copy_fact(section, "threshold", "test_looks_of_run");
  parts.copy_fact(section, "threshold", "test_looks");
  return section;
}

// How many of the judged images are of each group.
void add_prevalence(ReportSection& section, const ReportFacts& facts) {
  const Scored& scored = facts.source.outcome.scored;
  ReportTable table("prevalence", "Evaluated images by group", {"group", "images", "share"});
  const auto all = static_cast<std::int64_t>(scored.labels.size());
  for (std::size_t group = 0; group < scored.groups.size(); ++group) {
    const auto images = std::ranges::count(scored.labels, static_cast<int>(group));
    table.row({scored.groups[group], images, share_text(images, all)});
  }
  section.add(table);
}

ReportSection evaluation_data(const ReportFacts& facts, const ReportedParts& parts) {
  ReportSection section("evaluation_data", "Evaluation data");
  for (const char* fact : {"split", "n", "label_revision"}) parts.copy_fact(section, "summary", fact);
  parts.copy_fact(section, "results", "leak");
  parts.copy_fact(section, "results", "unreadable");
  parts.copy_fact(section, "labels", "edits_before");
  parts.copy_fact(section, "labels", "edits_after");
  parts.copy_fact(section, "labels", "edits_with_model");
  if (facts.source.problem.empty()) add_prevalence(section, facts);
  return section;
}

ReportSection training_data(const ReportedParts& parts) {
  ReportSection section("training_data", "Training data",
                        "The set as it is now; what the run saw is told by its revisions.");
  for (const char* fact : {"images", "removed", "patients", "lesions", "leaks"}) parts.copy_fact(section, "data", fact);
  parts.copy_fact(section, "model", "trained_labels");
  parts.copy_fact(section, "model", "trained_edits");
  parts.copy_fact(section, "labels", "chain_problems");
  parts.copy_table(section, "data", "classes");
  parts.copy_table(section, "labels", "events");
  parts.copy_table(section, "model", "settings");
  parts.copy_table(section, "model", "events");
  return section;
}

ReportSection analyses(const ReportFacts& facts, const ReportedParts& parts) {
  ReportSection section("analyses", "Quantitative analyses", parts.section("results").at("text").get<std::string>());
  parts.copy_facts(section, "results");
  parts.copy_table(section, "results", "per_class");
  add_robustness(section, facts);
  if (facts.source.problem.empty()) add_worst_slices(section, parts);
  return section;
}

ReportSection ethics(const ReportedParts& parts) {
  ReportSection section("ethics", "Ethical considerations");
  parts.copy_fact(section, "untested", "skin");
  parts.copy_facts(section, "licences");
  section.fact("consent", "Consent and approval", kForTheAuthor);
  section.fact("harms", "Risks and harms", kForTheAuthor);
  parts.copy_fact(section, "untested", "purpose");
  parts.copy_table(section, "licences", "by_licence");
  return section;
}

}  // namespace

Json make_card(Workspace& workspace, const ReportRequest& request, const OnProgress& progress) {
  const ReportFacts facts = read_report_facts(workspace, request, progress);
  const ReportedParts parts = report_of(facts, workspace);
  Json card{
      {"format", kCardFormat}, {"title", "Model card of " + title_of(facts.source.run)}, {"disclaimer", kDisclaimer}};
  Json sections = Json::array();
  for (const auto& section : {details(facts, parts), intended_use(), factors(parts), metrics(facts, workspace, parts),
                              evaluation_data(facts, parts), training_data(parts), analyses(facts, parts),
                              ethics(parts), card_caveats(facts, parts)})
    sections.push_back(section.json());
  card["sections"] = std::move(sections);
  return card;
}

std::filesystem::path write_run_card(const Workspace& trained_in, RunId run) {
  Workspace workspace = trained_in.opened_again();
  ReportRequest request;
  request.figures.run = run;
  request.figures.reason = "the model card";
  const std::string text = card_markdown(make_card(workspace, request, {}));
  const std::filesystem::path file = workspace.run_folder(run) / "card.md";
  const std::array<std::string_view, 1> parts = {text};
  ml::write_file_atomically(file, parts);
  return file;
}

std::string write_card_of_ended_run(const Workspace& workspace, RunId run) {
  try {
    write_run_card(workspace, run);
    return "";
  } catch (const std::exception& error) {
    return "no model card was written: " + std::string(error.what());
  }
}

}  // namespace app
