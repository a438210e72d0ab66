#include "app/table/leak_words.h"

#include "app/core/number_text.h"

namespace app {

std::string leak_words(const LeakCounts& counts, const std::string& split) {
  const auto& [shared, itself, judged] = counts;
  if (shared + itself == 0) return {};
  std::string text = grouped(shared + itself) + " of " + grouped(judged) + " images of " + split + ": ";
  if (shared > 0) text += grouped(shared) + " share a lesion, patient or group with an image it was trained on";
  if (itself > 0) text += (shared > 0 ? ", " : "") + grouped(itself) + " it was trained on themselves";
  return text;
}

}  // namespace app
