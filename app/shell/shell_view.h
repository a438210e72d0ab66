// What surrounds the pages: which is seen, jobs with progress, toasts, dialogs, status line. Main thread only.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "app/core/types.h"
#include "app/models/messages.h"

namespace app {

struct ToastView {
  std::uint64_t id = 0;
  MessageKind kind = MessageKind::Info;
  std::string title;
  std::string detail;           // may hold several lines
  std::int64_t undo_batch = 0;  // the decision its Undo takes back; 0: it offers none
};

struct JobView {
  JobId id = 0;
  std::string title;    // "Importing lesions"
  std::string detail;   // "1,204 of 5,984"
  float fraction = -1;  // 0..1; negative: unknown
  float seconds_left = -1;
  bool can_cancel = true;
};

enum class EntryKind { Folder, Table, Weights };

struct FolderEntry {
  EntryKind kind = EntryKind::Folder;
  std::string name;
};

// The folder that the import dialog looks into.
struct ImportView {
  bool open = false;
  std::string path;    // in the path field; edited in place
  std::string folder;  // listed below it
  std::vector<FolderEntry> entries;
  int images = 0;       // lying directly in it
  std::string message;  // why it could not be listed
};

// The contact sheet of a recipe's random views.
struct AugmentPreviewView {
  bool open = false;
  bool working = false;
  std::uint64_t texture = 0;
  int width_px = 0, height_px = 0;
  int first = 0;        // epoch (or kept view) of the first column, from 0
  bool fresh = true;    // views are drawn anew every epoch
  std::string message;  // why there is nothing to show
};

struct ShellView {
  std::string page;  // id of the page that is seen
  bool palette_open = false;
  int palette_choice = 0;     // which of the found actions Enter takes; moved by the arrow keys
  std::string palette_query;  // what was typed; edited in place
  bool shortcuts_open = false;
  bool about_open = false;
  ImportView import;
  AugmentPreviewView preview;
  bool focus_search = false;  // the search box takes the keyboard this frame
  std::vector<ToastView> toasts;
  std::vector<JobView> jobs;
  std::string device;  // "llvmpipe (LLVM 15.0.6, 256 bits)"
  float frame_ms = 0;

  bool dialog_open() const { return palette_open || shortcuts_open || about_open || import.open || preview.open; }
  void close_dialogs() { palette_open = shortcuts_open = about_open = import.open = preview.open = false; }
};

}  // namespace app
