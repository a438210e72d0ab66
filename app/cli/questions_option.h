// How images are asked about: the options --views, --dropout-passes and --precision of the verbs that predict,
// and what is printed of the answers' doubt.
#pragma once

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>

#include "app/workspace/prediction.h"

namespace app::cli {

// `questions` and `precision` must outlive the verb.
void add_questions(CLI::App& verb, Questions& questions, ml::Precision& precision);

nlohmann::ordered_json to_json(const Questions& questions);
// Entropies in nats; see ml/metrics/ensemble.h.
nlohmann::ordered_json doubt_of_row(const ml::EnsembleSummary& answers, std::size_t row);

}  // namespace app::cli
