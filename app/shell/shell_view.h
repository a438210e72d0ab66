// What surrounds the pages: which is seen, jobs with progress, toasts, dialogs, status line. Main thread only.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/core/types.h"
#include "app/export/export_request.h"
#include "app/models/messages.h"
#include "app/pages/page.h"
#include "app/shell/plan_view.h"

namespace app {

struct ToastView {
  std::uint64_t id = 0;
  MessageKind kind = MessageKind::Info;
  std::string title;
  std::string detail;           // may hold several lines
  std::int64_t undo_batch = 0;  // the decision its Undo takes back; 0: it offers none
  std::string topic = {};
  std::int64_t undo_import = 0;  // the import its Undo takes back
  std::string action = {};       // what it offers beside; empty: nothing
  std::string action_text = {};
};

// A message as it is kept, to be read again.
struct MessageEntry {
  MessageKind kind = MessageKind::Info;
  std::string when;  // local time
  std::string title;
  std::string detail;
  std::int64_t import = 0;  // the import whose report it is
  bool can_undo = false;    // that import stands, and can be taken back
  std::string action = {};  // what it offers beside; empty: nothing
  std::string action_text = {};
};

struct JobView {
  JobId id = 0;
  std::string title;    // "Importing lesions"
  std::string detail;   // "1,204 of 5,984"
  float fraction = -1;  // 0..1; negative: unknown
  float seconds_left = -1;
  bool can_cancel = true;
};

enum class EntryKind { Folder, Table, Container, Weights };

struct FolderEntry {
  EntryKind kind = EntryKind::Folder;
  std::string name;
};

// The folder that the import dialog looks into, and the plan of what was chosen there.
struct ImportView {
  bool open = false;
  std::string path;    // in the path field; edited in place
  std::string folder;  // listed below it
  std::vector<FolderEntry> entries;
  std::string message;    // why it could not be listed
  std::string content;    // what an import of it would bring: "5,984 images in 7 classes"; empty: being counted
  bool something = true;  // it would bring something, or that is not known yet
  bool looking = false;   // the answer is on its way
  bool listed = false;    // another folder was listed since the last frame
  PlanView plan;          // shown instead of the folder once there is one

  // The path in the field is the folder that is listed: it can be imported.
  bool can_import() const { return !looking && message.empty() && path == folder && something; }
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

// The dialog with the list of classes.
struct ClassesView {
  bool open = false;
  ClassId chosen = 0;
  std::string name;  // in the field; edited in place
};

// What the export dialog says.
struct ExportView {
  bool open = false;
  bool working = false;
  bool failed = false;
  ExportKind kind = ExportKind::Labels;
  std::string path;     // edited in place
  int split = 0;        // all, train, val, test
  bool copy = false;    // of a folder tree
  RunId run = 0;        // whose predictions; 0: the newest
  std::string message;  // what became of the last one
};

struct ShellView {
  std::string page;  // id of the page that is seen
  std::string menu;  // whose actions the open menu shows: "File"
  Stage stage;       // of a presentation
  bool palette_open = false;
  int palette_choice = 0;     // which of the found actions Enter takes; moved by the arrow keys
  std::string palette_query;  // what was typed; edited in place
  bool label_open = false;    // the label chooser
  int label_choice = 0;
  std::string label_query;
  ClassesView classes;
  bool shortcuts_open = false;
  bool about_open = false;
  bool messages_open = false;
  bool only_imports = false;  // of the messages
  std::optional<Question> question;
  ImportView import;
  ExportView exporting;
  AugmentPreviewView preview;
  bool focus_search = false;  // the search box takes the keyboard this frame
  bool focus_runs = false;    // the list of runs at the strip does
  std::vector<ToastView> toasts;
  std::vector<MessageEntry> messages;  // newest last
  std::size_t messages_seen = 0;       // so many of them were in the list when it was looked at last
  std::vector<JobView> jobs;
  bool refit_open = false;      // the panel of what changed labels did
  bool playing_epochs = false;  // like a film
  std::string device;           // "llvmpipe (LLVM 15.0.6, 256 bits)"
  float frame_ms = 0;

  // The one on top, by its name; empty: none.
  std::string_view dialog() const {
    return question         ? "question"
           : palette_open   ? "palette"
           : label_open     ? "label"
           : classes.open   ? "classes"
           : shortcuts_open ? "shortcuts"
           : about_open     ? "about"
           : messages_open  ? "messages"
           : import.open    ? "import"
           : exporting.open ? "export"
           : preview.open   ? "views"
                            : "";
  }
  void close_dialogs() {
    question.reset();
    palette_open = label_open = classes.open = shortcuts_open = about_open = messages_open = import.open =
        exporting.open = preview.open = false;
  }
};

}  // namespace app
