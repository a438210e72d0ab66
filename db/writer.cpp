#include "db/writer.h"

#include <array>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <random>
#include <sstream>
#include <stdexcept>
#include <thread>
#include <utility>

#include <SQLiteCpp/Exception.h>
#include <SQLiteCpp/Transaction.h>
#include <pwd.h>
#include <unistd.h>

#include "db/database.h"
#include "db/embedded_sql.h"
#include "db/labels.h"
#include "db/sqlite/connection.h"
#include "db/sqlite/log_keeper.h"
#include "db/sqlite/query.h"

namespace db {
namespace {

std::string account_name() {
  std::array<char, 4096> buffer{};
  passwd entry{};
  passwd* found = nullptr;
  if (getpwuid_r(geteuid(), &entry, buffer.data(), buffer.size(), &found) == 0 && found != nullptr)
    return found->pw_name;
  return "uid " + std::to_string(geteuid());
}

std::string random_id() {
  std::random_device random;
  std::ostringstream text;
  text << std::hex << random() << random();
  return text.str();
}

Session session_of(const WriterOptions& options, BatchId last_batch) {
  return {options.who.empty() ? account_name() : options.who, options.session.empty() ? random_id() : options.session,
          last_batch};
}

BatchId last_batch(Connection& connection) {
  Query query(connection, sql::label_batch_last);
  return query.id();
}

}  // namespace

std::int64_t system_clock_ms() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

Transaction::Transaction(Connection& connection, std::string name, const Session& session, std::int64_t now_ms)
    : Readable(connection), session_(session), now_ms_(now_ms) {
  changes_.name = std::move(name);
}

class Writer::Thread {
 public:
  // Inside a catch block when the outcome is a failure, so that it may keep the exception.
  using Ended = std::function<void(const Outcome&)>;

  Thread(const Database& database, WriterOptions options)
      : options_(std::move(options)),
        connection_(database.file(), Access::ReadWrite, database.options().write_timeout_ms),
        log_(connection_, database.options()),
        session_(session_of(options_, last_batch(connection_))) {
    connection_.set_folder(database.folder());
    // FULL: a decision that was reported as saved is on the disk, even if the power fails.
    connection_.execute("PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA journal_size_limit = " +
                        std::to_string(database.options().log_soft_bytes));
    thread_ = std::jthread([this](const std::stop_token& stop) { serve(stop); });
  }

  ~Thread() {
    thread_.request_stop();
    thread_.join();
    log_.empty();
  }
  Thread(const Thread&) = delete;
  Thread& operator=(const Thread&) = delete;

  void push(std::string name, Work work, Ended ended) {
    Job job{std::move(name), std::move(work), std::move(ended)};
    {
      const std::lock_guard lock(mutex_);
      jobs_.push_back(std::move(job));
    }
    wake_.notify_one();
  }

  const Session& session() const { return session_; }

  bool is_current() const { return std::this_thread::get_id() == thread_.get_id(); }

  void set_subscriber(Subscriber subscriber) {
    const std::lock_guard lock(mutex_);
    subscriber_ = std::move(subscriber);
  }

 private:
  struct Job {
    std::string name;
    Work work;
    Ended ended;
  };

  // Leaves only when asked to stop and nothing is queued.
  void serve(const std::stop_token& stop) {
    for (;;) {
      std::unique_lock lock(mutex_);
      wake_.wait(lock, stop, [this] { return !jobs_.empty(); });
      if (jobs_.empty()) return;
      Job job = std::move(jobs_.front());
      jobs_.pop_front();
      lock.unlock();
      finish(job);
    }
  }

  void finish(Job& job) {
    Outcome outcome{job.name, {}, std::nullopt};
    try {
      outcome.changes = commit(job);
    } catch (...) {
      outcome.failure = current_failure();
      job.ended(outcome);
      return;
    }
    notify(outcome.changes);
    job.ended(outcome);
  }

  ChangeSet commit(Job& job) {
    connection_.set_task("save '" + job.name + "'");
    connection_.check_file_is_there();
    log_.require_room();
    try {
      SQLite::Transaction guard(connection_.database(), SQLite::TransactionBehavior::IMMEDIATE);
      Transaction transaction(connection_, job.name, session_, options_.now_ms());
      const Expectation expectation(connection_);
      job.work(transaction);
      connection_.check_transaction();
      ChangeSet changes = std::move(transaction.changes());
      changes.label_revision = label_revision(transaction);
      if (changes.labels_changed()) changes.undo_names = undo_names(transaction, session_);
      guard.commit();
      log_.shorten();
      tidy(changes);
      return changes;
    } catch (const SQLite::Exception& failure) {
      throw connection_.explain(failure);
    }
  }

  void notify(const ChangeSet& changes) noexcept {
    if (changes.empty()) return;
    Subscriber subscriber;
    {
      const std::lock_guard lock(mutex_);
      subscriber = subscriber_;
    }
    if (subscriber) subscriber(changes);
  }

  class Expectation {
   public:
    explicit Expectation(Connection& connection) : connection_(connection) { connection_.expect_transaction(true); }
    ~Expectation() { connection_.expect_transaction(false); }
    Expectation(const Expectation&) = delete;
    Expectation& operator=(const Expectation&) = delete;

   private:
    Connection& connection_;
  };

  WriterOptions options_;
  Connection connection_;
  LogKeeper log_;
  const Session session_;
  std::mutex mutex_;
  std::condition_variable_any wake_;
  std::deque<Job> jobs_;
  Subscriber subscriber_;
  std::jthread thread_;  // last: it uses everything above
};

Writer::Writer(const Database& database, WriterOptions options)
    : thread_(std::make_unique<Thread>(database, std::move(options))) {}
Writer::~Writer() = default;

std::future<ChangeSet> Writer::transact(std::string name, Work work) {
  auto promise = std::make_shared<std::promise<ChangeSet>>();
  thread_->push(std::move(name), std::move(work), [promise](const Outcome& outcome) {
    if (outcome.saved())
      promise->set_value(outcome.changes);
    else
      promise->set_exception(std::current_exception());
  });
  return promise->get_future();
}

void Writer::submit(std::string name, Work work, Done done) {
  thread_->push(std::move(name), std::move(work), std::move(done));
}

ChangeSet Writer::transact_and_wait(std::string name, Work work) {
  if (thread_->is_current())
    throw std::logic_error("Writer::transact_and_wait called on the writer's own thread: '" + name + "'");
  return transact(std::move(name), std::move(work)).get();
}

const Session& Writer::session() const { return thread_->session(); }

void Writer::set_subscriber(Subscriber subscriber) { thread_->set_subscriber(std::move(subscriber)); }

}  // namespace db
