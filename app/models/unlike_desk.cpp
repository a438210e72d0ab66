#include "app/models/unlike_desk.h"

#include <algorithm>
#include <stdexcept>
#include <string>
#include <vector>

#include "app/table/query_words.h"
#include "app/workspace/dataset.h"
#include "app/workspace/model_familiarity.h"
#include "app/workspace/model_store.h"

namespace app {

struct UnlikeDesk::Answer {
  std::vector<UnlikeFact> facts = {};
  std::vector<ImageId> unlike = {};
  std::string model = {};  // "run:3"
  std::string words = {};  // how many they are, and of how many nothing is known
  bool complete = false;
};

UnlikeDesk::UnlikeDesk(const Workspace& workspace, JobLane& lane, Inbox& inbox, Messages& messages, Models& models)
    : lane_(lane),
      inbox_(inbox),
      messages_(messages),
      models_(models),
      reader_(std::make_shared<LaneReader>(workspace)) {}

UnlikeDesk::Answer UnlikeDesk::find(const Workspace& workspace, const db::Reader& from, const std::string& model,
                                    const std::stop_token& stop) {
  const std::vector<db::Image> images = db::images(from);
  const FamiliaritySurvey survey = survey_familiarity(
      find_model(&workspace, model), ImageFiles(images, db::file_stamps(from)), workspace.features_folder(), stop);
  Answer answer{.model = model, .words = survey_words(survey)};
  for (const KnownFamiliarity& image : survey.images) {
    const ImageId id = images[image.index].id;
    if (image.relative) answer.facts.push_back({id, static_cast<float>(*image.relative)});
    if (image.judgement.unlike.value_or(false)) answer.unlike.push_back(id);
  }
  answer.complete = answer.facts.size() == images.size();
  return answer;
}

std::optional<std::pair<RunId, int>> UnlikeDesk::seen() const {
  if (const RunScores* scores = models_.gallery.predictions().run()) return std::pair(scores->run, scores->best_epoch);
  const RunView& run = models_.run;
  return run.run ? std::optional(std::pair(*run.run, run.best_epoch)) : std::nullopt;
}

void UnlikeDesk::run_arrived() {
  const auto now = seen();
  if (of_ == now) return;
  of_ = now;
  ++question_;
  models_.unlike = {};
  models_.gallery.set_unlike({});
  follow_query();
}

bool UnlikeDesk::wanted() const {
  const Gallery& gallery = models_.gallery;
  if (gallery.sort().key == sort_key(Measure::Unlike)) return true;
  const QueryWords words = parse_query(gallery.filter().text, gallery.table());
  return std::ranges::any_of(words.conditions, [](const NumberCondition& c) { return c.measure == Measure::Unlike; });
}

void UnlikeDesk::follow_query() {
  if (!wanted() || models_.unlike.working || !models_.unlike.words.empty()) return;
  if (const auto now = seen(); !now || now->second == 0) return;
  ask([this](const Answer& answer) {
    if (!answer.complete) messages_.show(MessageKind::Info, "How unlike the training images", answer.words);
  });
}

// The newest question is answered; one before it is of another run, or stands behind the same numbers.
void UnlikeDesk::ask(Then then) {
  lane_.cancel(job_);
  models_.unlike.working = true;
  const std::string model = "run:" + std::to_string(seen()->first);
  const std::uint64_t question = ++question_;
  job_ = lane_.post(
      [this, reader = reader_, model, question, then = std::move(then)](const std::stop_token& stop) {
        auto answer = std::make_shared<const Answer>(find(reader->workspace(), reader->get(), model, stop));
        inbox_.post("Showing how unlike the images are", [this, answer, question, then] {
          if (question != question_) return;
          take(*answer);
          then(*answer);
        });
      },
      [this, question](const std::string& why) {
        inbox_.post("Looking for unlike images", [this, question, why] {
          if (question == question_) models_.unlike = {.words = why};
          throw std::runtime_error(why);
        });
      });
}

void UnlikeDesk::take(const Answer& answer) {
  models_.unlike = {.known = answer.facts.size(), .words = answer.words};
  models_.gallery.set_unlike(answer.facts);
  ++models_.reveals;
}

void UnlikeDesk::enter_action(ActionTable& table, std::function<void(const Filter&)> set_filter) {
  const auto show = [this, set_filter = std::move(set_filter)](const Answer& answer) {
    std::vector<Row> rows;
    for (const ImageId image : answer.unlike)
      if (const auto row = models_.gallery.table().row_of(image)) rows.push_back(*row);
    messages_.show(MessageKind::Info, rows.empty() ? "No image is named" : "Images unlike the training images",
                   answer.words);
    if (rows.empty()) return;
    Filter filter;
    filter.picked = PickedRows{std::make_shared<const Bits>(rows), "unlike the images of " + answer.model};
    set_filter(filter);
  };
  table.add({.id = "show-unlike",
             .menu = "View",
             .title = "Images unlike the training images",
             .tooltip = "A filter by the shown run's model and the features that are kept; its chip lifts it",
             .offered = [this] { return seen().value_or(std::pair<RunId, int>()).second > 0; },
             .run = [this, show] { ask(show); }});
}

}  // namespace app
