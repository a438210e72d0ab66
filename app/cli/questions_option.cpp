#include "app/cli/questions_option.h"

#include "ml/data/symmetry.h"

namespace app::cli {

void add_questions(CLI::App& verb, Questions& questions, ml::Precision& precision) {
  verb.add_option("--views", questions.views,
                  "Test-time augmentation: mean over this many mirrored and turned views; as the model was trained to "
                  "be asked when not given")
      ->check(CLI::Range(1, ml::kSymmetries));
  verb.add_option("--dropout-passes", questions.dropout_passes,
                  "Monte-Carlo dropout: mean over this many passes with dropout on; 0: off")
      ->check(CLI::Range(0, 1000))
      ->capture_default_str();
  verb.add_option_function<std::string>(
          "--precision", [&precision](const std::string& name) { precision = ml::precision_from_name(name); },
          "Of the backbone: float32, or bfloat16 where the processor has it")
      ->check(CLI::IsMember({"float32", "bfloat16"}));
}

nlohmann::ordered_json to_json(const Questions& questions) {
  return {{"views", questions.views}, {"dropout_passes", questions.dropout_passes}};
}

nlohmann::ordered_json doubt_of_row(const ml::EnsembleSummary& answers, std::size_t row) {
  return {{"positive_deviation", answers.positive_deviation[row]},
          {"predictive_entropy", answers.predictive_entropy[row]},
          {"expected_entropy", answers.expected_entropy[row]},
          {"mutual_information", answers.mutual_information[row]}};
}

}  // namespace app::cli
