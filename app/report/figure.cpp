#include "app/report/figure.h"

#include <cstdio>

#include "app/core/disclaimer.h"
#include "app/core/number_text.h"

namespace app {
namespace {

void add(std::string& text, const std::string& part) {
  if (part.empty()) return;
  if (!text.empty()) text += ", ";
  text += part;
}

std::string provenance(const Caption& caption) {
  std::string text;
  add(text, caption.run.empty() ? "" : "From " + caption.run);
  if (caption.epoch) add(text, "epoch " + std::to_string(*caption.epoch));
  add(text, caption.target.empty() ? "" : "target " + caption.target);
  add(text, caption.split.empty() ? "" : "split " + caption.split);
  add(text, "n " + grouped(caption.n));
  if (caption.label_revision) add(text, "label revision " + std::to_string(*caption.label_revision));
  if (caption.threshold) {
    char threshold[40];
    std::snprintf(threshold, sizeof threshold, "threshold %.3g", *caption.threshold);
    add(text, threshold);
  }
  return text;
}

}  // namespace

std::string caption_text(const Caption& caption) {
  std::string text = caption.text;
  const auto sentence = [&](const std::string& next) {
    if (next.empty()) return;
    if (!text.empty()) text += ' ';
    text += next;
    if (!next.ends_with('.')) text += '.';
  };
  sentence(provenance(caption));
  for (const std::string& note : caption.notes) sentence(note);
  sentence(kDisclaimer);
  return text;
}

}  // namespace app
