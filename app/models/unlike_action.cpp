#include "app/models/unlike_action.h"

#include <stdexcept>
#include <string>
#include <vector>

#include "app/workspace/dataset.h"
#include "app/workspace/model_familiarity.h"
#include "app/workspace/model_store.h"

namespace app {
namespace {

struct UnlikeImages {
  std::vector<ImageId> images;
  std::string model;  // "run:3"
  std::string words;  // how many they are, and of how many nothing is known
};

UnlikeImages read_unlike_images(const Workspace& workspace, const db::Reader& from, const std::string& model) {
  const std::vector<db::Image> images = db::images(from);
  const FamiliaritySurvey survey = survey_familiarity(
      find_model(&workspace, model), ImageFiles(images, db::file_stamps(from)), workspace.features_folder());
  UnlikeImages unlike{{}, model, survey_words(survey)};
  for (const KnownFamiliarity& image : survey.images)
    if (image.judgement.unlike.value_or(false)) unlike.images.push_back(images[image.index].id);
  return unlike;
}

void show(const UnlikeSource& source, const UnlikeImages& unlike) {
  std::vector<Row> rows;
  for (const ImageId image : unlike.images)
    if (const auto row = source.models.gallery.table().row_of(image)) rows.push_back(*row);
  source.messages.show(MessageKind::Info, rows.empty() ? "No image is named" : "Images unlike the training images",
                       unlike.words);
  if (rows.empty()) return;
  Filter filter;
  filter.picked = PickedRows{std::make_shared<const Bits>(rows), "unlike the images of " + unlike.model};
  source.set_filter(filter);
}

void ask(const UnlikeSource& source) {
  const std::string model = "run:" + std::to_string(*source.models.run.run);
  source.reading.post(
      [source, model](const std::stop_token&) {
        auto unlike = std::make_shared<const UnlikeImages>(
            read_unlike_images(source.reader->workspace(), source.reader->get(), model));
        source.inbox.post("Showing the unlike images", [source, unlike] { show(source, *unlike); });
      },
      [source](const std::string& why) {
        source.inbox.post("Looking for unlike images", [why] { throw std::runtime_error(why); });
      });
}

}  // namespace

void enter_unlike_action(ActionTable& table, const UnlikeSource& source) {
  table.add({.id = "show-unlike",
             .menu = "View",
             .title = "Images unlike the training images",
             .tooltip = "A filter by the shown run's model and the features that are kept; its chip lifts it",
             .offered = [source] { return source.models.run.run.has_value() && source.models.run.best_epoch > 0; },
             .run = [source] { ask(source); }});
}

}  // namespace app
