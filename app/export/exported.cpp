#include "app/export/exported.h"

#include <algorithm>
#include <set>

#include "app/core/disclaimer.h"
#include "app/core/time_text.h"
#include "db/labels.h"
#include "db/writer.h"

namespace app {
namespace {

constexpr std::size_t kNamedAuthors = 200;  // authors in a notice

std::set<std::string> all_said(const Exported& exported, std::string (*what)(const db::Image&)) {
  std::set<std::string> said;
  for (const db::Image& image : exported.images)
    if (std::string text = what(image); !text.empty()) said.insert(std::move(text));
  return said;
}

void list(std::string& text, const char* title, const std::set<std::string>& said) {
  text += std::string(title) + (said.empty() ? ": not known\n" : ":\n");
  std::size_t listed = 0;
  for (const std::string& one : said) {
    if (listed++ == kNamedAuthors) {
      text += "  … and " + std::to_string(said.size() - kNamedAuthors) + " more\n";
      return;
    }
    text += "  " + one + "\n";
  }
}

}  // namespace

std::string Exported::class_name(std::optional<ClassId> id) const {
  const int place = class_place(id);
  return place < 0 ? "" : classes[static_cast<std::size_t>(place)].name;
}

int Exported::class_place(std::optional<ClassId> id) const {
  if (!id) return -1;
  const auto found = std::ranges::find(classes, *id, &db::Class::id);
  return found == classes.end() ? -1 : static_cast<int>(found - classes.begin());
}

Exported read_exported(const db::Reader& from, const std::string& split) {
  const db::Reader::Snapshot snapshot(from);
  std::vector<db::Image> images = db::images(from);
  if (const auto wanted = split.empty() ? std::nullopt : db::split_named(split))
    std::erase_if(images, [&](const db::Image& image) { return image.split != *wanted; });
  return {std::move(images), db::file_stamps(from), db::classes(from), db::targets(from), db::label_revision(from)};
}

std::map<std::string, std::string> extra_of(const db::Image& image) {
  std::map<std::string, std::string> extra;
  const auto json = Json::parse_if_valid(image.extra_json);
  if (!json || !json->is_object()) return extra;
  for (const auto& [name, value] : json->members())
    extra[name] = value.is_string() ? value.get<std::string>() : value.is_null() ? "" : value.dump();
  return extra;
}

std::string said_in(const std::map<std::string, std::string>& extra, std::initializer_list<const char*> columns) {
  for (const char* column : columns) {
    const auto found = extra.find(column);
    if (found != extra.end() && !found->second.empty()) return found->second;
  }
  return "";
}

std::string licence_of(const db::Image& image) {
  return said_in(extra_of(image), {"copyright_license", "licence", "license"});
}

std::string attribution_of(const db::Image& image) { return said_in(extra_of(image), {"attribution", "copyright"}); }

std::string notice_text(const Workspace& workspace, const ExportRequest& request, const Exported& exported) {
  std::string text = std::string(kDisclaimer) + "\n\n";
  text += "Exported by Nevus from the workspace \"" + workspace.name() + "\" on " +
          local_time_text(db::system_clock_ms()) + ": " + std::string(info_of(request.kind).title) + ", " +
          std::to_string(exported.images.size()) + " images, label revision " +
          std::to_string(exported.label_revision) + ".\n\n";
  std::set<std::string> sources;
  for (const db::Image& image : exported.images) sources.insert(image.source);
  list(text, "Sources", sources);
  list(text, "Licences", all_said(exported, licence_of));
  list(text, "Attribution", all_said(exported, attribution_of));
  return text + "\nWho uses the images keeps to their licences.\n";
}

bool survives_json(const std::string& text) { return Json::parse(Json(text).dump()).get<std::string>() == text; }

void note_changed_names(long count, ExportReport& report) {
  if (count > 0)
    report.notes.push_back(std::to_string(count) +
                           " paths are no UTF-8 and stand changed in the JSON; the CSV exports keep them as they are");
}

Json notice_json(const Workspace& workspace, const Exported& exported) {
  const auto array = [&](std::string (*what)(const db::Image&)) {
    Json all = Json::array();
    for (const std::string& one : all_said(exported, what)) all.push_back(one);
    return all;
  };
  return {{"description", "Exported by Nevus from the workspace " + workspace.name()},
          {"disclaimer", kDisclaimer},
          {"label_revision", exported.label_revision},
          {"licences", array(licence_of)},
          {"attribution", array(attribution_of)}};
}

}  // namespace app
