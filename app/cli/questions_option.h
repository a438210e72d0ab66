// How images are asked about: the options --views, --dropout-passes and --precision of the verbs that predict,
// and how predictive uncertainty is printed.
// Any thread; pure functions, but for add_questions (main thread).
#pragma once

#include "app/cli/command_line.h"
#include "app/workspace/prediction.h"

namespace app::cli {

// `questions` and `precision` must outlive the verb.
void add_questions(Verb& verb, Questions& questions, ml::Precision& precision);

Json to_json(const Questions& questions);
// Entropies in nats; see ml/metrics/ensemble.h.
Json doubt_of_row(const ml::EnsembleSummary& answers, std::size_t row);

}  // namespace app::cli
