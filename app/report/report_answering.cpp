// What is gained where a person is asked about the images of most doubt, as far as stored predictions tell it.
#include <array>

#include "app/report/report_parts.h"

namespace app {
namespace {

constexpr std::array kShares = {1.0, 0.95, 0.9, 0.8, 0.7, 0.6, 0.5};  // that are answered

ReportTable shares_table(const RiskReport& risk) {
  const RankedDoubt& doubt = risk.doubts.front();
  ReportTable table("shares", "By the share that is answered, least doubt first",
                    {"share asked for", "share answered", "answered", "wrong", "share of them wrong",
                     "of all wrong answers, referred"});
  const std::size_t wrong = doubt.ranking.wrong;
  for (const double share : kShares) {
    const ml::AnsweredShare kept = ml::answer_share(risk.wrong, doubt.doubts, share);
    Json referred = kNotDefined;
    if (wrong > 0) referred = static_cast<double>(wrong - kept.wrong) / static_cast<double>(wrong);
    table.row({share, kept.coverage, kept.answered, kept.wrong, kept.risk, referred});
  }
  table.note("Images of equal doubt are answered together, so more may be answered than is asked for.");
  return table;
}

}  // namespace

bool tells_answering_fewer(const ReportFacts& facts) { return facts.source.risk.has_value(); }

ReportSection answering_fewer_section(const ReportFacts& facts) {
  ReportSection section(
      "answering_fewer", "Answering fewer",
      "What stays wrong where the images of most doubt go to a person instead. The doubt is 1 less the "
      "probability of the answer, before calibration, the threshold moved to one half; other doubts "
      "ask the model, and `nevus refer` chooses among them on validation.");
  const RiskReport& risk = *facts.source.risk;
  const ml::RiskCoverage& ranking = risk.doubts.front().ranking;
  section.fact("wrong", "Wrong where all are answered", ranking.wrong);
  section.fact("area", "Area under risk and coverage", ranking.area);
  section.fact("perfect_area", "That of a perfect ranking", ranking.perfect);
  section.fact("finds_errors_auc", "AUC of finding the wrong answers", defined(risk.doubts.front().finds_errors_auc));
  for (std::size_t i = 0; i < risk.notes.size(); ++i)
    section.fact("note_" + std::to_string(i + 1), "To be said", risk.notes[i]);
  section.add(shares_table(risk));
  return section;
}

}  // namespace app
