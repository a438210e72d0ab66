#include "app/table/glossary.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace app {
namespace {

using enum TermKind;

constexpr std::array kTerms = {
    Term{Metric, "accuracy", "",
         "The share of images whose predicted group is that of the label. With nine benign images in ten, calling "
         "everything benign has an accuracy of 90 %.",
         "(TP + TN) / n", "Train, Compare, `nevus eval`"},
    Term{Metric, "sensitivity", "recall, true positive rate",
         "Of the images that are positive, the share that is called positive. What is missed is 1 minus it.",
         "TP / (TP + FN)", "Train, the ROC's upright axis"},
    Term{Metric, "specificity", "true negative rate",
         "Of the images that are negative, the share that is left alone. False alarms are 1 minus it.",
         "TN / (TN + FP)", "Train, the ROC's level axis"},
    Term{Metric, "precision", "positive predictive value, PPV",
         "Of the images that are called positive, the share that is. It depends on how common positives are: a set of "
         "half melanomas says nothing about a clinic with one in a hundred.",
         "TP / (TP + FP)", "Train, `nevus threshold`"},
    Term{Metric, "negative predictive value", "NPV",
         "Of the images that are left alone, the share that is negative. Depends on how common positives are.",
         "TN / (TN + FN)", "`nevus threshold`"},
    Term{Metric, "F1", "", "The harmonic mean of precision and sensitivity; true negatives do not count.",
         "2 TP / (2 TP + FP + FN)", "Train"},
    Term{Metric, "balanced accuracy", "macro recall",
         "The mean over the groups of how many of each are found. Calling everything benign has 50 %.",
         "mean of recall over groups", "Train, Compare"},
    Term{Metric, "ROC curve", "receiver operating characteristic",
         "Sensitivity against false alarms for every threshold. The diagonal is guessing.",
         "(1 − specificity, sensitivity) for each t", "Train, Compare, the quiz"},
    Term{Metric, "AUC", "area under the ROC curve",
         "How often a positive image gets a higher score than a negative one. Needs no threshold; says nothing of "
         "whether the probabilities are right.",
         "P(score⁺ > score⁻) + ½ P(=)", "Train, Compare"},
    Term{Metric, "confusion matrix", "",
         "How many images of each group (rows) were called what (columns). A click on a cell shows its images.", "",
         "Train, Compare"},
    Term{Metric, "Cohen's kappa", "kappa, agreement",
         "Agreement beyond what chance would give with the same frequencies: 0 is chance, 1 is perfect.",
         "(pₒ − pₑ) / (1 − pₑ)", "the quiz, `nevus eval`"},
    Term{Metric, "calibration", "reliability",
         "Whether of the images given 70 % seven in ten are positive. A curve on the diagonal is calibrated.",
         "observed share against mean probability", "Errors, `nevus eval`"},
    Term{Metric, "ECE", "expected calibration error",
         "The mean gap between what was said and what was so, over bins of probability.",
         "Σ nᵦ/n · |observedᵦ − saidᵦ|", "Errors, `nevus eval`"},
    Term{
        Metric, "Brier score", "quadratic score",
        "The mean squared distance of the probabilities from what turned out. Small is good; it pays for order and for "
        "calibration together.",
        "mean of (p − y)²", "Errors, `nevus eval --detail`"},
    Term{Metric, "confidence interval", "95 % interval, bootstrap",
         "Where the number would lie had other lesions been photographed: it is drawn again and again from the groups "
         "that belong together (lesion, patient), not from single images.",
         "2.5 % to 97.5 % of the redrawn values", "beside AUC and differences"},
    Term{Learning, "threshold", "operating point, cut-off",
         "The probability from which an image is called positive. It is chosen on validation, for the cost of misses "
         "and alarms, and never on test.",
         "positive when p ≥ t", "Train, Inspect, the Wall"},
    Term{Learning, "logit", "log-odds", "The model's sum of evidence before it becomes a probability.",
         "log(p / (1 − p))", "Inspect, the colour bar"},
    Term{Learning, "loss", "cross-entropy", "What training makes smaller: how surprised the model is by the labels.",
         "−log p(label)", "Train"},
    Term{Learning, "epoch", "", "Once through all training images. The scrubber shows the model as it was after each.",
         "", "Train, the epoch strip"},
    Term{Learning, "learning rate", "step size",
         "How far the weights go at each step. Too large and the loss jumps; too small and it creeps.",
         "w ← w − rate · gradient", "Train"},
    Term{Learning, "overfitting", "memorising",
         "Training gets better while validation gets worse: the model learns the images and not the disease.", "",
         "Train: the curves part"},
    Term{Learning, "early stopping", "patience",
         "Training ends when validation has not improved for so many epochs, and the best epoch is kept.", "", "Train"},
    Term{Learning, "fine-tuning", "transfer learning, head, tail",
         "A network that has learned from many other pictures learns these: only its last layer (head), some of the "
         "layers before it (tail), or all.",
         "", "Train"},
    Term{Learning, "augmentation", "",
         "Training images are turned, flipped, zoomed and relit at random, so that the model does not learn what does "
         "not matter.",
         "", "Train, Preview augmentation"},
    Term{Learning, "Grad-CAM", "evidence map, heat map",
         "Which places of the maps that the head reads speak for a class. It shows where the model looked and not that "
         "it is right.",
         "Σ wₖ Aₖ(x, y), w: gradient of the logit", "Inspect, Library (H)"},
    Term{Learning, "embedding", "features",
         "The numbers that the network makes of an image, 1,280 or more; images that are alike lie near each other.",
         "", "the Wall's map, Errors: neighbours"},
    Term{Learning, "temperature", "scaling",
         "One number that all logits are divided by, so that the probabilities become calibrated. The order of the "
         "images stays.",
         "softmax(logit / T)", "`nevus eval`"},
    Term{Data, "training, validation and test split", "split, holdout",
         "The model learns from training images; choices (epoch, threshold) are made on validation; test is looked at "
         "once, at the end.",
         "", "Library, Edit: Split by group"},
    Term{Data, "leak", "leakage, data leakage",
         "The same lesion or patient on both sides of a split: the model is asked what it has already seen, and every "
         "number is too good.",
         "", "the header's chip, `nevus split`"},
    Term{Data, "shortcut", "spurious correlation, confounder, Clever Hans",
         "Something that stands beside the disease in this set and not in another: a ruler, ink, the camera. The model "
         "learns it because it is easy.",
         "", "Inspect: heat off the lesion; the lessons"},
    Term{Data, "prevalence", "base rate",
         "How many of all are positive. Precision and NPV follow it, sensitivity and specificity do not.",
         "positives / all", "`nevus threshold`"},
    Term{Data, "ground truth", "label, histopathology",
         "What the label rests on: a biopsy under the microscope, follow-up, a consensus, or one opinion. It says how "
         "much a disagreement is worth.",
         "", "Inspect: Diagnosed by"},
    Term{Data, "sealed test set", "", "Images whose answers are not readable until they are opened, once and counted.",
         "", "`nevus sealed`"},
    Term{Dermoscopy, "melanoma", "mel",
         "A malignant tumour of the pigment cells; found early it is cut out and cured. The one not to miss.", "",
         "class mel"},
    Term{Dermoscopy, "melanocytic nevus", "nv, nevus, mole", "A benign gathering of pigment cells: a mole.", "",
         "class nv"},
    Term{Dermoscopy, "basal cell carcinoma", "bcc",
         "The most common skin cancer; it grows slowly and destroys locally, and seldom spreads.", "", "class bcc"},
    Term{Dermoscopy, "actinic keratosis", "akiec, Bowen's disease, intraepithelial carcinoma",
         "Sun damage that may become squamous cell carcinoma; with Bowen's disease counted as pre-malignant.", "",
         "class akiec"},
    Term{Dermoscopy, "benign keratosis", "bkl, seborrheic keratosis, solar lentigo",
         "Harmless overgrowths of the upper skin that often look like melanoma.", "", "class bkl"},
    Term{Dermoscopy, "dermatofibroma", "df", "A harmless firm nodule of connective tissue.", "", "class df"},
    Term{Dermoscopy, "vascular lesion", "vasc, angioma", "Of blood vessels: angiomas, bleeding; red to purple lakes.",
         "", "class vasc"},
    Term{Dermoscopy, "dermoscopy", "dermatoscopy, epiluminescence",
         "Looking at the skin through a lens with light that takes the reflection away, so that structures below the "
         "surface are seen.",
         "", "every picture here"},
    Term{Dermoscopy, "pigment network", "",
         "A net of brown lines round lighter holes; irregular and broken nets speak for melanoma.", "",
         "the demo's lesions"},
    Term{Dermoscopy, "blue-white veil", "", "A blue area with a whitish haze over it; speaks for melanoma.", "",
         "the demo's lesions"},
    Term{Dermoscopy, "ABCD rule", "asymmetry, border, colour, dermoscopic structures",
         "A score from the asymmetry, the border, the number of colours and of structures; above 5.45 suspicious.",
         "1.3 A + 0.1 B + 0.5 C + 0.5 D", "—"},
    Term{Dermoscopy, "skin tone", "Fitzpatrick type, ITA",
         "How light or dark the skin is. Most public sets hold light skin only: what is measured on them says little "
         "of darker skin.",
         "", "Errors, by slice"},
};

bool same_word(std::string_view a, std::string_view b) {
  return std::ranges::equal(a, b, [](char x, char y) {
    return std::tolower(static_cast<unsigned char>(x)) == std::tolower(static_cast<unsigned char>(y));
  });
}

// Its other words stand between commas.
bool also_called(const Term& term, std::string_view word) {
  std::string_view rest = term.also;
  while (!rest.empty()) {
    const std::size_t comma = rest.find(',');
    if (same_word(rest.substr(0, comma), word)) return true;
    if (comma == std::string_view::npos) return false;
    rest.remove_prefix(std::min(rest.size(), comma + 2));
  }
  return false;
}

}  // namespace

std::span<const Term> glossary() { return kTerms; }

const Term* term_named(std::string_view word) {
  for (const Term& term : kTerms)
    if (same_word(term.name, word) || also_called(term, word)) return &term;
  return nullptr;
}

std::string glossary_text(std::string_view word) {
  const Term* term = term_named(word);
  if (term == nullptr) return "";
  std::string text = std::string(term->name) + ": " + std::string(term->definition);
  if (!term->formula.empty()) text += "\n" + std::string(term->formula);
  return text;
}

std::string_view name_of(TermKind kind) {
  switch (kind) {
    case Metric: return "Measures";
    case Learning: return "Learning";
    case Data: return "Data";
    case Dermoscopy: return "Dermoscopy";
  }
  return "";
}

}  // namespace app
