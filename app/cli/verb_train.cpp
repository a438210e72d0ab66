// nevus train WS
#include <algorithm>
#include <cstdio>

#include "app/cli/interrupt.h"
#include "app/cli/plan_text.h"
#include "app/cli/recipe_option.h"
#include "app/cli/verb.h"
#include "app/core/setting_text.h"
#include "app/core/thread_niceness.h"
#include "app/core/time_text.h"
#include "app/workspace/evaluation_json.h"
#include "app/workspace/model_store.h"
#include "app/workspace/train_request.h"
#include "app/workspace/training.h"

namespace app::cli {
namespace {

struct Options {
  std::string workspace, depth = "head";
  TrainRequest request;
  bool no_class_weights = false;
  double rate = 0;  // 0: by depth
  int threads = 0, niceness = 0;
  std::vector<std::string> assignments;
  RunId resume = 0;
  bool describe = false;
};

std::string number(std::optional<double> value) {
  if (!value) return "–";
  char text[32];
  std::snprintf(text, sizeof text, "%.4f", *value);
  return text;
}

nlohmann::ordered_json to_json(const TrainOutcome& outcome) {
  nlohmann::ordered_json json;
  json["run"] = outcome.run;
  json["end"] = outcome.end;
  json["epochs"] = outcome.epochs_run;
  json["best_epoch"] = outcome.best_epoch;
  json["criterion"] = outcome.best_criterion;
  json["seconds"] = outcome.seconds;
  json["model"] = outcome.model_file.string();
  json["log"] = outcome.log_file.string();
  json["skipped"] = outcome.skipped;
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
      std::fprintf(stderr, "epoch %d/%d  train loss %.4f  val loss %.4f  val AUC %s  %s%s\n", epoch.epoch, now->epochs,
                   epoch.train_loss, epoch.val_loss, number(epoch.val.metrics[Metric::Auc]).c_str(),
                   duration_text(epoch.seconds).c_str(), epoch.best_so_far ? "  best" : "");
    }
  }

 private:
  const Snapshot<TrainProgress>& progress_;
  std::size_t printed_ = 0;
};

Outcome describe(const TrainOutcome& outcome) {
  Outcome result;
  result.json = to_json(outcome);
  result.text = "Run " + std::to_string(outcome.run) + " " + outcome.end + " after " +
                std::to_string(outcome.epochs_run) + " epochs, " + duration_text(outcome.seconds) + ". Best epoch " +
                std::to_string(outcome.best_epoch) + ": validation AUC " + number(outcome.val.metrics[Metric::Auc]) +
                ", balanced accuracy " + number(outcome.val.metrics[Metric::BalancedAccuracy]) + ", accuracy " +
                number(outcome.val.metrics[Metric::Accuracy]) + " (n " + std::to_string(outcome.val.n) + ")";
  if (!outcome.skipped.empty())
    result.text += "\n" + std::to_string(outcome.skipped.size()) +
                   " images could not be read; the first: " + outcome.skipped.front();
  result.exit_code = outcome.best_epoch > 0 ? 0 : 1;
  return result;
}

// Trains anew, or goes on with a run.
Outcome train(const Options& options) {
  const Interrupt interrupt;  // before any thread starts, so that all of them leave the signal to it
  if (options.niceness > 0) set_thread_niceness(options.niceness);
  Workspace workspace(options.workspace, Workspace::Open::MustExist);
  ml::TrainControl control(interrupt.token());
  Snapshot<TrainProgress> progress;
  EpochPrinter printer(progress);
  const TrainWatch watch{&progress, std::ref(printer)};
  const TrainOutcome outcome = options.resume > 0
                                   ? resume_training(workspace, options.resume, control, watch, options.threads)
                                   : run_training(workspace, options.request, control, watch, options.threads);
  printer();
  return describe(outcome);
}

// The network as it would be trained; where a workspace has the target's classes they are taken from there.
Outcome describe_plan(const Options& options) {
  const ml::TrainPlan plan = plan_from(options.request, options.threads);
  ml::Model model = options.request.model.empty() ? ml::make_model({}, ml::imagenet_contract(), 0)
                                                  : find_model(nullptr, options.request.model);
  ml::prepare(model, plan, {"negative", "positive"}, "", 0);
  return {plan_text(plan, model.spec), plan_json(plan, model.spec)};
}

// Options that were given stand over a preset's; without one they fill the request.
void complete(Options& options, const CLI::App& verb) {
  TrainRequest& request = options.request;
  request.depth = options.depth == "whole" ? Depth::Whole : options.depth == "tail" ? Depth::Tail : Depth::Head;
  request.class_weights = !options.no_class_weights;
  request.learning_rate = options.rate > 0 ? static_cast<float>(options.rate) : usual_learning_rate(request.depth);
  if (!request.preset.empty()) {
    for (const auto& [option, setting] :
         {std::pair("--epochs", "epochs"), std::pair("--rate", "learning_rate"), std::pair("--batch", "batch"),
          std::pair("--patience", "patience"), std::pair("--criterion", "criterion")}) {
      if (verb.count(option) > 0) request.settings.emplace_back(setting, verb.get_option(option)->as<std::string>());
    }
    if (options.no_class_weights) request.settings.emplace_back("class_weights", "false");
  }
  for (const std::string& assignment : options.assignments) request.settings.push_back(split_assignment(assignment));
}

}  // namespace

void add_train(CLI::App& app, Context& context) {
  auto options = std::make_shared<Options>();
  TrainRequest& request = options->request;
  CLI::App* verb = app.add_subcommand("train", "Fine-tune on the labels of a workspace");
  CLI::Option* workspace = verb->add_option("WORKSPACE", options->workspace, "Folder of the workspace");
  verb->add_option("--preset", request.preset, "A recipe; options given beside it stand over its settings")
      ->check(CLI::IsMember(preset_names()));
  verb->add_option("--depth", options->depth, "What learns")
      ->check(CLI::IsMember({"head", "tail", "whole"}))
      ->capture_default_str();
  verb->add_option("--epochs", request.epochs, "Most epochs")->check(CLI::Range(1, 100000))->capture_default_str();
  verb->add_option("--seed", request.seed, "Seed")->capture_default_str();
  verb->add_option("--target", request.target, "Target to train on; malignant where there is one");
  verb->add_option("--model", request.model,
                   "starter, imagenet, run:N or a file; imagenet where imported, else starter");
  verb->add_option("--rate", options->rate, "Learning rate; by depth when not given")->check(CLI::PositiveNumber);
  verb->add_option("--batch", request.batch_size, "Images per step")->check(CLI::Range(1, 1024))->capture_default_str();
  verb->add_option("--patience", request.patience_epochs, "Epochs without improvement before stopping; 0: never")
      ->check(CLI::NonNegativeNumber)
      ->capture_default_str();
  verb->add_option("--criterion", request.criterion, "Chooses the best epoch")
      ->check(CLI::IsMember({"val_auc", "val_loss", "val_balanced_accuracy"}))
      ->capture_default_str();
  verb->add_option("--threads", options->threads, "Threads; 0: all")->check(CLI::NonNegativeNumber);
  verb->add_option("--nice", options->niceness, "How far to step back behind other programs")
      ->check(CLI::Range(0, 19))
      ->capture_default_str();
  verb->add_option("--set", options->assignments,
                   "NAME=VALUE, any setting of --describe; 2:NAME=VALUE of the second phase only")
      ->allow_extra_args(false);
  verb->add_option("--resume", options->resume, "Go on with this run from its last checkpoint")
      ->check(CLI::PositiveNumber);
  verb->add_flag("--describe", options->describe, "Print the layers, counts and settings; train nothing");
  verb->add_flag("--augment", request.augment, "Rotate, flip, shift, zoom and relight training images");
  verb->add_flag("--no-class-weights", options->no_class_weights, "Count every image alike");
  verb->callback([options, workspace, verb, &context] {
    if (!options->describe && workspace->count() == 0) throw CLI::RequiredError("WORKSPACE");
    context.action = [options, verb] {
      complete(*options, *verb);
      return options->describe ? describe_plan(*options) : train(*options);
    };
  });
}

}  // namespace app::cli
