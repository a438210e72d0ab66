#include "app/pages/duplicates/duplicates_page.h"

#include <algorithm>
#include <cstdio>
#include <utility>

#include "app/core/number_text.h"
#include "app/core/thread_niceness.h"
#include "app/pages/duplicates/duplicates_commands.h"
#include "app/pages/duplicates/duplicates_panel.h"
#include "app/workspace/quality.h"

namespace app {
namespace {

std::string reason_of(const DuplicatePair& pair) {
  char text[96];
  std::string why;
  if (pair.alike) {
    std::snprintf(text, sizeof text, "looks the same (%.3f)", pair.correlation);
    why = text;
    if (pair.orientation != 1) why += ", turned or mirrored";
  }
  if (pair.cosine >= 0) {
    std::snprintf(text, sizeof text, "%sfeatures %.2f", why.empty() ? "" : " · ", pair.cosine);
    why += text;
  }
  if (!pair.copy_path.empty()) return "the same bytes";
  return why.empty() ? "the same lesion" : why;
}

std::string counted(std::size_t count, const char* one, const char* more) {
  return grouped(static_cast<std::int64_t>(count)) + " " + (count == 1 ? one : more);
}

std::string note_of(const DuplicateReport& report) {
  std::string note;
  const auto add = [&note](std::size_t count, const char* one, const char* more, const std::string& what) {
    if (count > 0) note += (note.empty() ? "" : " · ") + counted(count, one, more) + what;
  };
  add(report.without_look, "image", "images", " could not be compared");
  add(report.kept_apart, "pair", "pairs", " kept apart");
  add(report.lesion_pairs_left_out, "pair", "pairs", " of much photographed lesions left out");
  return note;
}

Verdict verdict_of(PairDecision decision) {
  switch (decision) {
    case PairDecision::Group: return Verdict::Group;
    case PairDecision::KeepApart: return Verdict::KeepApart;
    case PairDecision::RemoveSecond: return Verdict::RemoveSecond;
    case PairDecision::None: break;
  }
  return Verdict::None;
}

// To the pair that was shown, or to what came to its place: pairs before it may have been decided on.
void keep_place(PairShelf& shelf, const std::vector<ShelfPair>& before) {
  for (std::size_t place = shelf.at; place < before.size(); ++place) {
    const auto found = std::ranges::find(shelf.pairs, before[place].key(), &ShelfPair::key);
    if (found == shelf.pairs.end()) continue;
    shelf.at = static_cast<std::size_t>(found - shelf.pairs.begin());
    return;
  }
  shelf.at = shelf.pairs.empty() ? 0 : std::min(shelf.at, shelf.pairs.size() - 1);
}

}  // namespace

DuplicatesPage::DuplicatesPage(Session& session, engine::Host& host, const Lanes& lanes, Inbox& inbox,
                               Messages& messages)
    : session_(session),
      lanes_(lanes),
      inbox_(inbox),
      messages_(messages),
      pictures_(host, lanes.pictures, inbox, view_.pictures),
      reader_(std::make_shared<LaneReader>(session.workspace())) {}

const PageInfo& DuplicatesPage::info() const {
  static const PageInfo info{"duplicates", "Duplicates", "What is in the set twice, a pair at a time", "f4",
                             engine::Icon::Copies};
  return info;
}

void DuplicatesPage::draw(PageContext& context, widgets::Rect in) {
  DuplicatesContext own{context, view_};
  draw_duplicates(own, in);
}

// Images that were imported meanwhile are measured too.
void DuplicatesPage::update() {
  if (session_.models().gallery.table().size() > measured_for_) measure();
  follow_reversals();
}

// What was undone elsewhere, by a message's button or on another page, may have been verdicts of this one.
void DuplicatesPage::follow_reversals() {
  const Models& models = session_.models();
  if (std::exchange(reversals_, models.set_reversals) == models.set_reversals) return;
  if (models.reversed_batch == view_.last_batch) view_.last_batch = 0;
  searched_for_ = false;
  if (visible_) search();
}

std::string DuplicatesPage::unapplied() const {
  const std::size_t left = view_.order.size() - std::min(view_.order.size(), applying_);
  if (left == 0) return {};
  return counted(left, "verdict", "verdicts") + " on the Duplicates page " + (left == 1 ? "was" : "were") +
         " not applied.";
}

void DuplicatesPage::closing() {
  lanes_.measuring.cancel(measuring_);
  lanes_.measuring.cancel(searching_);
}

// What the lane has done of its work, while a search is waited for.
OnProgress DuplicatesPage::told() {
  return [this](const ProgressReport& report) {
    if (report.total == 0) return;
    const std::string text = report.what + "  " + grouped(report.done) + " of " + grouped(report.total);
    inbox_.post("Searching duplicates", [this, text, goes_on = report.done < report.total] {
      progress_ = goes_on ? text : "";
      if (!view_.working.empty()) view_.working = text;
    });
  };
}

void DuplicatesPage::measure() {
  measured_for_ = session_.models().gallery.table().size();
  if (measured_for_ == 0 || session_.workspace().viewing()) return;
  measuring_ = lanes_.measuring.post(
      [&workspace = session_.workspace(), tell = told()](const std::stop_token& stop) {
        set_thread_niceness(kBackgroundNiceness);
        measure_lacking(workspace, {.threads = 1, .progress = tell, .stop = stop});
      },
      [this](const std::string& why) {
        inbox_.post("Measuring pictures", [this, why] {
          messages_.show(Message{MessageKind::Warning, "Pictures were not measured", why, 0, {}, "measuring"});
        });
      });
}

void DuplicatesPage::shown() {
  visible_ = true;
  if (!searched_for_) return search();
  show_pictures();
}

void DuplicatesPage::hidden() {
  visible_ = false;
  pictures_.close();
}

// Behind the measuring, on the same lane: what is not measured cannot be compared.
void DuplicatesPage::search() {
  lanes_.measuring.cancel(searching_);
  searched_for_ = true;
  view_.working = progress_.empty() ? "Measuring pictures" : progress_;
  view_.problem.clear();
  searching_ = lanes_.measuring.post(
      [this, tell = told(), reader = reader_](const std::stop_token& stop) {
        if (Workspace& workspace = session_.workspace(); !workspace.viewing()) {
          // What was decided is written first.
          workspace.writer().transact_and_wait("Search duplicates", [](db::Transaction&) {});
          measure_lacking(workspace, {.progress = tell, .stop = stop});
        }
        auto report =
            std::make_shared<const DuplicateReport>(find_duplicates(reader->get(), {.progress = tell, .stop = stop}));
        if (report->cancelled) return;
        inbox_.post("Showing duplicates", [this, report] { take(*report); });
      },
      [this](const std::string& why) {
        inbox_.post("Searching duplicates", [this, why] {
          view_.working.clear();
          view_.problem = why;
        });
      });
}

// Verdicts that wait stay, and so does the place on each shelf.
void DuplicatesPage::take(const DuplicateReport& report) {
  view_.working.clear();
  progress_.clear();
  view_.searched = true;
  view_.note = note_of(report);
  std::array<std::vector<ShelfPair>, kShelfCount> before;
  for (std::size_t i = 0; i < kShelfCount; ++i) before[i] = std::exchange(view_.shelves[i].pairs, {});
  for (const DuplicatePair& pair : report.pairs)
    view_.shelves[static_cast<std::size_t>(pair.shelf)].pairs.push_back(
        {pair.a, pair.b, pair.copy_path, reason_of(pair), pair.orientation});
  for (std::size_t i = 0; i < kShelfCount; ++i) keep_place(view_.shelves[i], before[i]);
  if (view_.pair() == nullptr) {
    for (const std::size_t which : {2U, 1U, 0U})
      if (!view_.shelves[which].pairs.empty()) view_.shelf = which;
  }
  show_pictures();
}

void DuplicatesPage::show_pictures() {
  const ShelfPair* pair = view_.pair();
  const ImageTable& table = session_.models().gallery.table();
  const auto a = pair != nullptr ? table.row_of(pair->a) : std::nullopt;
  const auto b = pair != nullptr ? table.row_of(pair->b) : std::nullopt;
  if (!a || !b) return pictures_.close();
  pictures_.open({table.path(*a), pair->copy_path.empty() ? table.path(*b) : pair->copy_path}, pair->orientation);
}

void DuplicatesPage::step(int step) {
  PairShelf& shelf = view_.shelves[view_.shelf];
  if (shelf.pairs.empty()) return;
  const auto last = static_cast<std::int64_t>(shelf.pairs.size()) - 1;
  shelf.at = static_cast<std::size_t>(std::clamp<std::int64_t>(static_cast<std::int64_t>(shelf.at) + step, 0, last));
  show_pictures();
}

void DuplicatesPage::show_shelf(std::size_t shelf) {
  view_.shelf = std::min(shelf, kShelfCount - 1);
  show_pictures();
}

// The next pair without a verdict comes; at the end one stays.
void DuplicatesPage::decide(PairDecision decision) {
  const ShelfPair* pair = view_.pair();
  if (pair == nullptr || view_.shelf == kCopiesShelf) return;
  std::erase(view_.order, pair->key());
  view_.order.push_back(pair->key());
  view_.decided[pair->key()] = decision;
  PairShelf& shelf = view_.shelves[view_.shelf];
  for (std::size_t next = shelf.at + 1; next < shelf.pairs.size(); ++next) {
    if (view_.decision(shelf.pairs[next]) != PairDecision::None) continue;
    shelf.at = next;
    break;
  }
  show_pictures();
}

void DuplicatesPage::group_rest() {
  if (view_.shelf == kCopiesShelf) return;
  for (const ShelfPair& pair : view_.shelves[view_.shelf].pairs) {
    if (!view_.decided.try_emplace(pair.key(), PairDecision::Group).second) continue;
    view_.order.push_back(pair.key());
  }
}

// First what waits, newest first; then the last decision that was applied from here.
void DuplicatesPage::undo() {
  if (is_being_applied()) return;
  if (view_.order.empty()) {
    if (view_.last_batch == 0) return say_nothing_waits();
    return session_.undo_decision(std::exchange(view_.last_batch, 0));
  }
  const auto key = view_.order.back();
  view_.order.pop_back();
  view_.decided.erase(key);
  show_where(key);
}

// What is no verdict of this page is undone where it is seen.
void DuplicatesPage::say_nothing_waits() {
  const std::string& next = session_.models().workspace.undo_name;
  if (next.empty()) return messages_.show(MessageKind::Info, "Nothing to undo", "No verdict waits.");
  messages_.show(MessageKind::Info, "No verdict waits",
                 "The last decision is another: " + next + ". Undo in the Library takes it back.");
}

// What was taken back is seen, whichever shelf it stands on; a pair that no search finds any more is said.
void DuplicatesPage::show_where(const std::pair<ImageId, ImageId>& pair) {
  for (std::size_t i = 0; i < kShelfCount; ++i) {
    const std::size_t which = (view_.shelf + i) % kShelfCount;  // the shown one first
    PairShelf& shelf = view_.shelves[which];
    const auto place = std::ranges::find(shelf.pairs, pair, &ShelfPair::key);
    if (which == kCopiesShelf || place == shelf.pairs.end()) continue;
    shelf.at = static_cast<std::size_t>(place - shelf.pairs.begin());
    return show_shelf(which);
  }
  messages_.show(MessageKind::Info, "A verdict was taken back", "Its pair is on no shelf any more.");
}

void DuplicatesPage::apply() {
  if (view_.order.empty() || is_being_applied()) return;
  std::vector<PairVerdict> verdicts;
  for (const auto& key : view_.order) verdicts.push_back({verdict_of(view_.decided.at(key)), key.first, key.second});
  submit_verdicts(session_.workspace(), std::move(verdicts),
                  // The writer may answer when the page is gone; the inbox is there until it has.
                  [&inbox = inbox_, this, written = view_.decided](const VerdictOutcome& outcome) {
                    inbox.post("Applying verdicts", [this, outcome, written] { applied(outcome, written); });
                  });
  applying_ = view_.order.size();  // not before: a window that only views is refused above
}

bool DuplicatesPage::is_being_applied() {
  if (applying_ > 0) messages_.show(MessageKind::Info, "The verdicts are being saved");
  return applying_ > 0;
}

// Verdicts that were given meanwhile still wait.
void DuplicatesPage::applied(const VerdictOutcome& outcome, const Decisions& written) {
  applying_ = 0;
  if (outcome.failure) return messages_.show(MessageKind::Error, "The verdicts were not saved", outcome.failure->text);
  for (const auto& [key, decision] : written) {
    const auto found = view_.decided.find(key);
    if (found == view_.decided.end() || found->second != decision) continue;
    view_.decided.erase(found);
    std::erase(view_.order, key);
  }
  view_.last_batch = outcome.batch;
  messages_.show(Message{MessageKind::Success, outcome.name,
                         counted(outcome.grouped, "image", "images") + " grouped, " +
                             counted(outcome.apart, "pair", "pairs") + " kept apart, " +
                             counted(outcome.removed, "image", "images") + " removed from the set",
                         outcome.batch});
  search();
}

void DuplicatesPage::enter_commands(CommandTable& table) {
  table.on<DecidePair>("Decide on the pair", [this](const DecidePair& c) { decide(c.decision); });
  table.on<StepPair>("Go to another pair", [this](const StepPair& c) { step(c.step); });
  table.on<ShowPair>("Go to a pair", [this](const ShowPair& c) {
    view_.shelves[view_.shelf].at = 0;
    step(static_cast<int>(c.at));
  });
  table.on<ShowShelf>("Show a shelf", [this](const ShowShelf& c) { show_shelf(c.shelf); });
}

void DuplicatesPage::enter_actions(ActionTable& table) {
  enter_verdict_actions(table);
  const auto add = [&table](Action action) {
    action.scope = Scope::Page;
    action.pages = {"duplicates"};
    table.add(std::move(action));
  };
  add({.id = "pair-undo",
       .title = "Take back the verdict",
       .tooltip = "The last verdict that waits; else what was last applied from here",
       .shortcut = "ctrl+z",
       .run = [this] { undo(); }});
  add({.id = "pair-apply",
       .title = "Apply the verdicts",
       .tooltip = "Save all verdicts that wait as one decision, which undo takes back whole",
       .shortcut = "ctrl+enter",
       .run = [this] { apply(); }});
  add({.id = "pair-search",
       .title = "Search duplicates again",
       .tooltip = "Compare all pictures of the set again",
       .shortcut = "ctrl+r",
       .run = [this] { search(); }});
  for (std::size_t i = 0; i < kShelfCount; ++i) {
    add({.id = "shelf-" + std::to_string(i + 1),
         .title = std::string("Shelf: ") + kShelfTitles[i],
         .tooltip = "Show the pairs of this shelf",
         .shortcut = std::to_string(i + 1),
         .run = [this, i] { show_shelf(i); }});
  }
}

void DuplicatesPage::enter_verdict_actions(ActionTable& table) {
  struct VerdictRow {
    const char *id, *title, *tooltip, *key, *other_key;
    PairDecision decision;
  };
  static constexpr VerdictRow kRows[] = {
      {"pair-group", "Group the pair", "They show the same: one group, on one side of every split", "enter", "g",
       PairDecision::Group},
      {"pair-apart", "Keep the pair apart", "They are not the same; the pair is not shown again", "k", "",
       PairDecision::KeepApart},
      {"pair-remove", "Remove the second", "The second picture leaves the set; its file stays", "r", "",
       PairDecision::RemoveSecond}};
  for (const VerdictRow& row : kRows) {
    table.add({.id = row.id,
               .title = row.title,
               .tooltip = row.tooltip,
               .shortcut = row.key,
               .other_shortcuts = {row.other_key},
               .scope = Scope::Page,
               .pages = {"duplicates"},
               .run = [this, decision = row.decision] { decide(decision); }});
  }
  table.add({.id = "pair-group-rest",
             .title = "Group all that are left on the shelf",
             .tooltip = "Every pair of the shelf without a verdict; nothing is saved before it is applied",
             .shortcut = "shift+g",
             .scope = Scope::Page,
             .pages = {"duplicates"},
             .run = [this] { group_rest(); }});
}

std::optional<std::string> DuplicatesPage::script_value(const std::string& key) const {
  if (key == "duplicates.state") return view_.working.empty() && view_.searched ? "ready" : "working";
  if (key == "duplicates.waiting") return std::to_string(view_.order.size());
  if (key == "duplicates.pairs") return std::to_string(view_.shelves[view_.shelf].pairs.size());
  if (key == "duplicates.at") return std::to_string(view_.shelves[view_.shelf].at);
  if (key == "duplicates.shelf") return kShelfTitles[view_.shelf];
  if (key == "duplicates.pictures")
    return std::to_string((view_.pictures[0].texture != 0 ? 1 : 0) + (view_.pictures[1].texture != 0 ? 1 : 0));
  return std::nullopt;
}

}  // namespace app
