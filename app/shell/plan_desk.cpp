#include "app/shell/plan_desk.h"

#include <utility>

#include "app/core/number_text.h"
#include "app/workspace/patient_salt.h"
#include "db/classes.h"

namespace app {
namespace {

std::string text_of(const ProgressReport& report) {
  return report.total > 0 ? report.what + ": " + grouped(report.done) + " of " + grouped(report.total) : report.what;
}

std::vector<std::string> known_labels(const db::Readable& from, const ClassCatalog& catalog) {
  std::vector<std::string> names;
  for (const db::Class& known : db::classes(from)) names.push_back(known.name);
  for (std::string& name : catalog.names()) names.push_back(std::move(name));
  return names;
}

std::string name_of(const std::vector<std::filesystem::path>& paths) {
  return paths.size() == 1 ? paths.front().filename().string() : std::to_string(paths.size()) + " files";
}

}  // namespace

void PlanDesk::look_at(std::vector<std::filesystem::path> paths) {
  forget();
  paths_ = std::move(paths);
  view_.open = true;
  view_.plan.state = PlanState::Reading;
  view_.plan.title = name_of(paths_);
  view_.plan.progress = "Looking at " + name_of(paths_);
  make();
}

void PlanDesk::forget() {
  lane_.cancel(job_);
  ++question_;
  plan_.reset();
  decisions_ = {};
  readings_ = std::make_shared<FileReadings>();
  view_.plan = {};
}

void PlanDesk::make() {
  lane_.cancel(job_);
  view_.plan.working = true;
  const std::uint64_t question = ++question_;
  job_ = lane_.post(
      [this, question, work = decisions_, paths = paths_, readings = readings_](const std::stop_token& stop) mutable {
        const OnProgress progress = [this, question](const ProgressReport& report) {
          inbox_.post("Reading the plan", [this, question, report] {
            if (question != question_) return;
            view_.plan.progress = text_of(report);
            view_.plan.fraction =
                report.total > 0 ? static_cast<float>(report.done) / static_cast<float>(report.total) : -1.0F;
          });
        };
        const auto reader = workspace_.make_reader();
        work.plan.look_for_near = true;
        work.source.patient_salt = patient_salt(*reader);
        work.source.known_labels = known_labels(*reader, workspace_.catalog());
        auto plan = std::make_shared<const ImportPlan>(
            make_plan(place_of(workspace_, *reader), gather(paths, work.source), *readings, work.plan, progress, stop));
        inbox_.post("Showing the plan", [this, question, plan] {
          if (question == question_ && !plan->cancelled) show(plan);
        });
      },
      [this, question](const std::string& why) {
        inbox_.post("Showing the plan", [this, question, why] {
          if (question != question_) return;
          view_.plan.state = PlanState::Failed;
          view_.plan.working = false;
          view_.plan.message = why;
        });
      });
}

void PlanDesk::show(std::shared_ptr<const ImportPlan> plan) {
  plan_ = std::move(plan);
  show();
}

void PlanDesk::show() {
  const PlanPart part = view_.plan.part;
  const bool was_shown = view_.plan.was_shown;
  view_.plan = plan_view_of(*plan_, decisions_);
  view_.plan.part = part;
  view_.plan.was_shown = was_shown;
}

void PlanDesk::set_role(const std::string& column, int role) {
  decisions_.source.roles[column] = static_cast<ColumnRole>(role);
  make();
}

// By the table, what its columns are is chosen next.
void PlanDesk::set_reading(bool by_folders) {
  decisions_.source.by_folders = by_folders;
  if (!by_folders && !view_.plan.columns.empty()) view_.plan.part = PlanPart::Columns;
  make();
}

void PlanDesk::set_source(const std::string& name) {
  decisions_.source.source = name;
  view_.plan.source = name;
  make();
}

void PlanDesk::set_split(const std::string& word, int split) {
  decisions_.source.splits[word] = split == 0 ? "" : view_.plan.splits.at(static_cast<std::size_t>(split));
  make();
}

void PlanDesk::keep_apart(const std::string& spelling, const std::string& label, bool apart) {
  auto& kept = decisions_.plan.kept_spellings;
  std::erase(kept, spelling);
  if (apart) {
    kept.push_back(spelling);
    decisions_.source.labels[spelling] = spelling;
  } else {
    decisions_.source.labels[spelling] = label;
  }
  make();
}

// The first choice starts from what is shown.
void PlanDesk::set_malignant(const std::string& name, bool malignant) {
  if (!decisions_.plan.malignant) {
    decisions_.plan.malignant.emplace();
    for (const PlanClassView& shown : view_.plan.classes)
      if (shown.malignant) decisions_.plan.malignant->push_back(shown.name);
  }
  std::erase(*decisions_.plan.malignant, name);
  if (malignant) decisions_.plan.malignant->push_back(name);
  make();
}

void PlanDesk::set_update(const std::string& kind, bool on) {
  const auto named = conflict_named(kind);
  if (!named || !plan_) return;
  std::erase(decisions_.import.update, *named);
  if (on) decisions_.import.update.push_back(*named);
  if (!view_.plan.working) show();
}

std::optional<PlanDesk::Decided> PlanDesk::take() {
  if (!plan_ || view_.plan.working || !view_.plan.can_import) return std::nullopt;
  Decided decided{plan_, decisions_.import};
  forget();
  return decided;
}

}  // namespace app
