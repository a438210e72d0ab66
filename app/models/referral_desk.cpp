#include "app/models/referral_desk.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "app/core/number_text.h"
#include "app/workspace/referral_choice.h"

namespace app {
namespace {

const RunRow* row_of(const RunView& view, RunId run) {
  const auto found = std::ranges::find(view.runs, run, &RunRow::id);
  return found == view.runs.end() ? nullptr : &*found;
}

struct Chosen {
  std::shared_ptr<const ReferralGround> ground;
  std::shared_ptr<const ReferralChoice> choice;
};

}  // namespace

ReferralDesk::ReferralDesk(Workspace& workspace, JobLane& lane, Inbox& inbox, Messages& messages, Models& models,
                           ModelChanged changed)
    : workspace_(workspace),
      lane_(lane),
      inbox_(inbox),
      messages_(messages),
      models_(models),
      view_(models.referral),
      changed_(std::move(changed)),
      reader_(std::make_shared<LaneReader>(workspace)) {}

ReferralDesk::Basis ReferralDesk::basis(RunId run) const {
  const ImageTable& table = models_.gallery.table();
  Basis basis{.run = run, .label_revision = table.label_revision(), .edit_version = table.edit_version()};
  if (const RunRow* row = row_of(models_.run, run)) {
    basis.best_epoch = row->best_epoch;
    basis.threshold = row->threshold;
    basis.calibration = row->calibration_json;
  }
  return basis;
}

void ReferralDesk::look_at(RunId run) {
  const RunRow* row = row_of(models_.run, run);
  const int epoch = row == nullptr ? 0 : row->best_epoch;
  if (view_.run == run && looked_at_epoch_ == epoch) {
    drop_old_choice();
    return;
  }
  lane_.cancel(job_);
  ++question_;
  looked_at_epoch_ = epoch;
  view_ = {.run = run};
  ground_.reset();
  ground_of_.reset();
  read_kept(run);
}

// What was tried on other images, labels or probabilities says nothing of those of now.
bool ReferralDesk::drop_old_choice() {
  if (!view_.choice || choice_of_ == basis(view_.choice->run)) return false;
  view_.choice.reset();
  view_.problem =
      "The labels, the split, the best epoch, the threshold or the calibration of the run changed since this was "
      "tried. Try it again.";
  return true;
}

void ReferralDesk::read_kept(RunId run) {
  lane_.post(
      [this, reader = reader_, run](const std::stop_token&) {
        const auto kept = kept_referral(reader->workspace(), reader->get(), run);
        inbox_.post("Showing what a run refers", [this, kept, run] {
          if (view_.run != run) return;
          view_.kept_known = true;
          view_.kept = kept ? kept_referral_words(*kept) : "";
        });
      },
      [this, run](const std::string& why) {
        inbox_.post("Reading what a run refers", [this, why, run] {
          if (view_.run == run) view_.problem = why;
        });
      });
}

// Only the newest question is answered; one before it stops at the next image it is at.
void ReferralDesk::choose(const ChooseReferral& wanted) {
  look_at(wanted.run);
  lane_.cancel(job_);
  const Basis of = basis(wanted.run);
  const auto ground = ground_of_ == of ? ground_ : nullptr;
  const std::uint64_t question = ++question_;
  view_.problem.clear();
  view_.working = ground ? "Choosing" : "Asking the model about validation";
  const ReferralRequest request{.run = wanted.run, .coverage = 1 - wanted.referred, .doubt = wanted.doubt};
  job_ = lane_.post(
      [this, reader = reader_, request, ground, of, question](const std::stop_token& stop) {
        const OnProgress told = [this, stop, question](const ProgressReport& report) {
          if (stop.stop_requested()) throw std::runtime_error("another question came");
          inbox_.post("Choosing what is referred", [this, question, report] {
            if (question == question_)
              view_.working = report.what + " " + grouped(report.done) + " of " + grouped(report.total);
          });
        };
        auto made = std::make_shared<Chosen>(Chosen{ground, nullptr});
        if (!made->ground)
          made->ground =
              std::make_shared<const ReferralGround>(ground_of_referral(workspace_, reader->get(), request, told));
        made->choice = std::make_shared<const ReferralChoice>(choose_referral(*made->ground, request));
        inbox_.post("Showing what is referred", [this, made, of, question] {
          if (question != question_) return;
          ground_ = made->ground;
          ground_of_ = of;
          view_.working.clear();
          view_.choice = made->choice;
          choice_of_ = of;
        });
      },
      [this, question](const std::string& why) {
        inbox_.post("Choosing what is referred", [this, question, why] {
          if (question != question_) return;
          view_.working.clear();
          view_.choice.reset();
          view_.problem = why;
        });
      });
}

bool ReferralDesk::refused(const char* wanted) const {
  if (!workspace_.viewing()) return false;
  messages_.show(MessageKind::Warning, std::string(wanted) + ": viewing only", workspace_.viewing_because());
  return true;
}

void ReferralDesk::write(const char* attempted, RunId run, std::function<void()> work) {
  lane_.post(
      [this, attempted, run, work = std::move(work)](const std::stop_token&) {
        work();
        inbox_.post(attempted, [this, run] {
          if (view_.run == run) read_kept(run);
          changed_(run);
        });
      },
      [this, attempted](const std::string& why) {
        inbox_.post(attempted, [this, attempted, why] {
          messages_.show(MessageKind::Error, std::string(attempted) + ": nothing was changed", why);
        });
      });
}

void ReferralDesk::keep() {
  if (!view_.choice || refused("Keep what is referred")) return;
  if (drop_old_choice())
    return messages_.show(MessageKind::Warning, "Keep what is referred: nothing was kept", view_.problem);
  write("Keep what is referred", view_.choice->run,
        [&workspace = workspace_, choice = view_.choice] { keep_referral(workspace, *choice); });
}

void ReferralDesk::forget(RunId run) {
  if (refused("Refer nothing")) return;
  write("Refer nothing", run, [&workspace = workspace_, run] { forget_referral(workspace, run); });
}

void ReferralDesk::enter_commands(CommandTable& table) {
  table.on<ChooseReferral>("Choose what is referred", [this](const ChooseReferral& c) { choose(c); });
  table.on<KeepReferral>("Keep what is referred", [this](const KeepReferral&) { keep(); });
  table.on<ForgetReferral>("Refer nothing", [this](const ForgetReferral& c) { forget(c.run); });
}

std::optional<std::string> ReferralDesk::script_value(const std::string& key) const {
  if (key == "refer.state")
    return !view_.working.empty() ? "working" : !view_.problem.empty() ? "problem" : view_.choice ? "ready" : "none";
  if (key == "refer.problem") return view_.problem;
  if (key == "refer.kept") return !view_.kept_known ? "unknown" : view_.kept.empty() ? "nothing" : view_.kept;
  if (key == "refer.answered") return std::to_string(view_.choice ? view_.choice->answered.answered : 0);
  if (key == "refer.doubt") return view_.choice ? view_.choice->referral.doubt : "none";
  return std::nullopt;
}

}  // namespace app
