#include "app/workspace/import_shared_ids.h"

#include <set>
#include <unordered_map>

#include "app/core/number_text.h"

namespace app {
namespace {

class Ids {
 public:
  explicit Ids(const char* kind) { found_.kind = kind; }

  // `stood`: the source that has the id in the workspace; empty: none has.
  void add(const std::string& id, const std::string& source, const std::string& stood) {
    if (id.empty() || source.empty()) return;
    const std::string& first = first_.emplace(id, stood.empty() ? source : stood).first->second;
    if (first == source || !shared_.insert(id).second) return;
    if (found_.ids++ > 0) return;
    found_.example = id;
    found_.source = source;
    found_.other = first;
  }
  const SharedIds& found() const { return found_; }

 private:
  std::unordered_map<std::string, std::string> first_;  // the source that an id was met in first
  std::set<std::string> shared_;
  SharedIds found_;
};

}  // namespace

std::vector<SharedIds> find_shared_ids(const ImportSource& source, const Standing& here,
                                       const std::vector<PlannedImage>& images) {
  Ids lesions("lesion"), patients("patient");
  for (std::size_t i = 0; i < images.size(); ++i) {
    if (!images[i].is_added()) continue;
    const ImportItem& item = source.items[i];
    lesions.add(item.lesion_id, source_of(item), here.source_of_lesion(item.lesion_id));
    patients.add(item.patient_id, source_of(item), here.source_of_patient(item.patient_id));
  }
  std::vector<SharedIds> shared;
  for (const Ids* ids : {&lesions, &patients})
    if (ids->found().ids > 0) shared.push_back(ids->found());
  return shared;
}

std::string words_of(const SharedIds& shared) {
  const bool one = shared.ids == 1;
  return grouped(shared.ids) + (one ? " id of a " : " ids of ") + shared.kind + (one ? " stands" : "s stand") +
         " in two sources and " + (one ? "counts" : "count") + " as one " + shared.kind + (one ? "" : " each") +
         ", such as " + shared.example + " of " + shared.source + " and of " + shared.other +
         "; where they are not the same, give the ids of one source a prefix before the import";
}

}  // namespace app
