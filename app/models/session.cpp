#include "app/models/session.h"

#include <algorithm>
#include <utility>

#include "app/models/image_details.h"
#include "app/models/shown_epoch.h"
#include "app/workspace/dataset.h"
#include "app/workspace/model_store.h"

namespace app {

Session::Session(Workspace& workspace, engine::Host& host, const Lanes& lanes, Inbox& inbox, Messages& messages)
    : workspace_(workspace),
      lanes_(lanes),
      inbox_(inbox),
      messages_(messages),
      image_(host, lanes.pictures, inbox, models_.image),
      shown_run_(workspace, lanes.reading, lanes.numbers, inbox, models_.gallery, models_.run,
                 {[this](RunId, bool another) { run_arrived(another); },
                  [this](const RunRow& deleted, const RunRow* instead) { run_deleted(deleted, instead); },
                  [this](const RunScores& scores, bool another) { run_seen_beside(scores, another); }}),
      refit_(workspace, lanes.refits, inbox, messages, models_, shown_run_),
      unlike_(workspace, lanes.numbers, inbox, messages, models_),
      referral_(workspace, lanes.numbers, inbox, messages, models_,
                [this](RunId run) {
                  const RunScores* seen = models_.gallery.predictions().run();
                  if (seen != nullptr ? seen->run == run : models_.run.run == run) read_model(run);
                }),
      thumbnails_(host, lanes.pictures, inbox, workspace.thumbnails_folder(),
                  [this](ImageId image) -> std::optional<ThumbnailLoader::File> {
                    const ImageTable& table = models_.gallery.table();
                    const auto row = table.row_of(image);
                    if (!row) return std::nullopt;
                    return ThumbnailLoader::File{table.path(*row), table.sha256(*row)};
                  }),
      labelling_(workspace, models_, inbox, messages, [this](const Change& change) { table_changed(change); }),
      editing_(workspace, models_, inbox, messages),
      class_editing_(workspace, models_, inbox, messages),
      run_editing_(workspace, lanes.reading, inbox, messages, models_.run),
      overlays_(workspace, lanes.reading, inbox, models_.gallery, models_.run),
      details_reader_(std::make_shared<LaneReader>(workspace)),
      news_([&host] { host.wake(); }) {
  models_.workspace.name = workspace.name();
  models_.workspace.path = workspace.folder().string();
  models_.workspace.viewing_because = workspace.viewing_because();
}

// What was decided is saved before the window goes, whether it was asked to close or a script came to its end, and the
// writer reports to nobody who is gone.
Session::~Session() {
  if (workspace_.viewing()) return;
  closing();
  workspace_.writer().set_subscriber({});
  workspace_.writer().transact("Close the window", [](db::Transaction&) {}).wait();
}

void Session::open() {
  LoadedTable loaded = read_table(workspace_.reader(), workspace_.session());
  models_.workspace.undo_name = loaded.undo.undo;
  models_.workspace.redo_name = loaded.undo.redo;
  models_.gallery.replace(std::move(loaded.table));
  models_.gallery.show_target(default_target(models_.gallery.table().class_list()));
  feed_ =
      std::make_unique<TableFeed>(workspace_, loaded.mark, [this](WorkspaceNews news) { news_.push(std::move(news)); });
  if (!workspace_.viewing()) workspace_.writer().set_subscriber([this](const db::ChangeSet&) { feed_->look(); });
  shown_run_.open();
}

bool Session::take_news() {
  std::vector<WorkspaceNews> all = news_.take();
  for (WorkspaceNews& news : all) apply(news);
  return !all.empty();
}

void Session::apply(WorkspaceNews& news) {
  if (!news.problem.empty() && news.problem != models_.workspace.problem)
    messages_.show(MessageKind::Error, "The workspace cannot be read just now", news.problem);
  models_.workspace.problem = news.problem;
  if (news.classes) {
    const bool first = models_.gallery.target() == nullptr;
    const auto before = models_.shown_target();
    table_changed(models_.gallery.set_classes(std::move(*news.classes)));
    groups_changed(before);
    if (first) set_target(default_target(models_.gallery.table().class_list()));
  }
  table_changed(models_.gallery.apply(news.table));
  if (news.leak) {
    models_.workspace.leak_known = true;
    models_.workspace.leak = news.leak->count;
    models_.workspace.leak_detail = news.leak->detail;
    models_.gallery.set_leaking(news.leak->images);
  }
  if (news.undo) {
    models_.workspace.undo_name = news.undo->undo;
    models_.workspace.redo_name = news.undo->redo;
  }
  if (news.classes || !news.table.added.empty()) shown_run_.forget_start_problem();
  if (!news.runs.empty()) {
    shown_run_.runs_changed(news.runs);
    overlays_.runs_changed(news.runs);
  }
}

// Whatever hangs on the table and is not part of it.
void Session::table_changed(const Change& change) {
  for (const Row row : change.files) thumbnails_.forget(models_.gallery.table().id(row));
  shown_run_.follow(change);
  refit_.follow(change);
  overlays_.follow(change);
  const auto row = opened_ ? models_.gallery.table().row_of(*opened_) : std::nullopt;
  if (row && (std::ranges::binary_search(change.relabelled, *row) || std::ranges::binary_search(change.edited, *row) ||
              std::ranges::binary_search(change.measured, *row)))
    ask_for_details();
}

void Session::follow_focus() {
  const Gallery& gallery = models_.gallery;
  FocusedImage& image = models_.image;
  const auto focus = gallery.focus();
  image.position = focus ? static_cast<int>(gallery.focus_place().value_or(0)) + 1 : 0;
  image.of = static_cast<int>(gallery.rows().size());
  if (focus) {
    image.file_name = gallery.table().name(*focus);
    image.class_index = gallery.table().class_index(*focus);
    image.relabelled = gallery.table().relabelled(*focus);
    image.unsaved = gallery.table().unsaved(*focus);
    image.true_group = gallery.group(*focus);
  }
  say_shown_epoch(models_.gallery, models_.run, focus, image);
  const auto id = focus ? std::optional(gallery.table().id(*focus)) : std::nullopt;
  if (id == opened_) return;
  opened_ = id;
  focus_since_ = std::chrono::steady_clock::now();
  if (!id) return image_.close();
  image_.open(*id, gallery.table().path(*focus));
  image.metadata.clear();
  image.history.clear();
  image.changed = gallery.table().content_changed(*focus);  // as it is marked, until the file was looked at
  ask_for_details();
}

// Metadata and history are read beside the picture; only the newest answer is shown.
void Session::ask_for_details() {
  const std::uint64_t question = ++details_question_;
  lanes_.reading.post(
      [this, reader = details_reader_, image = *opened_, classes = models_.gallery.table().class_list(),
       question](const std::stop_token&) {
        auto details = std::make_shared<ImageDetails>(read_image_details(reader->get(), image, classes));
        inbox_.post("Showing what is known of the image", [this, details, question] {
          if (question != details_question_) return;
          models_.image.metadata = std::move(details->metadata);
          models_.image.history = std::move(details->history);
          models_.image.changed = details->changed;
          image_.set_mask(std::move(details->mask));
        });
      },
      [this](const std::string& why) {
        inbox_.post("Reading what is known of the image", [why] { throw std::runtime_error(why); });
      });
}

// The refit first: it is dropped from what is shown.
void Session::run_begins() {
  refit_.run_left();
  shown_run_.show_nothing();
}

// The run's target is shown, so that numbers, chips and tiles speak of the same groups; its model explains.
void Session::run_arrived(bool another) {
  const RunScores* scores = models_.gallery.predictions().run();
  if (another && scores != nullptr) show_target_of(*scores);
  refit_.run_arrived(another);
  unlike_.run_arrived();
  explain_with(*shown_run_.stored(), static_cast<double>(models_.run.evaluation.threshold));
}

void Session::show_target_of(const RunScores& scores) {
  if (models_.gallery.table().class_list().target_named(scores.target) != nullptr) return set_target(scores.target);
  messages_.show(
      MessageKind::Warning, scores.name + " was trained on another target",
      "There is no target \"" + scores.target + "\" any more: its predictions cannot be compared with the labels.");
}

std::string Session::why_no_model(const RunScores& stored) const {
  const RunView& run = models_.run;
  const bool trains = (run.live || trains_elsewhere(run)) && run.run.value_or(stored.run) == stored.run;
  return stored.name +
         (trains ? " has no epoch yet: it is asked once it has" : " kept no epoch: there is no model of it to ask");
}

void Session::explain_with(const RunScores& stored, double threshold) {
  if (stored.best_epoch == 0)  // its threshold says nothing of the model of another run
    return image_.set_no_model(stored.problem.empty() ? why_no_model(stored) : stored.problem);
  image_.set_threshold(static_cast<float>(threshold));
  read_model(stored.run);
}

// A run is refit where it is shown in the whole window only. One without an epoch may be the one that trains, until
// that is told by its number.
void Session::run_seen_beside(const RunScores& scores, bool another) {
  if (another && !scores.problem.empty()) {
    messages_.show(MessageKind::Warning, scores.name + " cannot be measured", scores.problem);
  } else if (another) {
    show_target_of(scores);
    if (models_.run.run || scores.best_epoch > 0)
      messages_.show(MessageKind::Info, scores.name + " is shown on the other pages",
                     "The Train page stays with the run that trains until it has ended.");
  }
  unlike_.run_arrived();
  explain_with(scores, models_.gallery.predictions().threshold());
}

void Session::run_deleted(const RunRow& deleted, const RunRow* instead) {
  messages_.show(
      MessageKind::Info, deleted.name + " is shown no more",
      "It was deleted; " + (instead != nullptr ? instead->name + " is shown instead." : "there is no other to show."));
  if (instead != nullptr) return;  // it arrives in a moment
  refit_.run_left();
  unlike_.run_arrived();
  image_.set_no_model("");
}

void Session::read_model(RunId run) {
  const std::string name = "run:" + std::to_string(run);
  image_.set_model(name, [&workspace = workspace_, name] { return find_model(&workspace, name); });
}

void Session::select(const SelectImages& selection) {
  if (selection.focus) take_filter_from(*selection.focus);
  models_.gallery.select(selection.rows, selection.focus, selection.keeps_anchor);
  if (selection.reveals) ++models_.reveals;
}

void Session::set_sort(const Sort& sort) {
  models_.gallery.set_sort(sort);
  unlike_.follow_query();
  ++models_.reveals;
}

void Session::move_focus(int step) {
  models_.gallery.move_focus(step);
  ++models_.reveals;
}

// What explains an image is the model of the run that the gallery shows.
void Session::set_threshold(const SetThreshold& wanted) {
  const std::optional<RunId> run = wanted.run ? wanted.run : models_.run.run;
  shown_run_.set_threshold(static_cast<double>(wanted.threshold), run);
  if (shown_run_.gallery_shows(run)) image_.set_threshold(wanted.threshold);
  refit_.threshold_changed();
  const auto threshold = static_cast<double>(wanted.threshold);
  if (!run) return;
  if (wanted.kept && run_editing_.threshold_moved(*run, threshold)) {
    shown_run_.writes_threshold(*run, threshold);
    models_.run.looked_at.erase(*run);
  } else {
    models_.run.looked_at.insert(*run);
  }
}

bool Session::only_viewing(const std::string& wanted) {
  if (!workspace_.viewing()) return false;
  messages_.show(MessageKind::Warning, wanted + ": viewing only", workspace_.viewing_because());
  return true;
}

void Session::relabel(const RelabelImages& wanted) {
  if (only_viewing(labelling_.name_of(wanted.rows.size(), wanted.to))) return;
  if (!wanted.confirmed) {
    if (auto question = labelling_.question_before(wanted)) return messages_.ask(std::move(*question));
  }
  const double seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - focus_since_).count();
  labelling_.decide(wanted.rows, wanted.to, {wanted.advance, seconds});
}

void Session::move_images(const MoveImages& wanted) {
  if (!wanted.confirmed) {
    if (auto question = editing_.question_before(wanted)) return messages_.ask(std::move(*question));
  }
  editing_.decide(wanted);
}

void Session::change_classes(const ClassChange& change) {
  if (auto question = class_editing_.question_before(change)) return messages_.ask(std::move(*question));
  class_editing_.decide(change);
}

// Planned on a lane, shown as a question, and done when it is answered with yes.
void Session::plan_a_split() {
  messages_.show(Message{MessageKind::Info, "Planning a split",
                         "Looking for look-alikes; you are asked before anything changes.", 0, "", "split"});
  lanes_.reading.post(
      [this, reader = details_reader_](const std::stop_token& stop) {
        auto plan = std::make_shared<const SplitPlan>(
            plan_split(reader->get(), {.look_alikes = look_alikes(reader->get(), stop)}));
        inbox_.post("Showing the plan of a split", [this, plan] {
          messages_.ask({plan->name + "?", summary(*plan) + "\nUndo takes it back as one step.", "Split the images",
                         ApplySplit{plan}, true});
        });
      },
      [this](const std::string& why) { inbox_.post("Planning a split", [why] { throw std::runtime_error(why); }); });
}

void Session::enter_commands(CommandTable& table) {
  refit_.enter_commands(table);
  referral_.enter_commands(table);
  table.on<RelabelImages>([this](const RelabelImages& c) { return labelling_.name_of(c.rows.size(), c.to); },
                          [this](const RelabelImages& c) { relabel(c); });
  table.on<MoveImages>([](const MoveImages& c) { return SetEditing::name_of(c); },
                       [this](const MoveImages& c) { move_images(c); });
  table.on<ClassChange>([](const ClassChange& c) { return ClassEditing::name_of(c); },
                        [this](const ClassChange& c) { change_classes(c); });
  table.on<ApplySplit>([](const ApplySplit& c) { return c.plan->name; },
                       [this](const ApplySplit& c) { editing_.split(*c.plan); });
  table.on<MoveFocus>("Go to another image", [this](const MoveFocus& c) { move_focus(c.step); });
  table.on<UndoDecision>("Undo", [this](const UndoDecision& c) { labelling_.undo_batch(c.batch); });
  table.on<SetFilter>("Filter", [this](const SetFilter& c) { set_filter(c.filter); });
  table.on<SelectImages>("Select", [this](const SelectImages& c) { select(c); });
  table.on<SetTarget>([](const SetTarget& c) { return "Show the target " + c.target; },
                      [this](const SetTarget& c) { set_target(c.target); });
  table.on<SetThreshold>("Set the threshold", [this](const SetThreshold& c) { set_threshold(c); });
  table.on<ShowRun>([](const ShowRun& c) { return "Show run " + std::to_string(c.run); },
                    [this](const ShowRun& c) { shown_run_.show(c.run, c.epoch); });
  table.on<StepEpoch>("Show another epoch", [this](const StepEpoch& c) { shown_run_.step(c.by); });
  table.on<OverlayRun>("Compare runs on the charts", [this](const OverlayRun& c) { overlays_.set(c.run, c.on); });
  table.on<EditRun>([](const EditRun& c) { return RunEditing::name_of(c); },
                    [this](const EditRun& c) {
                      if (!only_viewing(RunEditing::name_of(c))) run_editing_.decide(c);
                    });
  table.on<CalibrateRun>([](const CalibrateRun& c) { return RunEditing::name_of(c); },
                         [this](const CalibrateRun& c) {
                           if (!only_viewing(RunEditing::name_of(c))) run_editing_.calibrate(c);
                         });
  table.on<ShowHeat>("Show the evidence", [this](const ShowHeat& c) {
    models_.image.heat.visible = c.visible;
    if (c.group != models_.image.heat.asked) image_.explain(c.group);
  });
  table.on<SetHeatStyle>("Change the overlay", [this](const SetHeatStyle& c) { models_.image.heat.style = c.style; });
}

}  // namespace app
