// Fills the image table from the database, and keeps it told of what is committed from then on, by this
// program or by another one. Reading happens on a thread of its own with its own connection: the main thread
// asks the database for nothing.
//
//   ImageTable table = read_table(reader);                       // in one snapshot
//   TableFeed feed(workspace, mark, [&](WorkspaceNews news) { channel.push(std::move(news)); });
//   feed.look();                                                 // something was committed here
//
// look: any thread. The callback runs on the feed's thread and must be short. The destructor joins.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "app/table/image_table.h"
#include "app/workspace/workspace.h"
#include "db/changes_since.h"

namespace app {

ClassList read_classes(const db::Readable& from);

struct LoadedTable {
  ImageTable table;
  db::Mark mark;  // where news begins
  db::UndoNames undo;
};
LoadedTable read_table(const db::Reader& from, const db::Session& session);
// The further columns of the index (facts.h, TableNews::extra), which read_table leaves for later.
TableNews read_extra_columns(const db::Readable& from);
TableNews read_measures(const db::Readable& from, std::int64_t after = 0);  // likewise; `after`: edits seen before

// What stands on both sides of a split, in words and by image; all empty: nothing does.
struct LeakNews {
  std::string count;   // "31 lesions in train and val"
  std::string detail;  // of every pair of splits
  std::vector<ImageId> images;
};

struct WorkspaceNews {
  TableNews table;
  std::optional<LeakNews> leak;       // looked for anew, a moment after images or splits changed
  std::optional<ClassList> classes;   // when classes or targets changed
  std::vector<RunId> runs;            // any row of the run changed
  std::optional<db::UndoNames> undo;  // when labels were decided
  std::string problem;                // why nothing can be read just now; empty: it can (again)
};

class TableFeed {
 public:
  using Deliver = std::function<void(WorkspaceNews)>;
  TableFeed(const Workspace& workspace, const db::Mark& mark, Deliver deliver);
  ~TableFeed();
  TableFeed(const TableFeed&) = delete;
  TableFeed& operator=(const TableFeed&) = delete;

  void look();

 private:
  void run(const std::stop_token& stop);
  bool read_news();
  void look_for_leaks();
  WorkspaceNews news_of(const db::ChangeSet& changes) const;
  void read_extra(WorkspaceNews& news);

  const Workspace& workspace_;
  Deliver deliver_;
  std::unique_ptr<db::Reader> reader_;
  db::Mark mark_;
  std::optional<std::int64_t> version_;
  std::int64_t quality_mark_ = 0;  // measures are read after the window has opened
  bool extra_due_ = true;          // the further columns of the index too
  bool problem_told_ = false;
  bool leaks_due_ = true;
  std::mutex mutex_;
  std::condition_variable_any wake_;
  bool asked_ = false;
  std::jthread thread_;  // last: it uses everything above
};

}  // namespace app
