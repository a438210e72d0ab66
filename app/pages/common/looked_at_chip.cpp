#include "app/pages/common/looked_at_chip.h"

#include <string>

#include "app/models/looked_at.h"
#include "app/widgets/controls.h"
#include "app/widgets/text.h"

namespace app::common {
namespace {

constexpr float kChipEnds_px = 24;

std::string chip_words(const LookedAt& seen) { return looked_at_words(seen) + " ↺"; }

}  // namespace

void looked_at_chip(PageContext& context, std::string_view landmark, std::optional<RunId> run) {
  const auto seen = looked_at(context.models, run);
  if (!seen) return;
  if (widgets::chip(context.style, landmark, chip_words(*seen), -1,
                    {.selected = true,
                     .tip = "What is seen is decided at a threshold that is not kept with the run.\nClick to go back "
                            "to the run's own (key T)"}))
    context.commands.push(SetThreshold{seen->own, seen->run, false});
}

float looked_at_px(const PageContext& context, std::optional<RunId> run) {
  const auto seen = looked_at(context.models, run);
  return seen ? widgets::text_size(context.style.fonts.small, chip_words(*seen)).x + kChipEnds_px : 0;
}

}  // namespace app::common
