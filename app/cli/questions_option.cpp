#include "app/cli/questions_option.h"

#include "ml/data/symmetry.h"

namespace app::cli {

void add_questions(Verb& verb, Questions& questions, ml::Precision& precision) {
  verb.option("--views", questions.views,
              "Test-time augmentation: mean over this many mirrored and turned views; as the model was trained to "
              "be asked when not given")
      .between(1, ml::kSymmetries);
  verb.option("--dropout-passes", questions.dropout_passes,
              "Monte-Carlo dropout: mean over this many passes with dropout on; 0: off")
      .between(0, 1000)
      .shows_default();
  verb.option(
          "--precision", [&precision](const std::string& name) { precision = ml::precision_from_name(name); },
          "Of the backbone: float32, or bfloat16 where the processor has it")
      .one_of({"float32", "bfloat16"});
}

Json to_json(const Questions& questions) {
  return {{"views", questions.views}, {"dropout_passes", questions.dropout_passes}};
}

Json doubt_of_row(const ml::EnsembleSummary& answers, std::size_t row) {
  return {{"positive_deviation", answers.positive_deviation[row]},
          {"predictive_entropy", answers.predictive_entropy[row]},
          {"expected_entropy", answers.expected_entropy[row]},
          {"mutual_information", answers.mutual_information[row]}};
}

}  // namespace app::cli
