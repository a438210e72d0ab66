#include "app/report/file_card.h"

#include <algorithm>
#include <utility>

#include "app/core/disclaimer.h"
#include "app/report/card_parts.h"
#include "app/report/model_card.h"
#include "app/workspace/model_familiarity.h"
#include "app/workspace/model_threshold.h"
#include "app/workspace/run_calibration.h"
#include "app/workspace/run_settings.h"
#include "db/hash/sha256.h"
#include "db/writer.h"
#include "ml/familiarity/referral.h"

namespace app {
namespace {

constexpr std::string_view kOfAWorkspace[] = {"groups", "edit_revision", "parent"};

// What the program that trained it wrote down; an object, empty where nothing is there or it is of another program.
Json trained_on(const ml::Model& model) {
  const auto json = Json::parse_if_valid(model.trained_on);
  return json && json->is_object() ? *json : Json::object();
}

const ml::FittedCalibration* fitted(const ml::Model& model) {
  return model.calibration ? &*model.calibration : nullptr;
}

const ml::FittedCalibration* applied(const ml::Model& model) {
  return fitted(model) != nullptr && fitted(model)->on ? fitted(model) : nullptr;
}

std::string run_words(const Json* from) {
  const Json* run = from != nullptr && from->is_object() ? from->find("run") : nullptr;
  return run == nullptr ? "a model that names no run" : "run " + run->dump();
}

Json maker_words(const Json& from) {
  if (const Json* blend = from.find("blend"); blend != nullptr && blend->is_object() && blend->find("share") != nullptr)
    return "none: a blend, " + shown_value(blend->at("share")) + " of " + run_words(blend->find("to")) +
           " and the rest of " + run_words(blend->find("from")) + ", of workspaces that are not named";
  return from.find("run") == nullptr ? Json() : Json(run_words(&from) + " of a workspace that is not named");
}

ReportTable contract_table(const ml::Model& model) {
  ReportTable table("contract", "Preprocessing contract", {"part", "value"});
  const Json contract = Json::parse(model.contract.to_json());
  for (const auto& [name, value] : contract.members())
    table.row({name, value.is_string() ? value.get<std::string>() : value.dump()});
  return table;
}

ReportSection details(const ModelFile& file) {
  const ml::Model& model = file.model;
  ReportSection section("details", "Model details", "Of a model's file alone: no workspace was asked.");
  section.fact("made", "Card made", utc_text(file.created_at_ms > 0 ? file.created_at_ms : db::system_clock_ms()));
  section.fact("kind", "Kind", "a convolutional network that gives each class a probability, for one image at a time");
  section.fact("model_file", "File", file.name);
  section.fact("file_hash", "SHA-256 of the file", file.file.empty() ? Json() : Json(db::sha256_file(file.file)));
  section.fact("weights_hash", "Hash of the backbone's weights", ml::backbone_hash(model));
  section.fact("network", "Network",
               model.spec.family + ", width " + shown_value(Json(static_cast<double>(model.spec.width))) + ", " +
                   std::to_string(model.spec.input_px) + " px, head " + model.spec.head.name);
  section.fact("target", "Target", model.target.empty() ? Json() : Json(model.target));
  section.fact("classes", "Classes, in order", Json(model.spec.classes));
  const Json from = trained_on(model);
  section.fact("run", "Run that made it", maker_words(from));
  for (const auto& [id, name] : {std::pair{"epoch", "Epoch"}, std::pair{"state", "State of the run"},
                                 std::pair{"parent", "Begun from the weights of"}})
    section.fact(id, name, kNotInFile);
  section.fact("licence", "Licence of the model", kForTheAuthor);
  section.fact("contact", "Who answers questions", kForTheAuthor);
  section.add(contract_table(model));
  return section;
}

ReportSection unknown_section(const char* id, const char* title, const char* fact, const char* name) {
  ReportSection section(id, title);
  section.fact(fact, name, kNotInFile);
  return section;
}

// A number names its views, calibration and threshold: here those that the next numbers of this file will have.
ReportSection metrics(const ModelFile& file) {
  ReportSection section("metrics", "Metrics", "How it answers; how well is not in a model's file.");
  const ml::Model& model = file.model;
  section.fact("views", "Views that each answer is the mean of", model.views);
  section.fact("calibration", "Probabilities", file.calibration);
  if (const auto* known = fitted(model)) {
    section.fact("temperature", "Temperature", known->temperature);
    section.fact("bias", "Prior, of each class", Json(known->bias));
    section.fact(
        "calibrated_on", "Fitted on",
        std::to_string(known->images) + " images of " + known->fitted_on + ", " +
            (known->groups > 0 ? std::to_string(known->groups) + " lesions or patients" : "groups not counted"));
    section.fact("log_loss_before", "Log loss before, on them", known->nll_before);
    section.fact("log_loss", "Log loss after, on them", known->nll_after);
  }
  const DecidedAt at = decided_at(model, applied(model), {});
  section.fact("threshold", "Threshold", at.two_groups ? Json(at.value) : Json("none"));
  section.fact("decided", "Decides", decided_words(at));
  section.fact("referral", "Refers to a person", referral_fact(ml::referral_of(model)));
  return section;
}

ReportSection training_data(const ml::Model& model) {
  ReportSection section("training_data", "Training data");
  const auto known = ml::familiarity_of(model);
  section.fact("images", "Training images that it knows the like of", known ? Json(known->images) : Json());
  section.fact("groups", "Groups among them", known ? Json(known->groups) : Json());
  section.fact("validation_images", "Validation images that it was held against",
               known ? Json(known->validation_images) : Json());
  section.fact("familiarity", "Says which images are unlike them",
               !known               ? Json("no: " + no_familiarity_words())
               : known->threshold() ? Json("yes, above the score " + shown_value(Json(*known->threshold())))
                                    : Json("no: it had too few validation images to tell from where on"));
  for (const auto& [id, name] : {std::pair{"patients", "Patients"}, std::pair{"lesions", "Lesions"},
                                 std::pair{"leaks", "Leaks between training and validation"}})
    section.fact(id, name, kNotInFile);
  const Json from = trained_on(model);
  ReportTable settings("settings", "What it was trained with", {"setting", "value"});
  if (const Json* request = from.find("request"); request != nullptr && request->is_object()) {
    db::Run run{.target = model.target, .depth = request->value("depth", ""), .config_json = request->dump()};
    run.seed = request->value("seed", std::uint64_t{0});
    run.weights_hash = ml::backbone_hash(model);
    run.label_revision = from.value("label_revision", std::int64_t{0});
    const Json* changed = from.find("changed");
    for (const RunSetting& setting :
         run_settings(run, changed_settings_from_json(changed != nullptr ? *changed : Json())))
      if (std::ranges::find(kOfAWorkspace, setting.key) == std::end(kOfAWorkspace))
        settings.row({setting.title, setting.value.empty() ? Json("none") : Json(setting.value)});
  } else {
    for (const auto& [name, value] : from.members())
      settings.row({name, value.is_string() ? value.get<std::string>() : value.dump()});
  }
  if (model.trained_on.empty()) settings.note("Its head was never trained: what it answers means nothing.");
  section.add(settings);
  return section;
}

ReportSection ethics() {
  ReportSection section("ethics", "Ethical considerations");
  section.fact("licences", "Licences of the images", kNotInFile);
  section.fact("consent", "Consent and approval", kForTheAuthor);
  section.fact("harms", "Risks and harms", kForTheAuthor);
  section.fact("purpose", "Purpose", "research and teaching; nothing here is a diagnosis");
  return section;
}

ReportSection caveats() {
  ReportSection section("caveats", "Caveats and recommendations");
  section.fact("nothing", "Tested on",
               "this card tells no test: nevus eval WORKSPACE --model FILE judges it on images of yours");
  section.fact("clinic", "Use in a clinic, beside a reader, or over time", "not tested by this program");
  section.fact("recommendations", "Recommendations", kForTheAuthor);
  return section;
}

}  // namespace

Json make_file_card(const ModelFile& file) {
  Json sections = Json::array();
  for (const auto& section :
       {details(file), intended_use(),
        unknown_section("factors", "Factors", "people", "Age, sex, site, skin tone, source"), metrics(file),
        unknown_section("evaluation_data", "Evaluation data", "split", "Split, images, prevalence"),
        training_data(file.model),
        unknown_section("analyses", "Quantitative analyses", "auc", "AUC and every other metric, slices, robustness"),
        ethics(), caveats()})
    sections.push_back(section.json());
  Json card{{"format", kCardFormat}, {"title", "Model card of the file " + file.name}, {"disclaimer", kDisclaimer}};
  card["sections"] = std::move(sections);
  return card;
}

}  // namespace app
