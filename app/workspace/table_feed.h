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

struct WorkspaceNews {
  TableNews table;
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
  void read_news();
  WorkspaceNews news_of(const db::ChangeSet& changes) const;
  void read_quality(WorkspaceNews& news);

  const Workspace& workspace_;
  Deliver deliver_;
  std::unique_ptr<db::Reader> reader_;
  db::Mark mark_;
  std::optional<std::int64_t> version_;
  std::int64_t quality_mark_ = 0;  // measures are read after the window has opened
  bool problem_told_ = false;
  std::mutex mutex_;
  std::condition_variable_any wake_;
  bool asked_ = false;
  std::jthread thread_;  // last: it uses everything above
};

}  // namespace app
