#include "engine/ui/icons.h"

#include <array>

namespace engine {
namespace {

struct Entry {
  Icon icon;
  const char* glyph;
  const char* word;
};

// Code points of Fork Awesome 1.2; the order is the enumeration's.
constexpr std::array kIcons = {
    Entry{Icon::Library, "\uf009", "Lib"},   Entry{Icon::Inspect, "\uf06e", "See"}, Entry{Icon::Train, "\uf201", "Fit"},
    Entry{Icon::Search, "\uf002", "Find"},   Entry{Icon::Undo, "\uf0e2", "Undo"},   Entry{Icon::Redo, "\uf01e", "Redo"},
    Entry{Icon::Play, "\uf04b", ">"},        Entry{Icon::Pause, "\uf04c", "||"},    Entry{Icon::Fire, "\uf06d", "*"},
    Entry{Icon::Tag, "\uf02b", "T"},         Entry{Icon::Check, "\uf00c", "v"},     Entry{Icon::Close, "\uf00d", "x"},
    Entry{Icon::Warning, "\uf071", "!"},     Entry{Icon::Sort, "\uf0dc", "^v"},     Entry{Icon::Chip, "\uf2db", "CPU"},
    Entry{Icon::Keyboard, "\uf11c", "Keys"}, Entry{Icon::Folder, "\uf07b", "Dir"},  Entry{Icon::Upload, "\uf093", "Up"},
    Entry{Icon::ArrowLeft, "\uf060", "<"},   Entry{Icon::Help, "\uf059", "?"},      Entry{Icon::Grid, "\uf00a", "#"},
    Entry{Icon::Copies, "\uf24d", "Two"},    Entry{Icon::Learn, "\uf19d", "ABC"},
};

}  // namespace

const char* icon_text(Icon icon, bool has_icons) {
  const Entry& entry = kIcons[static_cast<std::size_t>(icon)];
  return has_icons ? entry.glyph : entry.word;
}

}  // namespace engine
