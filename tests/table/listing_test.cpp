#include "app/table/listing.h"

#include <algorithm>
#include <cmath>

#include <gtest/gtest.h>

#include "engine/text/display_text.h"
#include "tests/table/generated.h"

namespace {
using app::Change;
using app::Clause;
using app::Filter;
using app::ImageTable;
using app::Row;
using app::Sort;
using app::SortKey;
using test::Generator;

// Everything the Library needs over one table.
struct Bench {
  explicit Bench(unsigned seed, std::size_t images = 200) : generate(seed) {
    table.apply(generate.images(1, images));
    query.set_target(&table.class_list().targets[0]);
    listing.follow({});
  }
  void show(int groups, int epoch) {
    run = generate.run(table, groups, 3);
    learning.show(run);
    predictions.show(run, epoch, table.size());
    listing.predictions_changed();
  }

  void follow(const Change& change) {
    learning.follow(change);
    listing.follow(change);
  }

  Generator generate;
  ImageTable table{test::three_classes()};
  app::Predictions predictions;
  app::Learning learning{table};
  app::Query query{table, predictions, learning};
  app::Order order{table, predictions, learning};
  app::Listing listing{query, order};
  std::shared_ptr<app::RunScores> run;
};

// The plain way: ask each row, then sort by comparing.
bool passes(const Bench& bench, Row row) {
  const ImageTable& table = bench.table;
  const Filter& filter = bench.query.filter();
  const auto has = [](const auto& list, const auto& value) {
    return list.empty() || std::ranges::find(list, value) != list.end();
  };
  const int index = table.class_index(row);
  const app::ClassId id =
      index < 0 ? Filter::kUnlabelled : table.class_list().classes[static_cast<std::size_t>(index)].id;
  const int group = index < 0 ? -1 : table.class_list().targets[0].group_of_class[static_cast<std::size_t>(index)];
  const bool predicted = bench.query.comparable() && bench.predictions.has(row);
  if (!has(filter.classes, id) || !has(filter.splits, table.split(row)) || !has(filter.true_groups, group))
    return false;
  if (!filter.predicted_groups.empty() &&
      !(predicted && has(filter.predicted_groups, bench.predictions.predicted(row))))
    return false;
  if (!filter.learned.empty() && !(bench.learning.has(row) && has(filter.learned, bench.learning.kind(row))))
    return false;
  if (filter.only_disagreement && !(predicted && group >= 0 && bench.predictions.predicted(row) != group)) return false;
  if (filter.only_relabelled && !table.relabelled(row)) return false;
  if (filter.confidence_min > 0 && !(predicted && bench.predictions.confidence(row) >= filter.confidence_min))
    return false;
  const std::string all = engine::folded_case(std::string(table.name(row)) + "\n" + std::string(table.lesion(row)) +
                                              "\n" + std::string(table.site(row)));
  return all.find(engine::folded_case(filter.text)) != std::string::npos;
}

std::vector<Row> plain_listing(const Bench& bench) {
  std::vector<Row> rows;
  for (Row row = 0; row < bench.table.size(); ++row) {
    if (passes(bench, row)) rows.push_back(row);
  }
  const Sort& sort = bench.listing.sort();
  const auto number = [&](Row row) {
    if (sort.key == SortKey::MeanConfidence) return bench.learning.mean_confidence(row);
    if (sort.key == SortKey::Variability) return bench.learning.variability(row);
    if (sort.key == SortKey::Forgetting)
      return bench.learning.has(row) ? static_cast<float>(bench.learning.forgotten(row)) : std::nanf("");
    if (!bench.predictions.has(row)) return std::nanf("");
    return sort.key == SortKey::Score ? bench.predictions.score(row) : bench.predictions.confidence(row);
  };
  std::ranges::stable_sort(rows, [&](Row a, Row b) {
    if (sort.key == SortKey::Name)
      return sort.descending ? bench.table.name(b) < bench.table.name(a) : bench.table.name(a) < bench.table.name(b);
    if (sort.key == SortKey::Label) {
      const int x = bench.table.class_index(a), y = bench.table.class_index(b);
      return sort.descending ? y < x : x < y;
    }
    const float x = number(a), y = number(b);
    if (std::isnan(x) || std::isnan(y)) return !std::isnan(x) && std::isnan(y);
    return sort.descending ? y < x : x < y;
  });
  return rows;
}

std::vector<Filter> filters() {
  std::vector<Filter> all(10);
  all[1].classes = {12, Filter::kUnlabelled};
  all[2].splits = {app::Split::Val, app::Split::None};
  all[3].true_groups = {1};
  all[4].predicted_groups = {1};
  all[5].only_disagreement = true;
  all[6].only_relabelled = true;
  all[7].text = "1";
  all[8].confidence_min = 0.7F;
  all[8].classes = {11};
  all[8].text = "BACK";
  all[9].learned = {app::LearnedKind::Never, app::LearnedKind::Forgotten};
  return all;
}

std::vector<Sort> sorts() {
  std::vector<Sort> all;
  for (const SortKey key : {SortKey::Name, SortKey::Label, SortKey::Score, SortKey::Confidence, SortKey::MeanConfidence,
                            SortKey::Variability, SortKey::Forgetting}) {
    all.push_back({key, false});
    all.push_back({key, true});
  }
  return all;
}

TEST(Listing, is_what_filtering_and_sorting_every_row_gives) {
  Bench bench(1);
  bench.show(2, 3);
  for (const Filter& filter : filters()) {
    for (const Sort& sort : sorts()) {
      bench.listing.set_filter(filter);
      bench.listing.set_sort(sort);
      EXPECT_EQ(bench.listing.rows(), plain_listing(bench));
    }
  }
}

TEST(Listing, stays_so_through_decisions_news_epochs_and_thresholds) {
  for (const int groups : {2, 3}) {
    for (const Sort& sort : sorts()) {
      Bench bench(static_cast<unsigned>(groups) + 10);
      bench.show(groups, 1);
      bench.query.set_target(&bench.table.class_list().targets[groups == 2 ? 0 : 1]);
      bench.query.set_target(&bench.table.class_list().targets[0]);
      bench.listing.set_sort(sort);
      app::ImageId next = 201;
      for (app::Ticket round = 1; round < 40; ++round) {
        bench.listing.set_filter(filters()[round % filters().size()]);
        const auto row = static_cast<Row>(bench.generate.below(bench.table.size()));
        bench.follow(bench.table.decide(round, std::vector{row}, static_cast<int>(bench.generate.below(4)) - 1));
        EXPECT_EQ(bench.listing.rows(), plain_listing(bench)) << "decided, round " << round;
        bench.follow(round % 3 == 0 ? bench.table.failed(round) : bench.table.saved(round));
        app::TableNews news = bench.generate.images(next, 2);
        next += 2;
        news.edited.push_back(bench.generate.image(static_cast<app::ImageId>(row) + 1));
        const Change change = bench.table.apply(news);
        bench.predictions.grow(bench.table.size());
        bench.follow(change);
        EXPECT_EQ(bench.listing.rows(), plain_listing(bench)) << "news, round " << round;
        bench.predictions.show(bench.run, 1 + static_cast<int>(round % 3), bench.table.size());
        bench.predictions.set_threshold(bench.generate.share());
        bench.listing.predictions_changed();
        EXPECT_EQ(bench.listing.rows(), plain_listing(bench)) << "epoch, round " << round;
      }
    }
  }
}

TEST(Query, a_chip_counts_what_it_would_show_under_the_other_clauses) {
  Bench bench(5);
  Filter filter;
  filter.splits = {app::Split::Val};
  filter.classes = {12};
  bench.listing.set_filter(filter);
  filter.classes = {11};
  const std::size_t counted = bench.query.count_beside(Clause::Class, bench.table.rows_of_class(0));
  bench.listing.set_filter(filter);
  EXPECT_EQ(bench.listing.rows().size(), counted);
}

TEST(Query, predictions_of_another_target_say_nothing_about_labels) {
  Bench bench(6);
  bench.show(3, 1);
  EXPECT_FALSE(bench.query.comparable());
  EXPECT_TRUE(bench.query.disagreements().empty());
}

TEST(Listing, of_an_empty_table_is_empty) {
  Bench bench(7, 0);
  for (const Sort& sort : sorts()) {
    bench.listing.set_sort(sort);
    EXPECT_TRUE(bench.listing.rows().empty());
  }
}

}  // namespace
