#include "app/report/figure_palette.h"

#include <array>

namespace app {
namespace {

constexpr std::size_t kNamed = 8;  // of InkName
constexpr int kHues = 7;

constexpr std::array<Ink, kNamed + kHues> kInks = {{
    {"paper", "#FFFFFF", "#15181E"},
    {"text", "#1B1F27", "#E7E9EE"},
    {"muted", "#565D6B", "#A8AEBC"},
    {"grid", "#E6E8EC", "#2A2F3A"},
    {"axis", "#8D95A3", "#6B7282"},
    {"hit", "#0072B2", "#2F7FB8"},
    {"miss", "#D55E00", "#C65F17"},
    {"oncell", "#FFFFFF", "#FFFFFF"},
    {"c0", "#0072B2", "#5FB4EA"},
    {"c1", "#D55E00", "#FF8D4D"},
    {"c2", "#007F5F", "#35C79A"},
    {"c3", "#B3508A", "#E38CC0"},
    {"c4", "#9A6A00", "#EDB33B"},
    {"c5", "#3F8FC4", "#9AD3F7"},
    {"c6", "#4A4F5A", "#C2C7D2"},
}};

int place_of(const Tone& tone) {
  switch (tone.kind) {
    case Tone::Kind::Train: return 0;
    case Tone::Kind::Validation: return 1;
    case Tone::Kind::Group:
    case Tone::Kind::Metric: return tone.place;
    case Tone::Kind::Hit:
    case Tone::Kind::Miss:
    case Tone::Kind::Reference: break;
  }
  return -1;
}

}  // namespace

const Ink& ink(InkName name) { return kInks[static_cast<std::size_t>(name)]; }

const Ink& ink_of(const Tone& tone) {
  if (tone.kind == Tone::Kind::Hit) return ink(InkName::Hit);
  if (tone.kind == Tone::Kind::Miss) return ink(InkName::Miss);
  if (tone.kind == Tone::Kind::Reference) return ink(InkName::Muted);
  return kInks[kNamed + static_cast<std::size_t>(place_of(tone) % kHues)];
}

bool is_dashed(const Tone& tone) { return place_of(tone) >= kHues; }

std::span<const Ink> all_inks() { return kInks; }

}  // namespace app
