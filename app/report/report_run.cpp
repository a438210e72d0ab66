// What was judged and how it came about: summary, threshold and looks at test, labels, the model, what was not tested.
#include <algorithm>

#include "app/core/joined.h"
#include "app/core/kept_epoch.h"
#include "app/core/time_text.h"
#include "app/report/report_columns.h"
#include "app/report/report_parts.h"
#include "app/workspace/left_out_sources.h"
#include "app/workspace/run_settings.h"
#include "app/workspace/run_threshold.h"
#include "app/workspace/train_request.h"

namespace app {
namespace {

std::string how_chosen(const FigureSource& source) {
  if (source.outcome.evaluation.groups.size() != 2)
    return source.outcome.calibration ? "none: the most probable class before calibration is called"
                                      : "none: the most probable class is called";
  if (source.request.threshold) return "named when the report was made";
  if (source.run.threshold)
    return threshold_words(source.run) + (source.request.calibrated ? "" : ", moved to what the network gave");
  if (source.outcome.calibration) return "0.5 of the probability before calibration; none was chosen for the run";
  return "the usual 0.5; none was chosen for the run";
}

// The editions before the fifth named balanced accuracy of more than two groups too where all images are of one.
std::string note_of_edition(const FigureSource& source, std::string note) {
  const std::string now = undefined_of_one_group(source.outcome.scored.groups.size());
  if (source.before_fifth && note.ends_with(now))
    note.replace(note.size() - now.size(), now.size(), undefined_of_one_group(2));
  return note;
}

std::string which_epoch(const FigureSource& source) {
  if (source.request.epoch != source.best_epoch) return "";
  const bool validated = was_validated(source);
  if (source.words_before || (source.before_fifth ? validated : chose_best(source))) return ", the best";
  return validated ? ", the one that was kept: " + why_none_chosen(criterion_of_run(source.run.config_json), true)
                   : ", the one that was kept: there was no validation";
}

ReportTable looks_table(const ReportFacts& facts) {
  ReportTable table("looks", "Looks at the test split", {"when", "who", "run", "epoch", "threshold", "n", "why"});
  for (const db::TestLook& look : facts.looks) {
    const std::string when = utc_text(look.at_ms);
    table.row({when.empty() ? Json() : Json(when), look.who.empty() ? Json() : Json(look.who),
               look.run ? Json(*look.run) : Json("none of this workspace"), look.epoch, Json(look.threshold), look.n,
               look.reason});
  }
  return table;
}

struct LabelCounts {
  std::map<std::string, std::int64_t> by_source;
  std::int64_t before = 0, after = 0;  // edits of evaluated images, by when the run began
  std::int64_t with_model = 0;         // decided with predictions on the screen
};

LabelCounts count_labels(const ReportFacts& facts) {
  LabelCounts counts;
  for (const db::LabelLogLine& line : facts.labels) {
    ++counts.by_source[db::name_of(line.event.source)];
    if (line.event.source == db::LabelSource::Import || !facts.evaluated.contains(line.event.image)) continue;
    ++(line.event.id <= facts.source.run.label_revision ? counts.before : counts.after);
    if (line.event.model_visible) ++counts.with_model;
  }
  return counts;
}

void add_contract(ReportSection& section, const db::Run& run) {
  ReportTable table("contract", "Preprocessing contract", {"part", "value"});
  const auto json = Json::parse_if_valid(run.contract_json);
  if (json && json->is_object())
    for (const auto& [name, value] : json->members())
      table.row({name, value.is_string() ? value.get<std::string>() : value.dump()});
  section.add(table);
}

}  // namespace

ReportSection summary_section(const ReportFacts& facts) {
  const FigureSource& source = facts.source;
  const bool judged = source.problem.empty();
  ReportSection section("summary", "What this reports");
  section.fact("workspace", "Workspace", facts.workspace);
  section.fact("made", "Made", utc_text(facts.created_at_ms));
  section.fact("run", "Run", title_of(source.run));
  section.fact("epoch", "Epoch", std::to_string(source.request.epoch) + which_epoch(source));
  section.fact("target", "Target", source.run.target);
  section.fact("classes", "Classes, in order", Json(facts.data.groups));
  section.fact("split", "Split", source.request.split);
  section.fact("n", "Images", judged ? Json(source.outcome.evaluation.n) : Json(0));
  section.fact("label_revision", "Label revision", facts.data.label_revision);
  section.fact("threshold", "Threshold",
               judged && facts.data.groups.size() == 2 ? Json(source.outcome.evaluation.threshold) : Json("none"));
  for (std::size_t i = 0; i < source.outcome.notes.size(); ++i)
    section.fact("note_" + std::to_string(i + 1), "Note", note_of_edition(source, source.outcome.notes[i]));
  return section;
}

ReportSection threshold_section(const ReportFacts& facts) {
  ReportSection section(
      "threshold", "Threshold and looks at the test split",
      "A threshold chosen on the images it is judged on looks better than it is; each look at the test "
      "split makes it a little more of a validation split.");
  const auto of_run = std::ranges::count_if(
      facts.looks, [&](const db::TestLook& look) { return look.run == std::optional(facts.source.run.id); });
  section.fact("chosen", "How the threshold was chosen", how_chosen(facts.source));
  section.fact("test_looks_of_run", "Looks at test of this run, up to this report", of_run);
  section.fact("test_looks", "Looks at test in all, up to this report", facts.looks.size());
  if (!facts.looks.empty()) section.add(looks_table(facts));
  return section;
}

ReportSection labels_section(const ReportFacts& facts) {
  const LabelCounts counts = count_labels(facts);
  ReportSection section("labels", "Labels",
                        "Every decision is an event of a log whose chain of hashes can be checked.");
  section.fact("revision", "Label revision", facts.data.label_revision);
  section.fact("chain_problems", "Problems in the chains of both logs", facts.log_problems);
  section.fact("edits_before", "Label edits in the evaluated images since import, before training", counts.before);
  section.fact("edits_after", "Label edits in the evaluated images since training began", counts.after);
  section.fact("edits_with_model", "Of both, decided with predictions on the screen", counts.with_model);
  ReportTable table("events", "Label events", {"source", "events"});
  for (const auto& [source, events] : counts.by_source) table.row({source, events});
  section.add(table);
  return section;
}

ReportSection model_section(const ReportFacts& facts) {
  const db::Run& run = facts.source.run;
  ReportSection section("model", "Model and training");
  double seconds = 0;
  for (const db::Epoch& epoch : facts.source.epochs) seconds += epoch.seconds.value_or(0);
  section.fact("state", "State", db::name_of(run.state));
  section.fact("began", "Began", utc_text(run.created_at_ms));
  section.fact("weights_hash", "Hash of the backbone's weights",
               run.weights_hash.empty() ? Json() : Json(run.weights_hash));
  section.fact("epochs", "Epochs trained", facts.source.epochs.size());
  section.fact("best_epoch", calls_best(facts.source) ? "Best epoch" : "Last epoch, kept", facts.source.best_epoch);
  section.fact("time", "Time in epochs", duration_text(seconds));
  section.fact("trained_labels", "Label revision of training", run.label_revision);
  section.fact("trained_edits", "Edit revision of training", run.edit_revision);
  section.fact("note", "Note of the run", run.note.empty() ? Json("none") : Json(run.note));
  ReportTable settings("settings", "Settings", {"setting", "value"});
  const ChangedSettings changed = facts.edition < 5 ? ChangedSettings{} : changed_settings(facts.events);
  for (const RunSetting& setting : run_settings(run, changed))
    settings.row({setting.title, setting.value.empty() ? Json("none") : Json(setting.value)});
  section.add(settings);
  add_contract(section, run);
  if (facts.events.empty()) return section;
  ReportTable events("events", "What was changed while it trained", {"epoch", "step", "what", "details"});
  for (const db::RunEvent& event : facts.events) events.row({event.epoch, event.step, event.kind, event.json});
  section.add(events);
  return section;
}

ReportSection untested_section(const ReportFacts& facts) {
  ReportSection section("untested", "What was not tested");
  const std::string& split = facts.source.request.split;
  const auto of_sources = shares_of(facts, [](const db::Image& image) { return image.source; });
  section.fact(
      "test", "The test split",
      split == "test" ? "these numbers are of it" : "these numbers are of the " + split + " split, not of test");
  const std::vector<std::string> left_out = left_out_of(facts.source.run);
  if (!left_out.empty())
    section.fact("left_out", "Sources that the run left out",
                 joined(left_out) + "; `nevus eval --left-out` judges it there");
  section.fact("external", "Images of another source than those trained on",
               of_sources.size() < 2 ? "none: the set has one source" : "not set apart; see the results by source");
  section.fact("skin", "Skin tones",
               skin_tone_columns(facts).empty() ? "not recorded, so no difference between them can be seen"
                                                : "see the slices; what is not recorded is told there");
  section.fact("clinic", "Use in a clinic, beside a reader, or over time", "not tested by this program");
  section.fact(
      "robustness", "Other cameras, light, artefacts",
      std::string(tells_worse_pictures(facts) ? "only as far as the pictures made worse and " : "only as far as ") +
          "the slices by quality and source tell");
  section.fact("purpose", "Purpose", "research and teaching; nothing here is a diagnosis");
  return section;
}

}  // namespace app
