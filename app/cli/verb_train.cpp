// nevus train WS
#include <algorithm>
#include <cmath>
#include <cstdio>

#include "app/cli/find_run.h"
#include "app/cli/interrupt.h"
#include "app/cli/leave_out.h"
#include "app/cli/plan_text.h"
#include "app/cli/recipe_options.h"
#include "app/cli/verb.h"
#include "app/core/joined.h"
#include "app/core/setting_text.h"
#include "app/core/thread_niceness.h"
#include "app/core/time_text.h"
#include "app/report/model_card.h"
#include "app/workspace/changed_settings.h"
#include "app/workspace/dataset.h"
#include "app/workspace/evaluate_model.h"
#include "app/workspace/evaluation_json.h"
#include "app/workspace/kept_models.h"
#include "app/workspace/model_store.h"
#include "app/workspace/train_request.h"
#include "app/workspace/training.h"

namespace app::cli {
namespace {

struct Options {
  std::string workspace;
  RecipeOptions recipe;
  TrainRequest request;
  bool no_class_weights = false;
  double rate = 0;  // 0: by depth
  int threads = 0, niceness = 0;
  std::string resume, branch, replay;
  bool describe = false, uncalibrated = false;
};

// What was typed for settings that a preset has too, by the setting's name.
using PresetOverrides = std::vector<std::pair<Option, const char*>>;

// What must be known to have been typed.
struct Typed {
  PresetOverrides overrides;
  RecipeHandles recipe;
  bool has(std::string_view setting) const {
    return std::ranges::any_of(overrides, [&](const auto& one) { return one.second == setting && one.first.given(); });
  }
};

// Not a number: nothing was measured.
std::string number(std::optional<double> value) {
  if (!value || std::isnan(*value)) return "–";
  char text[32];
  std::snprintf(text, sizeof text, "%.4f", *value);
  return text;
}

Json to_json(const TrainOutcome& outcome) {
  Json json;
  json["run"] = outcome.run;
  json["end"] = outcome.end;
  json["epochs"] = outcome.epochs_run;
  json["best_epoch"] = outcome.best_epoch;
  json["validated"] = outcome.validated;
  json["chosen"] = outcome.chosen;
  json["criterion"] = outcome.best_criterion;
  json["seconds"] = outcome.seconds;
  json["model"] = outcome.model_file.string();
  json["log"] = outcome.log_file.string();
  json["skipped"] = outcome.skipped;
  json["notes"] = outcome.notes;
  json["files"] = outcome.files;
  json["kept"] = outcome.kept;
  json["familiarity"] = outcome.familiarity;
  if (!outcome.replay.empty()) json["replay"] = Json{{"same", !outcome.replay_differs}, {"text", outcome.replay}};
  json["calibration"] = calibration_json(outcome.calibration);
  json["val"] = evaluation_json(outcome.val);
  return json;
}

// A line an epoch, on the error stream.
class EpochPrinter {
 public:
  explicit EpochPrinter(const Snapshot<TrainProgress>& progress) : progress_(progress) {}

  void operator()() {
    const auto now = progress_.latest();
    for (; now && printed_ < now->epochs_done.size(); ++printed_) {
      const EpochRecord& epoch = now->epochs_done[printed_];
      std::fprintf(stderr, "epoch %d/%d  train loss %.4f  val loss %s  val AUC %s%s  %s%s\n", epoch.epoch, now->epochs,
                   epoch.train_loss, number(epoch.val_loss).c_str(), number(epoch.val.metrics[Metric::Auc]).c_str(),
                   epoch.val.from.leak.empty() ? "" : " (LEAK)", duration_text(epoch.seconds).c_str(),
                   epoch.best_so_far && chooses(now->criterion, epoch) ? "  best" : "");
    }
  }

 private:
  const Snapshot<TrainProgress>& progress_;
  std::size_t printed_ = 0;
};

std::string kept_epoch(const TrainOutcome& outcome) {
  if (!outcome.chosen)
    return "Last epoch " + std::to_string(outcome.best_epoch) +
           ", kept: " + why_none_chosen(outcome.criterion, outcome.validated);
  return "Best epoch " + std::to_string(outcome.best_epoch) + ": validation AUC " +
         number(outcome.val.metrics[Metric::Auc]) + ", balanced accuracy " +
         number(outcome.val.metrics[Metric::BalancedAccuracy]) + ", accuracy " +
         number(outcome.val.metrics[Metric::Accuracy]) + " (n " + std::to_string(outcome.val.n) + ")";
}

Outcome describe(const TrainOutcome& outcome) {
  Outcome result;
  result.json = to_json(outcome);
  result.text = "Run " + std::to_string(outcome.run) + " " + outcome.end + " after " +
                std::to_string(outcome.epochs_run) + " epochs, " + duration_text(outcome.seconds) + ". " +
                kept_epoch(outcome);
  if (outcome.best_epoch > 0) result.text += "\nProbabilities: " + calibration_text(outcome.calibration);
  if (!outcome.files.empty()) result.text += "\n" + outcome.files;
  if (!outcome.skipped.empty())
    result.text += "\n" + std::to_string(outcome.skipped.size()) +
                   " images could not be read; the first: " + outcome.skipped.front();
  if (!outcome.kept.empty()) result.text += "\nKept: " + outcome.kept;
  if (!outcome.familiarity.empty()) result.text += "\n" + outcome.familiarity;
  if (!outcome.replay.empty()) result.text += "\nReplay: " + outcome.replay;
  for (const std::string& note : outcome.notes) result.text += "\nnote: " + note;
  result.exit_code = outcome.best_epoch > 0 && !outcome.replay_differs ? 0 : 1;
  return result;
}

// The score with and without the images that leak.
void add_leak(Workspace& workspace, const TrainOutcome& outcome, Outcome& result) {
  const EvaluateOutcome judged = evaluate_split(workspace, {.run = outcome.run}, {});
  result.json["leak"] = leak_json(judged.leak, judged.without_leak);
  result.text += "\n" + leak_note(judged.leak, judged.without_leak);
}

void add_model_card(const Workspace& workspace, const TrainOutcome& outcome, Outcome& result) {
  const std::string why_not = write_card_of_ended_run(workspace, outcome.run);
  const std::string file = (workspace.run_folder(outcome.run) / "card.md").string();
  result.json["card"] = why_not.empty() ? Json(file) : Json();
  result.text += why_not.empty() ? "\nModel card: " + file : "\nnote: " + why_not;
}

struct KeptEpoch {
  db::Run run;
  int epoch = 0;  // 0: the best
};

// RUN:EPOCH or RUN:best, where RUN may be run:N itself.
KeptEpoch kept_epoch(const Workspace& workspace, const std::string& said) {
  const std::size_t colon = said.rfind(':');
  const std::string epoch = colon == said.npos ? std::string() : said.substr(colon + 1);
  const auto number = number_meant(epoch);
  if (colon == said.npos || (epoch != "best" && number.value_or(0) < 1))
    throw std::runtime_error("branching: write --branch RUN:EPOCH or RUN:best, not " + said);
  return {find_run(workspace.reader(), said.substr(0, colon)), static_cast<int>(number.value_or(0))};
}

// Neither weighed nor, by another recipe, shifted.
void count_alike(TrainRequest& request) {
  request.settings.emplace_back("class_weights", "false");
  request.settings.emplace_back("logit_adjustment", "0");
}

// What a run of one phase went on with; the phases of a recipe have numbers of their own.
void take_changes(TrainRequest& request, const ChangedSettings& changed) {
  if (plan_from(request, 1).phases.size() != 1) return;
  if (changed.epochs) request.settings.emplace_back("epochs", std::to_string(*changed.epochs));
  if (changed.patience) request.settings.emplace_back("patience", std::to_string(*changed.patience));
}

// The settings of the run that is branched from, and over them what was typed.
TrainRequest branched(const Workspace& workspace, const Options& options, const Typed& typed) {
  const KeptEpoch from = kept_epoch(workspace, options.branch);
  TrainRequest request = request_from_json(from.run.config_json);
  const TrainRequest& asked = options.request;
  request.parent = from.run.id;
  request.parent_epoch = from.epoch;
  request.replay_of = 0;
  take_changes(request, changed_settings(db::run_events(workspace.reader(), from.run.id)));
  if (typed.recipe.preset.given()) {
    request.preset = asked.preset;
    request.settings.clear();
  }
  if (typed.recipe.depth.given()) request.depth = depth_from_name(options.recipe.depth);
  if (typed.recipe.seed.given()) request.seed = asked.seed;
  if (typed.recipe.target.given()) request.target = asked.target;
  if (options.no_class_weights) count_alike(request);
  for (const auto& [option, setting] : typed.overrides)
    if (option.given()) request.settings.emplace_back(setting, option.typed());
  for (const std::string& assignment : options.recipe.assignments)
    request.settings.push_back(split_assignment(assignment));
  if (!asked.leave_out.empty()) request.leave_out = asked.leave_out;
  request.augment = request.augment || asked.augment;
  request.allow_leak = request.allow_leak || asked.allow_leak;
  request.keep_every = asked.keep_every;
  return request;
}

TrainOutcome work(Workspace& workspace, const Options& options, const Typed& typed, ml::TrainControl& control,
                  const TrainWatch& watch) {
  if (!options.resume.empty()) {
    ResumeOrder order{.run = find_run(workspace.reader(), options.resume).id};
    if (typed.has("epochs")) order.epochs = options.request.epochs;
    if (typed.has("patience")) order.patience = options.request.patience_epochs;
    return resume_training(workspace, order, control, watch);
  }
  if (!options.replay.empty())
    return replay_training(workspace, find_run(workspace.reader(), options.replay).id, control, watch);
  TrainRequest request = options.branch.empty() ? options.request : branched(workspace, options, typed);
  if (options.branch.empty()) request.model = model_meant(&workspace, request.model);
  return run_training(workspace, request, control, watch, options.threads);
}

TrainOutcome watched(Workspace& workspace, const Options& options, const Typed& typed, const Interrupt& interrupt) {
  ml::TrainControl control(interrupt.token());
  Snapshot<TrainProgress> progress;
  EpochPrinter printer(progress);
  const auto print = [](const std::string& note) { std::fprintf(stderr, "note: %s\n", note.c_str()); };
  const TrainWatch watch{.progress = &progress, .on_change = std::ref(printer), .on_note = print, .on_trouble = print};
  TrainOutcome outcome = work(workspace, options, typed, control, watch);
  printer();
  return outcome;
}

// Starts a run, or goes on with one.
Outcome train(const Options& options, const Typed& typed) {
  const Interrupt interrupt;  // before any thread starts, so that all of them leave the signal to it
  if (options.niceness > 0) set_thread_niceness(options.niceness);
  Workspace workspace(options.workspace, Workspace::Open::MustExist);
  if (leaves_each_out(options.request.leave_out))
    return leave_each_out(
        workspace, options.request.target, !options.uncalibrated,
        [&](const std::string& source) {
          Options without = options;
          without.request.leave_out = {source};
          const TrainOutcome outcome = watched(workspace, without, typed, interrupt);
          if (outcome.best_epoch > 0)
            if (const std::string why = write_card_of_ended_run(workspace, outcome.run); !why.empty())
              std::fprintf(stderr, "note: %s\n", why.c_str());
          return outcome;
        },
        interrupt.token());
  const TrainOutcome outcome = watched(workspace, options, typed, interrupt);
  Outcome result = describe(outcome);
  if (outcome.best_epoch > 0 && !options.request.leave_out.empty())
    add_left_out(workspace, outcome.run, !options.uncalibrated, result);
  if (outcome.best_epoch > 0 && !outcome.val.from.leak.empty()) add_leak(workspace, outcome, result);
  if (outcome.best_epoch > 0) add_model_card(workspace, outcome, result);
  return result;
}

// A branch is described as it would go on from the weights that were kept.
Outcome describe_branch(const Options& options, const Typed& typed) {
  const Workspace workspace(options.workspace, Workspace::Open::ToRead);
  const TrainRequest request = branched(workspace, options, typed);
  const KeptModel kept = kept_model(workspace, workspace.reader(), request.parent, request.parent_epoch);
  ml::Model model = ml::load_model(kept.file);
  const std::vector<std::string> classes = model.spec.classes;
  const ml::TrainPlan plan = plan_from(request, options.threads);
  ml::prepare(model, plan, classes, model.target, request.seed);
  return {plan_text(plan, model.spec), plan_json(plan, model.spec)};
}

// The network as it would be trained on a workspace: its groups, and the model that is the usual one where none is
// named.
Outcome describe_on_workspace(const Options& options) {
  const Workspace workspace(options.workspace, Workspace::Open::ToRead);
  const TargetData data = load_target_data(workspace.reader(), options.request.target);
  const std::string meant = model_meant(&workspace, options.request.model);
  const std::string name = meant.empty() ? usual_model_name() : meant;
  ml::TrainPlan plan = plan_from(options.request, options.threads);
  ml::adapt(plan, data.groups.size());
  ml::require_valid(plan);
  ml::Model model = find_model(&workspace, name);
  ml::prepare(model, plan, data.groups, data.target, options.request.seed);
  Outcome outcome{plan_text(plan, model.spec), plan_json(plan, model.spec)};
  outcome.text += "\nFrom the model " + name + ", on the target " + data.target + ": " + joined(data.groups);
  outcome.json["model"] = name;
  outcome.json["target"] = data.target;
  outcome.json["groups"] = data.groups;
  return outcome;
}

// Without a workspace on two groups, from the network of the reference recipes where no model is named.
Outcome describe_plan(const Options& options) {
  if (!options.workspace.empty()) return describe_on_workspace(options);
  const ml::TrainPlan plan = plan_from(options.request, options.threads);
  ml::Model model = options.request.model.empty() ? ml::make_model({}, ml::imagenet_contract(), 0)
                                                  : find_model(nullptr, model_meant(nullptr, options.request.model));
  ml::prepare(model, plan, {"negative", "positive"}, "", 0);
  return {plan_text(plan, model.spec), plan_json(plan, model.spec)};
}

// Without a preset the options fill the request; with one, those that were typed override its settings.
void complete(Options& options, const PresetOverrides& overrides) {
  TrainRequest& request = options.request;
  if (!request.preset.empty()) {
    for (const auto& [option, setting] : overrides)
      if (option.given()) request.settings.emplace_back(setting, option.typed());
    if (options.no_class_weights) count_alike(request);
  }
  complete(options.recipe, request);  // after them: --set has the last word
  request.class_weights = !options.no_class_weights;
  request.learning_rate = options.rate > 0 ? static_cast<float>(options.rate) : usual_learning_rate(request.depth);
}

// The options that stand for settings of their own.
PresetOverrides add_settings(Verb& verb, Options& options) {
  TrainRequest& request = options.request;
  return {{verb.option("--epochs", request.epochs, "Most epochs").between(1, 100000).shows_default(), "epochs"},
          {verb.option("--rate", options.rate, "Learning rate; by depth when not given").positive(), "learning_rate"},
          {verb.option("--batch", request.batch_size, "Images per step").between(1, 1024).shows_default(), "batch"},
          {verb.option("--patience", request.patience_epochs, "Epochs without improvement before stopping; 0: never")
               .not_negative()
               .shows_default(),
           "patience"},
          {verb.option("--criterion", request.criterion, "Chooses the best epoch")
               .one_of({"val_auc", "val_loss", "val_balanced_accuracy"})
               .shows_default(),
           "criterion"}};
}

}  // namespace

void add_train(CommandLine& line) {
  auto options = std::make_shared<Options>();
  Verb verb = line.verb("train", "Fine-tune on the labels of a workspace");
  const Option workspace = verb.option("WORKSPACE", options->workspace, "Folder of the workspace");
  const RecipeHandles recipe = add_recipe(verb, options->recipe, options->request);
  const Typed typed{add_settings(verb, *options), recipe};
  verb.option("--threads", options->threads, "Threads; 0: all").not_negative();
  verb.option("--nice", options->niceness, "Lowers the priority below other programs': 0 (usual) to 19 (lowest)")
      .between(0, 19)
      .shows_default();
  const Option resume = verb.option("--resume", options->resume,
                                    "Go on with this run (its name or number) from its last checkpoint, as it was "
                                    "begun; one that has finished needs --epochs: how many in all");
  const Option branch = verb.option("--branch", options->branch,
                                    "RUN:EPOCH or RUN:best. Begin a new run from the weights that this one kept, with "
                                    "its settings and what is typed here over them");
  const Option replay = verb.option("--replay", options->replay,
                                    "Repeat this run with all that was changed while it trained, and compare the "
                                    "weights bit for bit");
  verb.option("--keep-every", options->request.keep_every,
              "Keep the weights of every so many epochs too, to branch from; 0: the best and the last")
      .between(0, 100000)
      .shows_default();
  verb.flag("--describe", options->describe,
            "Print the layers, counts and settings for WORKSPACE, or without one for two groups; train nothing");
  verb.flag("--augment", options->request.augment, "Rotate, flip, shift, zoom and relight training images");
  const Option leave_out = verb.option(
      "--leave-out", options->request.leave_out,
      "Learn nothing from this source, and judge the run on it; several may be named, \"each\" leaves out every "
      "one in turn and prints one table");
  leave_out.one_value_each();
  verb.flag("--uncalibrated", options->uncalibrated,
            "Judge the left-out sources by probabilities as the network gave them; the model keeps its calibration")
      .needs(leave_out);
  verb.flag("--allow-leak", options->request.allow_leak,
            "Train on a split that has a lesion or patient on both sides; every score is marked");
  verb.flag("--no-class-weights", options->no_class_weights, "Count every image alike");
  resume.stands_alone_but_for({"WORKSPACE", "--resume", "--epochs", "--patience", "--nice", "--json", "--help"});
  replay.stands_alone_but_for({"WORKSPACE", "--replay", "--nice", "--json", "--help"});
  branch.excludes(recipe.model);
  verb.runs(
      [options, typed] {
        if (options->branch.empty()) complete(*options, typed.overrides);
        if (!options->describe) return train(*options, typed);
        return options->branch.empty() ? describe_plan(*options) : describe_branch(*options, typed);
      },
      [options, workspace] {
        return (options->describe && options->branch.empty()) || workspace.given() ? std::string()
                                                                                   : std::string("WORKSPACE");
      });
}

}  // namespace app::cli
