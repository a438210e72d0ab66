#include "app/models/refit_desk.h"

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <stdexcept>
#include <unordered_map>
#include <utility>

#include "app/core/thread_niceness.h"
#include "app/models/refit_commands.h"
#include "app/report/model_card.h"
#include "app/table/class_groups.h"
#include "app/table/judge.h"
#include "app/workspace/refit_adoption.h"

namespace app {
namespace {

constexpr auto kRest = std::chrono::milliseconds(150);

// Whether nothing stopped it within the time.
bool rested(const std::stop_token& stop) {
  std::mutex mutex;
  std::condition_variable_any changed;
  std::unique_lock lock(mutex);
  changed.wait_for(lock, stop, kRest, [] { return false; });
  return !stop.stop_requested();
}

std::vector<int> numbered(const std::vector<std::uint64_t>& keys) {
  std::unordered_map<std::uint64_t, int> numbers;
  std::vector<int> groups;
  groups.reserve(keys.size());
  for (const std::uint64_t key : keys)
    groups.push_back(numbers.try_emplace(key, static_cast<int>(numbers.size())).first->second);
  return groups;
}

std::string name_of(RefitState state) {
  switch (state) {
    case RefitState::Off: return "off";
    case RefitState::Current: return "current";
    case RefitState::Waiting: return "waiting";
    case RefitState::Working: return "working";
    case RefitState::Shown: return "shown";
    case RefitState::Dropped: return "dropped";
    case RefitState::Failed: return "failed";
  }
  return "";
}

std::string text_of(const RefitView& view, EffectPart part, Metric metric) {
  if (!view.effect || !view.effect->of(part, metric)) return "none";
  return std::to_string(view.effect->of(part, metric)->value);
}

}  // namespace

struct RefitDesk::Answer {
  Refit refit;
  EffectInput input;  // where something changed
  std::optional<RelabelEffect> effect;
  std::vector<RocPoint> ghost_roc;
};

RefitDesk::RefitDesk(Workspace& workspace, JobLane& lane, Inbox& inbox, Messages& messages, Models& models,
                     ShownRun& shown)
    : workspace_(workspace),
      lane_(lane),
      inbox_(inbox),
      messages_(messages),
      models_(models),
      view_(models.refit),
      shown_(shown),
      reader_(std::make_shared<LaneReader>(workspace)),
      refitter_(std::make_shared<Refitter>(workspace)) {}

void RefitDesk::switch_on(bool on) {
  if (on == view_.on()) return;
  forget();
  view_.state = on ? RefitState::Current : RefitState::Off;
  if (on) ask(false, false);
}

void RefitDesk::follow(const Change& change) {
  if (!view_.on() || (change.relabelled.empty() && change.edited.empty() && !change.classes)) return;
  ask();
}

void RefitDesk::run_arrived(bool another) {
  if (!view_.on()) return;
  if (another) forget();
  ask(false, false);
}

// Until a run arrives there is nothing to refit, nor to adopt.
void RefitDesk::run_left() {
  if (!view_.on()) return;
  forget();
  view_.state = RefitState::Waiting;
}

// Back to the run as it is stored.
void RefitDesk::forget() {
  ++asked_;
  if (job_ != 0) lane_.cancel(std::exchange(job_, 0));
  answer_.reset();
  const RefitState state = view_.state;
  view_ = {};
  view_.state = state;
  shown_.drop_refit();
}

std::shared_ptr<RefitDesk::Question> RefitDesk::question() const {
  const ImageTable& table = models_.gallery.table();
  const auto& scores = shown_.stored();
  auto asked = std::make_shared<Question>();
  asked->request.run = scores->run;
  asked->request.scores = scores;
  asked->request.ids.resize(table.size());
  asked->request.labels.resize(table.size());
  const auto& classes = table.class_list().classes;
  for (Row row = 0; row < table.size(); ++row) {
    const int index = table.class_index(row);
    asked->request.ids[row] = table.id(row);
    asked->request.labels[row] = index < 0 ? 0 : classes[static_cast<std::size_t>(index)].id;
  }
  std::string problem;
  const std::vector<int> groups = groups_of_classes(*scores, table.class_list(), problem);
  if (!problem.empty()) throw std::runtime_error(problem);
  for (std::size_t i = 0; i < classes.size(); ++i)
    if (groups[i] >= 0) asked->request.group_of_class[classes[i].id] = groups[i];
  const auto best = scores->epochs.find(scores->best_epoch);
  const auto set = best == scores->epochs.end() ? nullptr : best->second.by_split[static_cast<std::size_t>(Split::Val)];
  if (!set) throw std::runtime_error("no predictions of validation were kept for its best epoch");
  for (const Row row : set->rows)
    asked->judged.push_back(table.split(row) == Split::Val && !table.removed(row) ? 1 : 0);
  if (!group_keys_ || keys_of_ != set || groups_version_ != table.groups_version()) {
    std::vector<std::uint64_t> keys;
    for (const Row row : set->rows) keys.push_back(table.group_key(row));
    group_keys_ = std::make_shared<const std::vector<std::uint64_t>>(std::move(keys));
    keys_of_ = set;
    groups_version_ = table.groups_version();
  }
  asked->group_keys = group_keys_;
  asked->threshold = static_cast<double>(models_.run.evaluation.threshold);
  return asked;
}

// The newest question only is answered; one that waits or is being answered is stopped.
void RefitDesk::ask(bool may_extract, bool patient) {
  const std::uint64_t number = ++asked_;
  if (job_ != 0) lane_.cancel(std::exchange(job_, 0));
  if (!shown_.stored() || models_.run.live) return;
  std::shared_ptr<Question> asked;
  try {
    asked = question();
  } catch (const std::exception& error) {
    view_.state = RefitState::Failed;
    view_.problem = error.what();
    return;
  }
  asked->request.may_extract = may_extract;
  asked->patient = patient;
  view_.state = may_extract ? RefitState::Working : RefitState::Waiting;
  view_.stale = answer_ != nullptr;
  const auto post = [this, number](const char* what, auto work) {
    inbox_.post(what, [this, number, work] {
      if (number == asked_) work();
    });
  };
  job_ = lane_.post(
      [this, asked, post, reader = reader_, refitter = refitter_](const std::stop_token& stop) {
        set_thread_niceness(kBackgroundNiceness);
        if (asked->patient && !rested(stop)) return;
        post("Refitting", [this] { view_.state = RefitState::Working; });
        auto refit = refitter->refit(reader->get(), asked->request, stop);
        if (!refit || stop.stop_requested()) return;
        const auto answer = std::make_shared<const Answer>(answered(std::move(*refit), *asked));
        post("Showing the refit", [this, answer] { take(answer); });
        if (!answer->effect || stop.stop_requested()) return;
        RelabelEffect effect = *answer->effect;
        add_intervals(effect, answer->input);
        post("Showing how far the refit can be trusted", [this, effect] { take_effect(effect); });
      },
      [post, this](const std::string& why) {
        post("Refitting", [this, why] {
          view_.state = RefitState::Failed;
          view_.problem = why;
        });
      });
}

RefitDesk::Answer RefitDesk::answered(Refit refit, const Question& question) {
  Answer answer{.refit = std::move(refit), .input = {}, .effect = {}, .ghost_roc = {}};
  const Refit& made = answer.refit;
  if (!made.problem.empty() || made.unchanged()) return answer;
  answer.input = {made.stored,       made.untouched, made.refitted,
                  made.truth_before, made.truth_now, numbered(*question.group_keys),
                  question.threshold};
  for (std::size_t place = 0; place < question.judged.size(); ++place)
    if (question.judged[place] == 0) answer.input.truth_before[place] = answer.input.truth_now[place] = -1;
  answer.effect = relabel_effect(answer.input);
  for (const ml::RocPoint& point : Judge(made.stored, answer.input.truth_before).roc(kCurvePoints))
    answer.ghost_roc.push_back(
        {static_cast<float>(point.fpr), static_cast<float>(point.tpr), static_cast<float>(point.threshold)});
  return answer;
}

void RefitDesk::take(const std::shared_ptr<const Answer>& answer) {
  const Refit& refit = answer->refit;
  view_.problem = refit.problem;
  view_.lacking = refit.lacking;
  if (!refit.problem.empty()) {
    view_.state = RefitState::Failed;
    return;
  }
  if (refit.unchanged()) {
    forget();
    view_.state = RefitState::Current;
    return;
  }
  answer_ = answer;
  view_.state = RefitState::Shown;
  view_.stale = false;
  view_.learnt_changed = refit.learnt_changed;
  view_.judged_changed = refit.judged_changed;
  view_.model_changed = refit.model != nullptr;
  view_.from_epoch = refit.from_epoch;
  view_.epoch = refit.scores->refit_epoch;
  view_.kept_scores = refit.kept_scores;
  view_.seconds = refit.seconds;
  view_.ghost_roc = answer->ghost_roc;
  take_effect(*answer->effect);
  shown_.show_refit(refit.scores);
}

void RefitDesk::take_effect(const RelabelEffect& effect) {
  view_.effect = effect;
  view_.ghost_confusion.assign(effect.confusion_before.begin(), effect.confusion_before.end());
}

// At another threshold the numbers are other ones; their intervals come a moment later.
void RefitDesk::threshold_changed() {
  if (!answer_ || !answer_->effect || view_.state != RefitState::Shown) return;
  if (job_ != 0) lane_.cancel(std::exchange(job_, 0));
  const std::uint64_t number = ++asked_;
  auto input = std::make_shared<EffectInput>(answer_->input);
  input->threshold = static_cast<double>(models_.run.evaluation.threshold);
  job_ = lane_.post(
      [this, input, number](const std::stop_token& stop) {
        const auto post = [&](const RelabelEffect& effect) {
          inbox_.post("Showing the refit at a threshold", [this, effect, number] {
            if (number == asked_) take_effect(effect);
          });
        };
        RelabelEffect effect = relabel_effect(*input);
        post(effect);
        if (!rested(stop)) return;
        add_intervals(effect, *input);
        post(effect);
      },
      [this](const std::string& why) { inbox_.post("Measuring the refit", [why] { throw std::runtime_error(why); }); });
}

void RefitDesk::drop() {
  if (!view_.on()) return;
  forget();
  view_.state = RefitState::Dropped;
}

void RefitDesk::extract() {
  if (view_.lacking > 0) ask(true, false);
}

// Written on the lane; what is shown stays until the new run is read.
void RefitDesk::adopt() {
  if (!answer_ || view_.state != RefitState::Shown || view_.adopting || models_.run.live) return;
  if (workspace_.viewing())
    return messages_.show(MessageKind::Warning, "Adopting the refit: viewing only", workspace_.viewing_because());
  if (models_.gallery.table().unsaved_count() > 0)
    return messages_.show(MessageKind::Info, "The labels are still being saved", "Adopt the refit in a moment");
  auto adoption = std::make_shared<Adoption>();
  adoption->refit = answer_->refit;
  const ImageTable& table = models_.gallery.table();
  for (Row row = 0; row < table.size(); ++row) adoption->ids.push_back(table.id(row));
  adoption->label_revision = table.label_revision();
  adoption->validation = shown_.evaluation_of_refit();
  view_.adopting = true;
  lane_.post(
      [this, adoption, reader = reader_](const std::stop_token&) {
        const RunId run = adopt_refit(workspace_, reader->get(), *adoption);
        const std::string no_card = write_card_of_ended_run(workspace_, run);
        inbox_.post("Showing the adopted refit", [this, run, no_card] {
          view_.adopting = false;
          messages_.show(
              no_card.empty() ? MessageKind::Success : MessageKind::Warning, "The refit is run " + std::to_string(run),
              "It stands in the list of runs, with the run it came from" + (no_card.empty() ? "" : "\n" + no_card));
          forget();
          if (!models_.run.live) shown_.show(run, 0);
        });
      },
      [this](const std::string& why) {
        inbox_.post("Adopting the refit", [this, why] {
          view_.adopting = false;
          throw std::runtime_error(why);
        });
      });
}

void RefitDesk::enter_commands(CommandTable& table) {
  table.on<SwitchRefit>([](const SwitchRefit& c) { return c.on ? "Refit with the labels" : "Stop refitting"; },
                        [this](const SwitchRefit& c) { switch_on(c.on); });
  table.on<AdoptRefit>("Adopt the refit", [this](const AdoptRefit&) { adopt(); });
  table.on<DropRefit>("Drop the refit", [this](const DropRefit&) { drop(); });
  table.on<ExtractForRefit>("Compute features for the refit", [this](const ExtractForRefit&) { extract(); });
}

std::optional<std::string> RefitDesk::script_value(const std::string& key) const {
  if (key == "refit.state") return name_of(view_.state);
  if (key == "refit.problem") return view_.problem;
  if (key == "refit.learnt") return std::to_string(view_.learnt_changed);
  if (key == "refit.judged") return std::to_string(view_.judged_changed);
  if (key == "refit.total") return text_of(view_, EffectPart::Total, Metric::Auc);
  if (key == "refit.labels") return text_of(view_, EffectPart::EvaluationLabels, Metric::Auc);
  if (key == "refit.model") return text_of(view_, EffectPart::Model, Metric::Auc);
  if (key == "refit.interval") {
    const bool there = view_.effect && view_.effect->of(EffectPart::Total, Metric::Auc) &&
                       view_.effect->of(EffectPart::Total, Metric::Auc)->low;
    return std::string(there ? "1" : "0");
  }
  return std::nullopt;
}

}  // namespace app
