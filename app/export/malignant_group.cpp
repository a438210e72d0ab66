#include "app/export/malignant_group.h"

#include <set>
#include <stdexcept>
#include <unordered_map>

#include "app/core/joined.h"
#include "app/workspace/class_catalog.h"
#include "app/workspace/run_groups.h"
#include "db/classes.h"
#include "db/runs.h"

namespace app {
namespace {

using Groups = std::unordered_map<ClassId, int>;

// As the run learnt them; of a run that does not know, as its target has them now.
Groups groups_of(const db::Readable& from, const PredictionRows& rows) {
  const auto run = db::run(from, rows.run_id);
  if (run)
    if (Groups learnt = groups_of_run(*run).group_of_class; !learnt.empty()) return learnt;
  const auto target = db::target_named(from, rows.target);
  return target ? target->group_of_class() : Groups{};
}

std::string named(const std::set<std::string>& classes) { return "{" + joined({classes.begin(), classes.end()}) + "}"; }

}  // namespace

void require_malignant(const Workspace& workspace, const std::string& form, const PredictionRows& rows) {
  const db::Reader& from = workspace.reader();
  const auto usual = db::target_named(from, "malignant");
  const Groups learnt = groups_of(from, rows);
  const Groups of_target = usual ? usual->group_of_class() : Groups{};
  std::set<std::string> group, by_catalog, by_target;
  for (const db::Class& each : db::classes(from)) {
    const auto found = learnt.find(each.id);
    if (found == learnt.end()) continue;
    if (found->second == 1) group.insert(each.name);
    const KnownClass* known = workspace.catalog().find(each.name);
    if (known != nullptr && known->malignant) by_catalog.insert(each.name);
    const auto place = of_target.find(each.id);
    if (place != of_target.end() && place->second + 1 == static_cast<int>(usual->groups.size()))
      by_target.insert(each.name);
  }
  if (!group.empty() && (group == by_catalog || group == by_target)) return;
  throw std::runtime_error("exporting: " + form + " wants the probability that a lesion is malignant, and " + rows.run +
                           " gives that of " + rows.groups.back() + " " + named(group) +
                           "; of its classes the catalogue calls " + named(by_catalog) + " malignant, and the target " +
                           (usual ? "malignant " + named(by_target) : "malignant is not there") +
                           "; export a run on that question with --run");
}

}  // namespace app
