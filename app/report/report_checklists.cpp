// The reporting checklists, as far as a program can fill them. Numbers are given only for TRIPOD+AI, whose items this
// file names in full; the others are named without numbers. What is not known is told, and what only people know is
// left to the author: nothing is dropped.
#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "app/core/joined.h"
#include "app/report/report_columns.h"
#include "app/report/report_parts.h"
#include "app/table/slice_columns.h"

namespace app {
namespace {

// Puts values of the block's facts into words.
class Words {
 public:
  explicit Words(const Json& block) : block_(block) {}

  std::string of(const char* section, const char* fact) const {
    const Json* found = find_fact(block_, section, fact);
    return found == nullptr ? kNotRecorded : shown_value(*found);
  }
  // Null where it is not recorded.
  Json known(const char* section, const char* fact) const {
    const Json* found = find_fact(block_, section, fact);
    return found == nullptr || found->is_null() ? Json() : Json(shown_value(*found));
  }

 private:
  const Json& block_;
};

struct Item {
  std::string number, name;
  Json value;
};

Json list_of(const std::string& standard, const std::string& note, const std::vector<Item>& items) {
  Json list{{"standard", standard}, {"note", note}, {"items", Json::array()}};
  for (const Item& item : items)
    list["items"].push_back(Json{{"number", item.number}, {"item", item.name}, {"value", item.value}});
  return list;
}

std::string sizes(const ReportFacts& facts) {
  std::array<std::int64_t, 4> counts{};
  for (const db::Image& image : facts.data.images) ++counts[static_cast<std::size_t>(split_in_set(facts, image))];
  return shown_value(counts[1]) + " training, " + shown_value(counts[2]) + " validation, " + shown_value(counts[3]) +
         " test, " + shown_value(counts[0]) + " in no split" +
         (facts.left_out.empty()
              ? ""
              : ", of training and validation " + shown_value(facts.left_out.size()) + " left out by the run");
}

std::string judged(const Words& words) {
  return "split " + words.of("summary", "split") + ", n " + words.of("summary", "n") + ", label revision " +
         words.of("summary", "label_revision");
}

std::string performance(const Words& words, const ReportFacts& facts) {
  return "AUC " + words.of("results", "auc") + "; accuracy " + words.of("results", "accuracy") + "; " +
         recall_title(facts.source) + " " + words.of("results", "recall") + "; specificity " +
         words.of("results", "specificity") + "; precision " + words.of("results", "precision") + " (" + judged(words) +
         ")";
}

std::string partition(const Words& words, const ReportFacts& facts) {
  return sizes(facts) + "; patients " + words.of("data", "patients") + ", lesions " + words.of("data", "lesions") +
         "; on both sides of a split: " + words.of("data", "leaks");
}

std::string balance(const ReportFacts& facts) {
  std::vector<std::int64_t> counts(facts.data.groups.size());
  for (const int group : facts.data.group)
    if (group >= 0) ++counts[static_cast<std::size_t>(group)];
  std::string text;
  for (std::size_t i = 0; i < counts.size(); ++i)
    text += (i == 0 ? "" : ", ") + facts.data.groups[i] + " " + shown_value(counts[i]);
  return text;
}

std::string threshold(const Words& words) {
  return words.of("summary", "threshold") + "; " + words.of("threshold", "chosen");
}

// Images of the split that the run was not asked about: they came to it, or got a label, after it was trained.
std::string not_asked(const ReportFacts& facts) {
  const FigureSource& source = facts.source;
  return source.problem.empty() ? shown_value(source.outcome.not_asked) : kNotRecorded;
}

std::string missing_data(const Words& words, const ReportFacts& facts) {
  return "recorded of: age " + words.of("data", "age") + ", sex " + words.of("data", "sex") + ", site " +
         words.of("data", "site") + ", skin tone " + words.of("data", "skin_tone") + "; files missing " +
         words.of("data", "missing_files") + "; images left out as unreadable " + words.of("results", "unreadable") +
         (facts.edition < 5 ? "" : ", as not asked about " + not_asked(facts));
}

// The editions before the fourth had other words here.
bool words_before(const ReportFacts& facts) { return facts.source.words_before; }

// By what recorded the diagnosis: "histo" and "histopathology" are histology, "no histology" is not.
bool is_histology(std::string method) {
  std::ranges::transform(method, method.begin(), [](char letter) {
    return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter + 32) : letter;
  });
  constexpr std::array<std::string_view, 5> kDenied = {"no ", "not ", "non", "without", "un"};
  constexpr std::array<std::string_view, 3> kWords = {"histo", "patholog", "biops"};
  return std::ranges::none_of(kDenied, [&](std::string_view word) { return method.starts_with(word); }) &&
         std::ranges::any_of(kWords, [&](std::string_view word) { return method.find(word) != std::string::npos; });
}

// "412 of 594 images", with what else is recorded; null where no method is.
Json histology(const Words& words, const ReportFacts& facts) {
  const Json recorded = words.known("data", "diagnosis_method");
  if (words_before(facts) || recorded.is_null()) return recorded;
  std::int64_t confirmed = 0;
  std::string methods;
  for (const auto& [method, images] : shares_of(facts, [](const db::Image& image) { return image.dx_type; })) {
    if (method.empty() || !is_histology(method)) continue;
    confirmed += images;
    methods += (methods.empty() ? " (" : ", ") + method;
  }
  return shown_value(confirmed) + " of " + shown_value(facts.data.images.size()) + " images" + methods +
         (methods.empty() ? "" : ")") + "; a method is recorded of " + recorded.get<std::string>() +
         ", see the table Diagnosis confirmed by";
}

Json reference_standard(const Words& words, const ReportFacts& facts) {
  const Json confirmed = histology(words, facts);
  return words_before(facts) || confirmed.is_null() ? confirmed : Json("histology: " + confirmed.get<std::string>());
}

std::string model_in_full(const ReportFacts& facts) {
  if (words_before(facts)) return "weights and contract are in the file of the run; see `nevus export`";
  return "weights and contract are in the model file of the run, in the folder of the workspace";
}

std::string updating(const Words& words, const ReportFacts& facts) {
  const std::string temperature = "temperature " + words.of("results", "temperature") + " not applied";
  if (words_before(facts)) return "none; " + temperature;
  if (!facts.source.problem.empty()) return "none; calibration was not judged";
  if (!facts.source.outcome.calibration)
    return "none; probabilities " + words.of("results", "calibration") + "; " + temperature;
  return "none but calibration: " + words.of("results", "calibration") + "; a further " + temperature;
}

// Of what was measured, the slices that there are.
std::string artefacts(const Json& block, const ReportFacts& facts) {
  if (words_before(facts))
    return "see the slices by hair, ruler, dark corners, sharpness, exposure, contrast, colour cast";
  constexpr std::array<std::string_view, 7> kTold = {"hair",     "ruler",    "dark_corners", "sharpness",
                                                     "exposure", "contrast", "colour_cast"};
  std::vector<std::string> measured;
  for (const Json& section : block.at("sections")) {
    if (section.at("id").get<std::string>() != "slices") continue;
    for (const Json& table : section.at("tables"))
      for (const std::string_view measure : kTold)
        if (table.at("id").get<std::string>() == "by_" + std::string(measure))
          measured.push_back(title_of_column(measure));
  }
  return measured.empty()
             ? "no slices by hair, ruler, dark corners or other measures of the pictures; `nevus quality` measures them"
             : "see the slices by " + joined(measured);
}

// The editions before the fifth did not look for such columns.
Json told_in(const ReportFacts& facts, std::vector<std::string> (*columns)(const ReportFacts& facts)) {
  return facts.edition < 5 ? Json() : recorded_in(facts, columns(facts));
}

const Json kAuthor = kForTheAuthor;

Json tripod(const Words& words, const ReportFacts& facts) {
  const std::string slices = "see the section Slices";
  return list_of(
      "TRIPOD+AI (BMJ 2024;385:e078378)", "Items by their number there.",
      {{"1", "Title", kAuthor},
       {"2", "Abstract", kAuthor},
       {"3a–c", "Background", kAuthor},
       {"4", "Objectives", kAuthor},
       {"5a", "Sources of data", "see the table Sources; " + sizes(facts)},
       {"5b", "Dates of the data", told_in(facts, date_columns)},
       {"6a", "Setting", kAuthor},
       {"6b", "Eligibility", "images taken out of the set: " + words.of("data", "removed") + "; why is in the log"},
       {"6c", "Treatments", kAuthor},
       {"7", "Data preparation", "see the table Preprocessing contract"},
       {"8a", "Outcome",
        "target " + words.of("summary", "target") + " with the classes " + words.of("summary", "classes") +
            "; diagnosis confirmed: " + words.of("data", "diagnosis_method")},
       {"8b–c", "Who assessed the outcome, blinding", kAuthor},
       {"9a, 9c", "Choice of predictors", kAuthor},
       {"9b", "Predictors", "the pixels of one image; no column of the index"},
       {"10", "Sample size", sizes(facts) + "; the width of the intervals tells what it bears"},
       {"11", "Missing data", missing_data(words, facts)},
       {"12a", "Use of the data", partition(words, facts)},
       {"12b", "Handling of predictors", "see the table Preprocessing contract"},
       {"12c", "Model and its building", "see the table Settings; backbone " + words.of("model", "weights_hash")},
       {"12d", "Heterogeneity between clusters", slices},
       {"12e", "Measures of performance", "discrimination, calibration and the matrix; see Results"},
       {"13", "Class imbalance", balance(facts)},
       {"14", "Fairness", slices + "; skin tone recorded of: " + words.of("data", "skin_tone")},
       {"15", "Output of the model", "a probability of each class; threshold " + threshold(words)},
       {"16", "Training against evaluation", "one set, split; " + partition(words, facts)},
       {"17", "Ethical approval", kAuthor},
       {"18a–d", "Funding, interests, protocol, registration", kAuthor},
       {"18e", "Availability of data", "licence recorded of: " + words.of("licences", "recorded")},
       {"18f", "Availability of code", kAuthor},
       {"19", "Patient and public involvement", kAuthor},
       {"20a", "Flow of participants",
        words.of("data", "images") + " images in the set, " + words.of("data", "removed") + " taken out; " +
            sizes(facts)},
       {"20b–c", "Characteristics, and how they compare", "see the tables of Data and the slices"},
       {"21", "Numbers in each analysis", judged(words) + "; " + balance(facts) + " in the whole set"},
       {"22", "The model in full", model_in_full(facts)},
       {"23a", "Performance", performance(words, facts)},
       {"23b", "Heterogeneity of performance", slices},
       {"24", "Updating", updating(words, facts)},
       {"25, 26, 27", "Interpretation, limitations, usability", kAuthor}});
}

std::string without_result(const Words& words, const ReportFacts& facts) {
  const std::string unreadable = words.of("results", "unreadable");
  if (facts.edition < 5) return "every image gets a result; unreadable and left out: " + unreadable;
  return "every image that the model is asked about gets a result; left out: unreadable " + unreadable +
         ", not asked about " + not_asked(facts) + " (imported, labelled or moved since the run was trained)";
}

Json stard(const Words& words, const ReportFacts& facts) {
  return list_of("STARD-AI (Nature Medicine 2025, doi 10.1038/s41591-025-03953-8)",
                 "Named, not numbered: the subjects of items that software can fill.",
                 {{"", "Flow of images",
                   words.of("data", "images") + " in the set, " + words.of("data", "removed") + " taken out, " +
                       sizes(facts) + "; judged: " + words.of("summary", "n")},
                  {"", "Reference standard", reference_standard(words, facts)},
                  {"", "Version of the index test",
                   words.of("summary", "run") + ", epoch " + words.of("summary", "epoch") + ", backbone " +
                       words.of("model", "weights_hash")},
                  {"", "Threshold, and whether it was set in advance",
                   threshold(words) + "; looks at test: " + words.of("threshold", "test_looks_of_run") +
                       " of this run, " + words.of("threshold", "test_looks") + " in all"},
                  {"", "Cross tabulation at it", "see the Confusion matrix"},
                  {"", "Accuracy with intervals", performance(words, facts)},
                  {"", "Indeterminate and missing results", without_result(words, facts)},
                  {"", "Subgroups", "see the section Slices"},
                  {"", "Intended use, setting, harms", kAuthor},
                  {"", "Registration, protocol, funding", kAuthor}});
}

Json clear_derm(const Json& block, const Words& words, const ReportFacts& facts) {
  return list_of(
      "CLEAR Derm (JAMA Dermatology 2021)", "Named, not numbered, in the order data, technique, assessment.",
      {{"", "Image types and acquisition", told_in(facts, kind_columns)},
       {"", "Preprocessing", "see the table Preprocessing contract"},
       {"", "Artefacts", artefacts(block, facts)},
       {"", "Public references and licences", words.known("licences", "recorded")},
       {"", "Patients: age", words.known("data", "age")},
       {"", "Patients: sex", words.known("data", "sex")},
       {"", "Patients: site", words.known("data", "site")},
       {"", "Skin tone", words.known("data", "skin_tone")},
       {"", "Ethnicity", told_in(facts, ethnicity_columns)},
       {"", "Partitions and what they are grouped by", partition(words, facts)},
       {"", "Sample sizes", sizes(facts)},
       {"", "Class balance", balance(facts)},
       {"", "External test", words.known("untested", "external")},
       {"", "How images were labelled",
        "by log, revision " + words.of("labels", "revision") + "; edits of evaluated images before training " +
            words.of("labels", "edits_before") + ", since " + words.of("labels", "edits_after")},
       {"", "Histology", histology(words, facts)},
       {"", "Algorithm and its version", "backbone " + words.of("model", "weights_hash") + "; see Settings"},
       {"", "Performance with intervals", performance(words, facts)},
       {"", "Benchmark against other algorithms or readers", kAuthor},
       {"", "Differences between subgroups", "see the section Slices"},
       {"", "Use, and who should not use it", kAuthor}});
}

Json claim(const Words& words, const ReportFacts& facts) {
  return list_of("CLAIM (Radiology: Artificial Intelligence 2020, updated 2024)",
                 "Named, not numbered: what reports most often lack, and the data items.",
                 {{"", "Quality control of annotations",
                   "problems in the chains of the logs: " + words.of("labels", "chain_problems") +
                       "; decided with predictions on the screen: " + words.of("labels", "edits_with_model")},
                  {"", "Variability of annotators", Json()},
                  {"", "Sample size", sizes(facts)},
                  {"", "Partition, and the level at which it is disjoint", partition(words, facts)},
                  {"", "Initial weights", words.known("model", "weights_hash")},
                  {"", "Training in detail", "see the table Settings"},
                  {"", "Choice of the final model", "epoch " + words.of("summary", "epoch")},
                  {"", "Robustness", words.known("untested", "robustness")},
                  {"", "Failure analysis", "see the Confusion matrix with the numbers of its images, and the slices"},
                  {"", "External testing", words.known("untested", "external")},
                  {"", "Availability of code and data", kAuthor},
                  {"", "Limitations", kAuthor}});
}

Json model_card(const Words& words, const ReportFacts& facts) {
  return list_of("Model card (Mitchell et al. 2019)", "Its nine sections.",
                 {{"", "Model details",
                   words.of("summary", "run") + ", backbone " + words.of("model", "weights_hash") + ", began " +
                       words.of("model", "began")},
                  {"", "Intended use", kAuthor},
                  {"", "Factors", "see the slices; skin tone recorded of: " + words.of("data", "skin_tone")},
                  {"", "Metrics", "see Results; threshold " + threshold(words)},
                  {"", "Evaluation data", judged(words)},
                  {"", "Training data", sizes(facts) + "; " + balance(facts)},
                  {"", "Quantitative analyses", performance(words, facts)},
                  {"", "Ethical considerations", kAuthor},
                  {"", "Caveats and recommendations", kAuthor}});
}

}  // namespace

Json checklists(const Json& block, const ReportFacts& facts) {
  const Words words(block);
  Json all = Json::array();
  for (const auto& list : {tripod(words, facts), stard(words, facts), clear_derm(block, words, facts),
                           claim(words, facts), model_card(words, facts)})
    all.push_back(list);
  return all;
}

}  // namespace app
