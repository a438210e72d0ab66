#include "app/table/fitted_on.h"

#include <vector>

#include "app/core/joined.h"
#include "app/core/number_text.h"

namespace app {

std::string why_as_shown(const FittedOn& fit, const AskedAs& asked) {
  if (fit.epoch == 0) return {};
  std::vector<std::string> how;
  if (asked.epoch != fit.epoch) how.push_back("on epoch " + std::to_string(fit.epoch));
  if (fit.views > 0 && asked.views != fit.views)
    how.push_back(fit.views == 1 ? "on answers of one view" : "on the mean of " + std::to_string(fit.views) + " views");
  if (asked.dropout_passes > 0) how.emplace_back("without dropout");
  const bool others_asked = !how.empty() || asked.never_asked > 0;  // which another fit would not change
  if (asked.not_of_fit > 0) how.push_back("without " + grouped(asked.not_of_fit) + " of these images");
  if (asked.other_labels) how.push_back("by the labels of revision " + grouped(fit.label_revision));
  if (how.empty()) return {};
  return "fitted " + joined(how) + (others_asked ? "" : "; `nevus calibrate` fits again");
}

}  // namespace app
