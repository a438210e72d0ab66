// Tables with made-up images, the same for the same seed.
#pragma once

#include <random>
#include <string>

#include "app/table/image_table.h"
#include "app/table/run_scores.h"

namespace test {

inline app::ClassList three_classes() {
  app::ClassList list;
  list.classes = {{11, "nv", "nevus"}, {12, "mel", "melanoma"}, {13, "bkl", "keratosis"}};
  list.targets = {{"malignant", "", {"benign", "malignant"}, {0, 1, 0}},
                  {"class", "", {"nv", "mel", "bkl"}, {0, 1, 2}}};
  return list;
}

class Generator {
 public:
  explicit Generator(unsigned seed) : random_(seed) {}

  std::size_t below(std::size_t bound) { return random_() % bound; }
  float share() { return static_cast<float>(random_() % 1001) / 1000.0F; }

  app::ImageFacts image(app::ImageId id) {
    app::ImageFacts facts;
    facts.id = id;
    facts.path = "/set/part" + std::to_string(id % 3) + "/ISIC_" + std::to_string(below(100'000)) + ".jpg";
    facts.sha256 = std::string(56, '0') + "00" + std::to_string(100'000 + id).substr(0, 6);
    facts.lesion_id = below(3) == 0 ? "" : "HAM_" + std::to_string(below(500));
    facts.site = below(2) == 0 ? "Back" : "lower extremity";
    facts.split = static_cast<app::Split>(below(4));
    facts.label = any_label();
    facts.imported = below(5) == 0 ? any_label() : facts.label;
    return facts;
  }
  app::ClassId any_label() {
    const std::size_t label = below(4);
    return label == 0 ? 0 : static_cast<app::ClassId>(10 + label);
  }
  app::TableNews images(app::ImageId first, std::size_t count) {
    app::TableNews news;
    for (std::size_t i = 0; i < count; ++i) news.added.push_back(image(first + static_cast<app::ImageId>(i)));
    return news;
  }
  // Predictions of the training, validation and no-split rows for some epochs.
  std::shared_ptr<app::RunScores> run(const app::ImageTable& table, int groups, int epochs) {
    auto run = std::make_shared<app::RunScores>();
    run->run = 1;
    run->name = "run 1";
    run->target = groups == 2 ? "malignant" : "class";
    run->groups = table.class_list().target_named(run->target)->groups;
    run->best_epoch = epochs;
    for (int epoch = 1; epoch <= epochs; ++epoch) {
      for (const app::Split split : {app::Split::Train, app::Split::Val, app::Split::None}) {
        if (split != app::Split::Val && epoch != epochs) continue;
        run->epochs[epoch].by_split[static_cast<std::size_t>(split)] =
            scores(groups, table.rows_of_split(split).rows());
      }
    }
    return run;
  }
  std::shared_ptr<const app::ScoreSet> scores(int groups, std::vector<app::Row> rows) {
    std::vector<float> probabilities;
    for (std::size_t i = 0; i < rows.size(); ++i) {
      if (groups == 2) {
        const float p = share();
        probabilities.insert(probabilities.end(), {1 - p, p});
      } else {
        for (int group = 0; group < groups; ++group) probabilities.push_back(share());
      }
    }
    return app::make_score_set(groups, std::move(rows), std::move(probabilities));
  }

 private:
  std::mt19937 random_;
};

}  // namespace test
