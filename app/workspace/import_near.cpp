#include "app/workspace/import_near.h"

#include <algorithm>
#include <filesystem>
#include <unordered_map>

#include "app/workspace/look_search.h"
#include "db/image_quality.h"
#include "db/image_scan.h"

namespace app {
namespace {

constexpr std::size_t kShownPairs = 50;

// What is compared: pictures that are added first, then those that are here.
struct Compared {
  std::vector<engine::Look> looks;
  std::vector<std::string> names;
  std::vector<db::Split> splits;
  std::size_t added = 0;

  void add(const engine::Look& look, std::string name, db::Split split) {
    looks.push_back(look);
    names.push_back(std::move(name));
    splits.push_back(split);
  }
  bool across(std::size_t a, std::size_t b) const {
    return splits[a] != splits[b] && splits[a] != db::Split::None && splits[b] != db::Split::None;
  }
};

std::string file_name(std::string_view path) { return std::filesystem::path(path).filename().string(); }

void add_standing(Compared& compared, const db::Readable& from) {
  std::unordered_map<db::ImageId, engine::Look> looks;
  for (const db::ImageLook& row : db::image_looks(from)) {
    engine::Look look{row.hash, {}};
    if (row.cells.size() != look.cells.size()) continue;
    std::ranges::transform(row.cells, look.cells.begin(),
                           [](std::byte cell) { return std::to_integer<std::uint8_t>(cell); });
    looks.emplace(row.image, look);
  }
  db::for_each_image(from, 0, [&](const db::ImageLine& line) {
    if (const auto look = looks.find(line.id); look != looks.end() && !line.removed)
      compared.add(look->second, file_name(line.path), line.split);
  });
}

}  // namespace

void find_near(ImportPlan& plan, const db::Readable* from, const OnProgress& progress, const std::stop_token& stop) {
  Compared compared;
  for (std::size_t i = 0; i < plan.images.size(); ++i)
    if (plan.images[i].is_added())
      compared.add(plan.images[i].file.look, file_name(plan.images[i].path), plan.images[i].split);
  compared.added = compared.looks.size();
  if (from != nullptr && compared.added > 0) add_standing(compared, *from);
  if (compared.looks.size() > kMostLookedAt) return;
  plan.near_looked_for = true;
  std::vector<LookPair> pairs = find_alike(compared.looks, {.threads = 0, .progress = progress, .stop = stop});
  std::erase_if(pairs, [&](const LookPair& pair) { return pair.a >= compared.added && pair.b >= compared.added; });
  std::ranges::stable_sort(pairs, std::greater{}, &LookPair::correlation);
  plan.near_pairs = static_cast<long>(pairs.size());
  for (const LookPair& pair : pairs) {
    const bool across = compared.across(pair.a, pair.b);
    if (across) ++plan.near_across;
    if (plan.near.size() < kShownPairs)
      plan.near.push_back({compared.names[pair.a], compared.names[pair.b], pair.correlation, across});
  }
}

}  // namespace app
