// What a person can change beside labels: the split of an image, whether it belongs to the set, its metadata,
// group and path; classes and targets. Each change is an event of an append-only log whose events carry the hash
// of the one before, in the same batches as labels, so that undo takes back the last decision whatever it was.
//
//   db::move_to_split(transaction, ids, db::Split::Val, {.reason = "one lesion, one split"});
//
// Everything that one transaction decides with one source is one batch, named after the transaction: labels and
// edits together. Classes and targets have their functions in classes.h, which are built on this.
// A picture's content is its identity and cannot be edited: other bytes under an old path are another image, and
// the old one is removed from the set.
// One thread at a time; the owner of the Reader or Transaction decides. Plain values. Throws db::Error.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "db/ids.h"
#include "db/images.h"
#include "db/labels.h"
#include "db/reader.h"
#include "db/writer.h"

namespace db {

enum class EditKind { Split, Removed, Metadata, Group, Path, Class, Target };
const char* name_of(EditKind kind);  // "split", ...

// JSON objects of the columns that change: {"split":"val"}, {"removed":true}, {"lesion_id":"L1","site":""},
// {"image_group":"g1"}, {"path":"/a.jpg"}; whole classes and targets, null where there was or will be none.
// A text which is not UTF-8 is {"hex":"..."}.
struct Edit {
  EditKind kind = EditKind::Split;
  std::int64_t subject = 0;  // ImageId, ClassId or TargetId
  std::string before_json, after_json;
};

struct EditOptions {
  LabelSource source = LabelSource::User;  // Import, User or Rule
  std::string reason = "";
};

// Logs them and changes the rows. Refused, whole, when `before` is not what stands: somebody decided otherwise
// since. Edits whose after is their before are left out; empty when nothing remains.
std::optional<BatchId> apply_edits(Transaction& transaction, std::span<const Edit> edits,
                                   const EditOptions& options = {});

// Built on it; what an image has already is left out. They give the number of images that changed.
std::size_t move_to_split(Transaction& transaction, std::span<const ImageId> images, Split split,
                          const EditOptions& options = {});
std::size_t remove_from_set(Transaction& transaction, std::span<const ImageId> images, const EditOptions& options = {});
std::size_t restore_to_set(Transaction& transaction, std::span<const ImageId> images, const EditOptions& options = {});
// Empty group: they belong to none.
std::size_t set_image_group(Transaction& transaction, std::span<const ImageId> images, const std::string& group,
                            const EditOptions& options = {});
std::size_t move_to_path(Transaction& transaction, ImageId image, const std::string& path,
                         const EditOptions& options = {});
// Of the argument: lesion_id ... extra_json. The rest stays.
std::size_t set_metadata(Transaction& transaction, const Image& image, const EditOptions& options = {});

// A batch that several transactions write, as an import does: begin_batch gives it, continue_batch takes it up in
// a later transaction, whose labels and edits of that batch's source then belong to it.
BatchId begin_batch(Transaction& transaction, LabelSource source);
// Refused where the batch was taken back meanwhile, even if it was made again: what came later belongs to neither.
void continue_batch(Transaction& transaction, BatchId batch);
// Whether a later batch has undone this one.
bool is_taken_back(const Readable& from, BatchId batch);

struct EditEvent {
  EventId id = 0;
  std::int64_t at_ms = 0;
  std::string who;
  Edit edit;
  std::string reason;
  LabelSource source = LabelSource::User;
  BatchId batch = 0;
  std::string previous_hash, hash;  // 64 hex digits; the first event's previous is empty
};
EventId edit_revision(const Readable& from);                               // id of the last event; 0 before the first
std::vector<EditEvent> edit_history(const Readable& from, ImageId image);  // of an image, newest first
struct EditLogLine {
  EditEvent event;
  std::string subject;  // path of the image, name of the class or target
};
std::vector<EditLogLine> edit_log(const Readable& from, std::size_t limit);  // newest first

// How an image stood after edit event `revision`, for those whose split, membership or metadata changed since.
struct Membership {
  std::optional<Split> split;         // empty: did not change
  std::optional<bool> removed;        // likewise
  std::optional<std::string> source;  // likewise; a name that is no UTF-8 is not told
};
std::unordered_map<ImageId, Membership> changed_members_since(const Readable& from, EventId revision);

}  // namespace db
