// The one way to write. A Writer owns a thread; work handed to it runs there in order, each piece
// in one transaction which is kept whole or not at all.
//
//   writer.set_subscriber([&](const db::ChangeSet& changes) { inbox.push(changes); });
//   auto done = writer.transact("Label 2 images as mel", [=](db::Transaction& t) {
//     db::set_labels(t, changes, {.source = db::LabelSource::User});
//   });
//   done.get();  // the ChangeSet, or the exception that rolled everything back
//
// A thread that must not wait hands over what to do afterwards instead:
//
//   writer.submit("Label 2 images as mel", work, [&](const db::Outcome& outcome) { channel.push(outcome); });
//
// Writer: any thread may call transact and submit. Transaction: the writer's thread only, inside the work.
// The destructor finishes what was queued.
#pragma once

#include <cstdint>
#include <functional>
#include <future>
#include <map>
#include <memory>
#include <optional>
#include <string>

#include "db/base/error.h"
#include "db/change_set.h"
#include "db/ids.h"
#include "db/reader.h"
#include "db/session.h"

namespace db {

// An open transaction, as the work sees it. The stores record in changes() what they touched.
class Transaction : public Readable {
 public:
  Transaction(Connection& connection, std::string name, const Session& session, std::int64_t now_ms);

  const std::string& name() const { return changes_.name; }  // also the name shown for undo
  const Session& session() const { return session_; }
  const std::string& who() const { return session_.who; }
  std::int64_t now_ms() const { return now_ms_; }  // one moment for the whole transaction
  ChangeSet& changes() { return changes_; }
  // The batch its labels and edits belong to, by the name of their source; 0: not begun.
  std::map<std::string, BatchId>& own_batches() { return own_batches_; }

 private:
  ChangeSet changes_;
  std::map<std::string, BatchId> own_batches_;
  const Session& session_;
  std::int64_t now_ms_;
};

// What became of a piece of work: kept whole, or not at all and why.
struct Outcome {
  std::string name;
  ChangeSet changes;  // empty after a failure
  std::optional<Failure> failure;
  bool saved() const { return !failure; }
};

std::int64_t system_clock_ms();

struct WriterOptions {
  std::string who = "";                                    // empty: the name of the account
  std::function<std::int64_t()> now_ms = system_clock_ms;  // Unix time
  std::string session = "";                                // empty: a random one
};

class Writer {
 public:
  using Work = std::function<void(Transaction&)>;
  using Subscriber = std::function<void(const ChangeSet&)>;
  using Done = std::function<void(const Outcome&)>;

  explicit Writer(const Database& database, WriterOptions options = {});
  ~Writer();
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;

  // Queues the work. An exception of the work or of the commit rolls back and comes out of get().
  std::future<ChangeSet> transact(std::string name, Work work);
  // Queues the work and returns at once. `done` is called once on the writer's thread, after the
  // subscriber; it must be short and must not throw.
  void submit(std::string name, Work work, Done done);
  // As transact, and waits. Not from inside work or the subscriber: throws std::logic_error there.
  ChangeSet transact_and_wait(std::string name, Work work);

  // Called on the writer's thread after each commit that changed something, before its future is
  // ready. It must be short and must not throw. An empty function ends the subscription.
  void set_subscriber(Subscriber subscriber);

  // Fixed when the Writer was made; for undoable() and redoable().
  const Session& session() const;

 private:
  class Thread;
  std::unique_ptr<Thread> thread_;
};

}  // namespace db
