// The icons the interface uses, each with a word for systems without the icon font.
// Any thread; pure functions.
#pragma once

namespace engine {

enum class Icon {
  Library,
  Inspect,
  Train,
  Search,
  Undo,
  Redo,
  Play,
  Pause,
  Fire,
  Tag,
  Check,
  Close,
  Warning,
  Sort,
  Chip,
  Keyboard,
  Folder,
  Upload,
  ArrowLeft,
  Help,
  Grid,
  Copies,
  Learn,
};

// UTF-8 of the glyph in Fork Awesome, or the fallback word.
const char* icon_text(Icon icon, bool has_icons);

}  // namespace engine
