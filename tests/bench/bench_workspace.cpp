#include "tests/bench/bench_workspace.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <stdexcept>
#include <vector>

#include "db/classes.h"
#include "db/database.h"
#include "db/hash/sha256.h"
#include "db/images.h"
#include "db/labels.h"
#include "db/runs.h"
#include "db/sqlite/connection.h"
#include "db/writer.h"

namespace bench {
namespace {

constexpr std::int64_t kImagesOfATransaction = 50'000;
constexpr double kSecondsOfAnEpoch = 60;

struct KnownClass {
  const char* name;
  const char* full_name;
  std::uint32_t colour;
  bool malignant;
  double share;  // of the images
};
constexpr std::array<KnownClass, 7> kHam = {{{"nv", "melanocytic naevus", 0x4C78A8, false, 0.67},
                                             {"mel", "melanoma", 0xE45756, true, 0.11},
                                             {"bkl", "benign keratosis", 0x72B7B2, false, 0.11},
                                             {"bcc", "basal cell carcinoma", 0xF58518, true, 0.05},
                                             {"akiec", "actinic keratosis", 0xB279A2, true, 0.03},
                                             {"vasc", "vascular lesion", 0x54A24B, false, 0.015},
                                             {"df", "dermatofibroma", 0xEECA3B, false, 0.015}}};
constexpr std::array kSites = {"back", "lower extremity", "trunk", "upper extremity", "abdomen", "face", "chest",
                               "foot", "unknown",         "neck",  "scalp",           "hand",    "ear",  "genital",
                               "acral"};
constexpr std::array kDiagnosedBy = {"histo", "follow_up", "consensus", "confocal"};

// SplitMix64 of a seed and a number: any row can be made without those before it.
std::uint64_t mixed(std::uint64_t seed, std::int64_t number) {
  std::uint64_t z = seed * 0x9E3779B97F4A7C15ULL + static_cast<std::uint64_t>(number) + 0x632BE59BD9B4E019ULL;
  z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9ULL;
  z = (z ^ (z >> 27)) * 0x94D049BB133111EBULL;
  return z ^ (z >> 31);
}
double unit(std::uint64_t seed, std::int64_t number) {
  return static_cast<double>(mixed(seed, number) >> 11) * 0x1.0p-53;
}
template <std::size_t N>
const char* one_of(const std::array<const char*, N>& names, std::uint64_t seed, std::int64_t number) {
  return names[mixed(seed, number) % N];
}

std::string numbered(const char* pattern, std::int64_t number) {
  std::array<char, 64> text{};
  std::snprintf(text.data(), text.size(), pattern, static_cast<long long>(number));
  return text.data();
}

// Three in four images are of a lesion of their own; patients have about two lesions.
std::int64_t lesion_of(std::int64_t number) { return mixed(1, number) % 4 == 0 && number > 0 ? number - 1 : number; }

db::Split split_of(std::int64_t number) {
  const double drawn = unit(2, lesion_of(number));
  return drawn < 0.7 ? db::Split::Train : drawn < 0.85 ? db::Split::Val : db::Split::Test;
}

db::Image image_row(std::int64_t number) {
  db::Image row;
  const std::int64_t lesion = lesion_of(number);
  row.path = numbered("/bench/images/part_%lld/", number / 5000) + numbered("ISIC_%07lld.jpg", number);
  row.sha256 = db::sha256_hex("bench image " + std::to_string(number));
  row.bytes = 180'000 + static_cast<std::int64_t>(mixed(3, number) % 120'000);
  row.width_px = 600;
  row.height_px = 450;
  row.split = split_of(number);
  row.lesion_id = numbered("HAM_%07lld", lesion);
  row.patient_id = numbered("P%06lld", lesion / 2);
  row.age_years = 5.0 * std::floor(3 + 15 * unit(4, lesion / 2));
  row.sex = mixed(5, lesion / 2) % 2 == 0 ? "female" : "male";
  row.site = one_of(kSites, 6, lesion);
  row.dx_type = one_of(kDiagnosedBy, 7, lesion);
  row.source = "bench";
  row.extra_json = R"({"dataset":"bench"})";
  return row;
}

class WorkspaceMaker {
 public:
  WorkspaceMaker(const db::Database& database, const WorkspaceOptions& options)
      : options_(options), writer_(database, {.who = "bench"}) {}

  void make() {
    add_classes();
    add_images();
    relabel_some();
    for (int run = 0; run < options_.runs; ++run) add_run(run);
  }
  const std::vector<db::RunId>& runs() const { return runs_; }

 private:
  void add_classes() {
    writer_.transact_and_wait("Classes", [&](db::Transaction& t) {
      // Content hashes come in no order: with SQLite's 2 MB every insert would read and write pages anew.
      t.connection().execute("PRAGMA cache_size = -524288");
      db::Target malignant{0, "malignant", "the usual grouping", {{"benign", {}}, {"malignant", {}}}};
      db::Target diagnosis{0, "diagnosis", "every class on its own", {}};
      for (int i = 0; i < options_.classes; ++i) {
        const db::Class row = class_row(i);
        classes_.push_back(db::add_class(t, row));
        malignant.groups[is_malignant(i) ? 1 : 0].classes.push_back(classes_.back());
        diagnosis.groups.push_back({row.name, {classes_.back()}});
      }
      db::save_target(t, malignant);
      db::save_target(t, diagnosis);
    });
  }

  static db::Class class_row(int index) {
    const auto i = static_cast<std::size_t>(index);
    if (i < kHam.size()) return {0, kHam[i].name, kHam[i].full_name, kHam[i].colour, index};
    const std::string name = numbered("class_%02lld", index + 1);
    return {0, name, name, static_cast<std::uint32_t>(mixed(8, index) & 0xFFFFFF), index};
  }
  static bool is_malignant(int index) {
    const auto i = static_cast<std::size_t>(index);
    return i < kHam.size() ? kHam[i].malignant : i % 3 == 0;
  }

  // Of the HAM classes by their share; classes beyond them take half of all images evenly.
  int class_of(std::int64_t number) const {
    const std::int64_t lesion = lesion_of(number);
    const int known = std::min(options_.classes, static_cast<int>(kHam.size()));
    if (options_.classes > known && mixed(9, lesion) % 2 == 0)
      return known + static_cast<int>(mixed(10, lesion) % static_cast<std::uint64_t>(options_.classes - known));
    double drawn = unit(11, lesion);
    for (int i = 0; i < known; ++i) {
      drawn -= kHam[static_cast<std::size_t>(i)].share;
      if (drawn < 0) return i;
    }
    return 0;
  }

  void add_images() {
    for (std::int64_t first = 0; first < options_.images; first += kImagesOfATransaction) {
      const std::int64_t end = std::min(options_.images, first + kImagesOfATransaction);
      writer_.transact_and_wait("Import bench", [&](db::Transaction& t) { add_images(t, first, end); });
      options_.progress(std::to_string(end) + " images");
    }
  }

  void add_images(db::Transaction& t, std::int64_t first, std::int64_t end) {
    std::vector<db::LabelChange> labels;
    for (std::int64_t number = first; number < end; ++number) {
      const db::ImageId id = db::add_image(t, image_row(number)).image;
      images_.push_back(id);
      const bool labelled = mixed(12, number) % 100 != 0;
      if (labelled) labels.push_back({id, classes_[static_cast<std::size_t>(class_of(number))], std::nullopt});
    }
    db::set_labels(t, labels, {.source = db::LabelSource::Import});
  }

  // One image in twenty was decided anew, in batches of about a screen.
  void relabel_some() {
    std::vector<db::LabelChange> batch;
    const auto kept = std::max<std::int64_t>(1, options_.images / 1000);
    for (std::int64_t number = 0; number < options_.images; ++number) {
      if (mixed(13, number) % 20 != 0) continue;
      const auto to = classes_[mixed(14, number) % classes_.size()];
      batch.push_back({images_[static_cast<std::size_t>(number)], to, 2.5});
      if (static_cast<std::int64_t>(batch.size()) >= kept) relabel(batch);
    }
    if (!batch.empty()) relabel(batch);
  }
  void relabel(std::vector<db::LabelChange>& batch) {
    const std::string name = "Label " + std::to_string(batch.size()) + " images";
    revision_ = writer_.transact_and_wait(name, [&](db::Transaction& t) { db::set_labels(t, batch); }).label_revision;
    batch.clear();
  }

  void add_run(int number) {
    db::RunId run = 0;
    writer_.transact_and_wait("Start training", [&](db::Transaction& t) {
      run = db::add_run(t, run_row(number));
      runs_.push_back(run);
    });
    for (int epoch = 1; epoch <= options_.epochs; ++epoch)
      writer_.transact_and_wait("Epoch", [&](db::Transaction& t) { add_epoch(t, run, epoch); });
    writer_.transact_and_wait("End", [&](db::Transaction& t) {
      const std::string model = "runs/" + std::to_string(run) + "/best.safetensors";
      if (options_.epochs > 0) db::save_checkpoint(t, {run, options_.epochs, model, quality(options_.epochs), true});
      db::set_run_model(t, run, model, "bench");
      db::set_run_state(t, run, db::RunState::Finished, "finished");
    });
    options_.progress("run " + std::to_string(run));
  }

  db::Run run_row(int number) const {
    db::Run run;
    run.target = "malignant";
    run.depth = "head";
    run.seed = static_cast<std::uint64_t>(number);
    run.label_revision = revision_;
    run.classes_json = R"(["benign","malignant"])";
    run.config_json = R"({"target":"malignant","model":"starter","depth":"head","epochs":)" +
                      std::to_string(options_.epochs) + R"(,"learning_rate":0.001,"batch":32,"seed":)" +
                      std::to_string(number) +
                      R"(,"class_weights":true,"augment":true,"patience":0,"criterion":"auc"})";
    return run;
  }

  static double quality(int epoch) { return 0.95 - 0.3 * std::exp(-0.3 * epoch); }

  void add_epoch(db::Transaction& t, db::RunId run, int epoch) {
    const double auc = quality(epoch), loss = 0.7 - 0.4 * (auc - 0.65);
    db::save_epoch(t, {run, epoch, loss, loss + 0.05, auc, auc - 0.05, 1e-3, kSecondsOfAnEpoch,
                       R"({"train_accuracy":0.9,"best":true})"});
    for (const db::Split split : {db::Split::Train, db::Split::Val, db::Split::Test})
      db::save_prediction(t, predictions(run, epoch, split));
  }

  // The logit drifts from chance to the truth over the epochs and keeps a noise of its own.
  db::Prediction predictions(db::RunId run, int epoch, db::Split split) const {
    db::Prediction made{run, epoch, split, revision_, 2, {}, {}};
    const double strength = 4 * (quality(epoch) - 0.6);
    for (std::int64_t number = 0; number < options_.images; ++number) {
      if (split_of(number) != split) continue;
      const double truth = is_malignant(class_of(number)) ? 1 : -1;
      const double noise = 3 * (unit(15 + static_cast<std::uint64_t>(run), number) - 0.5);
      const double drift = 0.3 * (unit(1000 + static_cast<std::uint64_t>(epoch), number) - 0.5);
      const double malignant = 1 / (1 + std::exp(-(strength * truth + noise + drift)));
      made.images.push_back(images_[static_cast<std::size_t>(number)]);
      made.probabilities.push_back(static_cast<float>(1 - malignant));
      made.probabilities.push_back(static_cast<float>(malignant));
    }
    return made;
  }

  const WorkspaceOptions& options_;
  db::Writer writer_;
  std::vector<db::ClassId> classes_;
  std::vector<db::ImageId> images_;
  std::vector<db::RunId> runs_;
  db::EventId revision_ = 0;
};

}  // namespace

void make_bench_workspace(const std::filesystem::path& folder, const WorkspaceOptions& options) {
  const auto file = folder / "nevus.db";
  if (std::filesystem::exists(file))
    throw std::runtime_error("making a bench workspace: there is one already; choose another folder: " +
                             folder.string());
  if (options.images < 0 || options.classes < 2 || options.runs < 0 || options.epochs < 0)
    throw std::runtime_error("making a bench workspace: it needs at least two classes and no negative numbers");
  std::filesystem::create_directories(folder);
  WorkspaceMaker maker(db::Database::open(file), options);
  maker.make();
  if (options.model.empty()) return;
  for (const db::RunId run : maker.runs()) {
    const auto run_folder = folder / "runs" / std::to_string(run);
    std::filesystem::create_directories(run_folder);
    std::filesystem::copy_file(options.model, run_folder / "best.safetensors");
  }
}

}  // namespace bench
