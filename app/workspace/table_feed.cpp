#include "app/workspace/table_feed.h"

#include <chrono>
#include <exception>
#include <unordered_set>
#include <utility>

#include <pthread.h>

#include "app/core/json.h"
#include "app/workspace/leaks.h"
#include "db/classes.h"
#include "db/image_quality.h"
#include "db/image_scan.h"
#include "db/labels.h"

namespace app {
namespace {

constexpr std::chrono::milliseconds kPoll{500};    // another program's commits are seen within a second
constexpr std::chrono::milliseconds kSettled{60};  // without news: leaks are looked for
constexpr std::size_t kRowsAtOnce = 8192;

Split split_of(db::Split split) {
  switch (split) {
    case db::Split::Train: return Split::Train;
    case db::Split::Val: return Split::Val;
    case db::Split::Test: return Split::Test;
    case db::Split::None: break;
  }
  return Split::None;
}

// Into facts that were used before, so that a million rows do not allocate their texts a million times.
void fill(ImageFacts& facts, const db::ImageLine& line) {
  facts.id = line.id;
  facts.path.assign(line.path);
  facts.sha256.assign(line.sha256);
  facts.lesion_id.assign(line.lesion_id);
  facts.patient_id.assign(line.patient_id);
  facts.site.assign(line.site);
  facts.sex.assign(line.sex);
  facts.dx_type.assign(line.dx_type);
  facts.source.assign(line.source);
  facts.age_years = line.age_years ? static_cast<float>(*line.age_years) : std::numeric_limits<float>::quiet_NaN();
  facts.width_px = line.width_px;
  facts.height_px = line.height_px;
  facts.split = split_of(line.split);
  facts.label = line.label.value_or(0);
  facts.imported = line.imported_label.value_or(0);
  facts.missing = line.missing;
  facts.removed = line.removed;
  facts.image_group.assign(line.image_group);
}

// Fields that are no text stand as JSON writes them; what is no object has none.
ExtraFields fields_of(std::string_view text) {
  ExtraFields fields;
  if (text.empty() || text == "{}") return fields;
  const auto json = Json::parse_if_valid(text);
  if (!json || !json->is_object()) return fields;
  for (const auto& [name, value] : json->members()) {
    if (!value.is_null()) fields.emplace_back(name, value.is_string() ? value.get<std::string>() : value.dump());
  }
  return fields;
}

std::vector<ImageFacts> read_facts(const db::Readable& from, const std::vector<ImageId>& ids) {
  std::vector<ImageFacts> facts;
  db::for_each_image(from, ids, [&](const db::ImageLine& line) { fill(facts.emplace_back(), line); });
  std::size_t at = 0;
  db::for_each_extra(from, ids, [&](ImageId image, std::string_view json) {
    if (at < facts.size() && facts[at].id == image) facts[at++].extra = fields_of(json);
  });
  return facts;
}

void read_rows(const db::Readable& from, ImageTable& table) {
  TableNews chunk;
  chunk.added.resize(kRowsAtOnce);
  std::size_t used = 0;
  const auto flush = [&] {
    chunk.added.resize(used);
    table.apply(chunk);
    used = 0;
    chunk.added.resize(kRowsAtOnce);
  };
  db::for_each_image(from, 0, [&](const db::ImageLine& line) {
    fill(chunk.added[used++], line);
    if (used == kRowsAtOnce) flush();
  });
  flush();
}

}  // namespace

ClassList read_classes(const db::Readable& from) {
  ClassList list;
  for (const db::Class& known : db::classes(from))
    list.classes.push_back({known.id, known.name, known.full_name, known.colour, known.retired});
  for (const db::Target& known : db::targets(from)) {
    TargetFacts target{known.name, known.description, {}, std::vector<int>(list.classes.size(), -1)};
    for (const db::TargetGroup& group : known.groups) target.groups.push_back(group.name);
    for (const auto& [id, group] : known.group_of_class()) {
      if (const int index = list.index_of(id); index >= 0)
        target.group_of_class[static_cast<std::size_t>(index)] = group;
    }
    list.targets.push_back(std::move(target));
  }
  return list;
}

LoadedTable read_table(const db::Reader& from, const db::Session& session) {
  const db::Reader::Snapshot snapshot(from);
  LoadedTable loaded{ImageTable(read_classes(from)), db::mark_of(from), db::undo_names(from, session)};
  read_rows(from, loaded.table);
  TableNews revision;
  revision.label_revision = loaded.mark.label_revision;
  loaded.table.apply(revision);
  return loaded;
}

TableNews read_extra_columns(const db::Readable& from) {
  TableNews news;
  news.extra = std::make_shared<ExtraColumns>();
  db::for_each_extra(from, [&news](ImageId image, std::string_view json) {
    news.extra_of.push_back(image);
    const ExtraFields fields = fields_of(json);
    if (!fields.empty()) news.extra->set(static_cast<Row>(news.extra_of.size() - 1), fields);
  });
  news.extra->grow(news.extra_of.size());
  return news;
}

TableNews read_measures(const db::Readable& from, std::int64_t after) {
  TableNews news;
  db::for_each_quality(from, after, [&news](const db::ImageQuality& row) {
    QualityFact fact{row.image, row.changed, row.version > 0, {}};
    for (std::size_t i = 0; i < kQualityMeasures; ++i) fact.numbers[i] = static_cast<float>(row.numbers[i]);
    news.quality.push_back(fact);
  });
  return news;
}

TableFeed::TableFeed(const Workspace& workspace, const db::Mark& mark, Deliver deliver)
    : workspace_(workspace),
      deliver_(std::move(deliver)),
      mark_(mark),
      thread_([this](const std::stop_token& stop) { run(stop); }) {}

TableFeed::~TableFeed() = default;

void TableFeed::look() {
  {
    const std::lock_guard lock(mutex_);
    asked_ = true;
  }
  wake_.notify_one();
}

void TableFeed::run(const std::stop_token& stop) {
  pthread_setname_np(pthread_self(), "nevus-feed");
  while (!stop.stop_requested()) {
    try {
      // Looking through every image waits until nothing new comes in.
      if (!read_news() && leaks_due_) look_for_leaks();
      if (std::exchange(problem_told_, false)) deliver_({});  // it can be read again
    } catch (const std::exception& error) {
      // The file may be locked or gone for a while: it is said once, and tried again.
      reader_.reset();
      version_.reset();
      if (!std::exchange(problem_told_, true)) {
        WorkspaceNews news;
        news.problem = error.what();
        deliver_(std::move(news));
      }
    }
    std::unique_lock lock(mutex_);
    wake_.wait_for(lock, stop, leaks_due_ ? kSettled : kPoll, [this] { return asked_; });
    asked_ = false;
  }
}

bool TableFeed::read_news() {
  if (!reader_) reader_ = workspace_.make_reader();
  const std::int64_t version = db::data_version(*reader_);
  if (version == version_) return false;
  const db::Reader::Snapshot snapshot(*reader_);
  const db::ChangeSet changes = db::changes_since(*reader_, mark_);
  const db::Mark mark = db::mark_of(*reader_);
  const std::int64_t quality_mark = db::quality_edits(*reader_);
  const bool measured = quality_mark != quality_mark_;
  WorkspaceNews news = news_of(changes);
  news.table.label_revision = mark.label_revision;
  if (measured) news.table.quality = read_measures(*reader_, quality_mark_).quality;
  if (extra_due_) read_extra(news);
  // Only now that all of it was read: after a failure it is read again.
  mark_ = mark;
  version_ = version;
  quality_mark_ = quality_mark;
  extra_due_ = false;
  leaks_due_ = leaks_due_ || !changes.images_added.empty() || !changes.images_edited.empty();
  if (!measured && changes.empty() && !news.table.extra) return false;
  deliver_(std::move(news));
  return true;
}

void TableFeed::read_extra(WorkspaceNews& news) {
  TableNews read = read_extra_columns(*reader_);
  if (read.extra->names().empty()) return;
  news.table.extra = std::move(read.extra);
  news.table.extra_of = std::move(read.extra_of);
}

void TableFeed::look_for_leaks() {
  LeakReport report = find_leaks(*reader_);
  leaks_due_ = false;
  WorkspaceNews news;
  news.leak.emplace();
  if (report.found()) {
    const LeakReport::Crossing* told = report.of_training();
    news.leak->count = (told != nullptr ? *told : report.crossings.front()).count;
    news.leak->detail = describe(report);
    news.leak->images = std::move(report.images);
  }
  deliver_(std::move(news));
}

WorkspaceNews TableFeed::news_of(const db::ChangeSet& changes) const {
  WorkspaceNews news;
  news.table.added = read_facts(*reader_, changes.images_added);
  news.table.edited = read_facts(*reader_, changes.images_edited);
  const std::unordered_set<ImageId> added(changes.images_added.begin(), changes.images_added.end());
  for (const db::LabelMove& move : changes.labels) {
    if (!added.contains(move.image)) news.table.labels.push_back({move.image, move.to.value_or(0), move.relabelled});
  }
  if (!changes.classes.empty() || !changes.targets.empty()) news.classes = read_classes(*reader_);
  news.runs = changes.runs;
  if (changes.labels_changed()) news.undo = db::undo_names(*reader_, workspace_.session());
  return news;
}

}  // namespace app
