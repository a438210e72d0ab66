#include "app/workspace/import_json.h"

#include <map>

#include "app/workspace/import_leaks.h"
#include "app/workspace/import_source_text.h"

namespace app {
namespace {

const char* name_of(Planned what) {
  switch (what) {
    case Planned::Add: return "added";
    case Planned::Known: return "known";
    case Planned::Relink: return "relinked";
    case Planned::Duplicate: return "duplicates";
    case Planned::Repeat: return "repeats";
    case Planned::Changed: return "content_changed";
    case Planned::Restore: return "restored";
    case Planned::Removed: return "removed_before";
    case Planned::Failed: break;
  }
  return "unreadable";
}

template <class Values, class Make>
Json list_of(const Values& values, const Make& make) {
  Json list = Json::array();
  for (const auto& value : values) list.push_back(make(value));
  return list;
}

Json object_of(const std::vector<std::pair<std::string, long>>& counts) {
  Json object = Json::object();
  for (const auto& [name, count] : counts) object[name] = count;
  return object;
}

Json counts_of(const ImportPlan& plan) {
  Json counts = Json::object();
  for (const Planned what : {Planned::Add, Planned::Known, Planned::Relink, Planned::Duplicate, Planned::Repeat,
                             Planned::Changed, Planned::Restore, Planned::Removed, Planned::Failed})
    counts[name_of(what)] = plan.count(what);
  return counts;
}

Json table_json(const SourceTable& table) {
  Json json;
  json["path"] = table.path.string();
  json["encoding"] = table.encoding;
  json["separator"] = table.separator;
  json["rows"] = table.rows;
  json["columns"] = list_of(table.columns, [](const SourceColumn& column) {
    Json one;
    one["name"] = column.name;
    one["role"] = use_of(column);
    one["leak"] = column.leak;
    return one;
  });
  return json;
}

Json target_json(const PlannedTarget& target) {
  Json json;
  json["name"] = target.name;
  json["new"] = target.is_new;
  json["groups"] = target.groups;
  json["added"] = Json::object();
  for (const auto& [name, group] : target.added) json["added"][name] = group;
  json["contradictions"] = list_of(target.contradictions, [](const GroupMove& move) {
    Json one;
    one["class"] = move.name;
    one["here"] = move.here;
    one["source"] = move.there;
    return one;
  });
  json["left_out"] = target.left_out;
  if (!target.remark.empty()) json["remark"] = target.remark;
  return json;
}

Json conflict_json(const ImportPlan& plan, const Conflict& conflict) {
  Json json;
  json["kind"] = app::name_of(conflict.kind);
  json["image"] = key_of(plan.source.items[conflict.item]);
  json["field"] = conflict.field;
  json["old"] = conflict.before;
  json["new"] = conflict.after;
  json["inside_source"] = conflict.inside;
  return json;
}

Json splits_json(const ImportPlan& plan) {
  std::map<std::string, long> counts;
  for (const PlannedImage& image : plan.images)
    if (image.is_added()) ++counts[db::name_of(image.split)];
  Json json;
  json["images"] = object_of({counts.begin(), counts.end()});
  json["words"] = list_of(plan.source.split_words, [](const SplitWord& word) {
    Json one;
    one["word"] = word.word;
    one["split"] = word.split;
    one["count"] = word.count;
    return one;
  });
  json["held_out"] = plan.hold_out.images;
  json["held_out_groups"] = plan.hold_out.groups;
  json["joined_test"] = plan.hold_out.joined_test;
  return json;
}

Json shared_json(const SharedIds& shared) {
  return {{"kind", shared.kind},
          {"ids", shared.ids},
          {"example", shared.example},
          {"source", shared.source},
          {"other", shared.other}};
}

Json retired_json(const RetiredLabel& label) {
  return {{"label", label.name}, {"images", label.images}, {"added", label.added}};
}

Json disputed_json(const DisputedLabel& disputed) {
  Json json;
  json["image"] = disputed.name;
  json["labels"] = disputed.labels;
  return json;
}

Json planned_leak_json(const PlannedLeak& leak) {
  Json json;
  json["kind"] = leak.kind;
  json["groups"] = leak.groups;
  json["images"] = leak.images;
  json["examples"] = leak.examples;
  return json;
}

Json duplicates_json(const ImportPlan& plan) {
  Json json;
  json["same_content"] = Json::array();
  for (std::size_t i = 0; i < plan.images.size(); ++i) {
    const PlannedImage& image = plan.images[i];
    if (image.what != Planned::Repeat && image.what != Planned::Duplicate) continue;
    json["same_content"].push_back(Json(std::vector<std::string>{
        key_of(plan.source.items[i]),
        image.what == Planned::Repeat ? key_of(plan.source.items[image.first]) : image.known_path}));
  }
  json["near"] = list_of(plan.near, [](const NearPair& pair) { return Json(std::vector{pair.name, pair.other}); });
  json["near_pairs"] = plan.near_pairs;
  json["near_pairs_across_splits"] = plan.near_across;
  json["near_looked_for"] = plan.near_looked_for;
  return json;
}

Json failures_json(const std::vector<std::pair<std::string, std::string>>& failures) {
  return list_of(failures, [](const auto& failure) {
    Json one;
    one["path"] = failure.first;
    one["reason"] = failure.second;
    return one;
  });
}

Json source_json(const ImportSource& source) {
  Json json;
  json["name"] = source.name;
  json["layout"] = source.layout;
  json["tables"] = list_of(source.tables, table_json);
  json["needs_mapping"] = source.needs_mapping;
  json["readings"] = list_of(source.readings, [](const TwoReadings& readings) {
    return Json{{"folder", readings.folder},
                {"by_table", readings.by_table},
                {"by_folders", readings.by_folders},
                {"by_folders_chosen", readings.by_folders_chosen}};
  });
  json["notes"] = source.notes;
  json["sources"] = Json::array();
  for (const SourceCount& one : source_counts(source))
    json["sources"].push_back({{"name", one.name}, {"images", one.images}, {"said", one.said}});
  return json;
}

}  // namespace

Json to_json(const ImportPlan& plan, const ImportChoices& choices) {
  Json json;
  json["source"] = source_json(plan.source);
  json["counts"] = counts_of(plan);
  json["classes"] = list_of(plan.classes, [](const PlannedClass& one) {
    Json entry;
    entry["name"] = one.name;
    entry["images"] = one.images;
    entry["new"] = one.is_new;
    return entry;
  });
  json["spellings"] = list_of(plan.source.spellings, [](const Spelling& spelling) {
    Json entry;
    entry["label"] = spelling.label;
    entry["found"] = object_of(spelling.found);
    return entry;
  });
  json["retired_labels"] = list_of(plan.retired, retired_json);
  json["disputed_labels"] = list_of(plan.disputed, disputed_json);
  json["targets"] = list_of(plan.targets, target_json);
  json["splits"] = splits_json(plan);
  json["duplicates"] = duplicates_json(plan);
  json["conflicts"] = Json::array();
  for (const Conflict& conflict : plan.conflicts)
    if (choices.asks(conflict)) json["conflicts"].push_back(conflict_json(plan, conflict));
  json["leaks"] = list_of(leaks_after(plan, choices), planned_leak_json);
  json["shared_ids"] = list_of(plan.shared_ids, shared_json);
  json["left_out"] = list_of(plan.source.left_out, [](const LeftOut& left) {
    Json entry;
    entry["reason"] = left.reason;
    entry["count"] = left.count;
    entry["examples"] = left.examples;
    return entry;
  });
  json["unreadable"] = failures_json(plan.failures);
  return json;
}

Json to_json(const ImportReport& report) {
  Json json;
  json["import"] = report.id;
  json["source"] = report.source;
  json["found"] = report.found;
  json["added"] = report.added;
  json["known"] = report.known;
  json["relinked"] = report.relinked;
  json["duplicates"] = report.duplicates;
  json["left_as_they_are"] = report.left_out;
  json["changed"] = report.changed;
  json["decided_since"] = report.decided_since;
  json["failed"] = report.failures.size();
  json["cancelled"] = report.cancelled;
  json["taken_back"] = report.taken_back;
  json["kept_out"] = report.kept_out;
  json["failures"] = Json::array();
  for (const ImportFailure& failure : report.failures)
    json["failures"].push_back({{"path", failure.path}, {"reason", failure.reason}});
  json["notes"] = report.notes;
  return json;
}

std::string summary_json(const ImportPlan& plan, const ImportChoices& choices, const ImportReport& report) {
  Json json;
  json["layout"] = plan.source.layout;
  json["tables"] = list_of(plan.source.tables, table_json);
  json["counts"] = counts_of(plan);
  json["held_out"] = report.ran_to_its_end() ? Json(plan.hold_out.images) : Json();
  json["changed"] = report.changed;
  json["cancelled"] = report.cancelled;
  json["taken_back"] = report.taken_back;
  json["updated"] = list_of(choices.update, [](ConflictKind kind) { return Json(app::name_of(kind)); });
  json["remarks"] = report.notes;
  return json.dump();
}

}  // namespace app
