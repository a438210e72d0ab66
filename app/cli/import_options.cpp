#include "app/cli/import_options.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

#include "app/cli/find_source.h"
#include "app/core/joined.h"

namespace app::cli {
namespace {

// At the last sign: a column's name may hold one itself.
std::pair<std::string, std::string> pair_of(const std::string& option, const std::string& text) {
  const std::size_t sign = text.rfind('=');
  if (sign == std::string::npos || sign == 0)
    throw std::runtime_error("reading " + option + ": give NAME=VALUE, not \"" + text + "\"");
  return {text.substr(0, sign), text.substr(sign + 1)};
}

std::vector<std::string> listed(const std::vector<std::string>& texts) {
  std::vector<std::string> values;
  for (const std::string& text : texts) {
    std::size_t begin = 0;
    while (begin <= text.size()) {
      const std::size_t end = std::min(text.find(',', begin), text.size());
      if (end > begin) values.push_back(text.substr(begin, end - begin));
      begin = end + 1;
    }
  }
  return values;
}

ColumnRole role_named(const std::string& name) {
  std::vector<std::string> names;
  for (int i = 0; i <= static_cast<int>(ColumnRole::Ignored); ++i) {
    const auto role = static_cast<ColumnRole>(i);
    if (name == name_of(role)) return role;
    names.emplace_back(name_of(role));
  }
  throw std::runtime_error("reading --column: there is no role \"" + name + "\"; one of: " + joined(names));
}

}  // namespace

void add_import_options(Verb& verb, ImportOptions& options) {
  verb.option("--column", options.columns, "NAME=ROLE: what a column of the table is: path, label, split, lesion, …")
      .one_value_each();
  verb.option("--label", options.labels, "SPELLING=CLASS: merge a spelling into a class, or keep it as its own")
      .one_value_each();
  verb.option("--split", options.splits, "WORD=train|val|test: what a word for a split means").one_value_each();
  verb.option("--source", options.source,
              "The data set that the images belong to; a column of the table or the folder's name otherwise");
  verb.flag("--by-folders", options.by_folders,
            "Read a folder's split and class from the names of its folders, whatever its tables say");
  verb.option("--malignant", options.malignant,
              "CLASS,CLASS: the classes that the target malignant means, by name or in full")
      .one_value_each();
  verb.option("--update", options.update, "Decide these conflicts for the source: label,split,metadata,content,removed")
      .one_value_each();
}

SourceChoices source_choices(const ImportOptions& options) {
  SourceChoices choices;
  choices.by_folders = options.by_folders;
  if (!options.source.empty()) choices.source = source_name(options.source, "reading --source");
  for (const std::string& text : options.columns) {
    const auto [name, role] = pair_of("--column", text);
    choices.roles[name] = role_named(role);
  }
  for (const std::string& text : options.labels) {
    const auto [spelling, label] = pair_of("--label", text);
    choices.labels[spelling] = label;
  }
  for (const std::string& text : options.splits) {
    const auto [word, split] = pair_of("--split", text);
    if (!db::split_named(split))
      throw std::runtime_error("reading --split: there is no split \"" + split + "\"; one of: train, val, test");
    choices.splits[word] = split;
  }
  return choices;
}

PlanChoices plan_choices(const ImportOptions& options) {
  PlanChoices choices;
  if (!options.malignant.empty()) choices.malignant = listed(options.malignant);
  for (const std::string& text : options.labels)
    if (const auto [spelling, label] = pair_of("--label", text); spelling == label)
      choices.kept_spellings.push_back(spelling);
  return choices;
}

ImportChoices import_choices(const ImportOptions& options) {
  ImportChoices choices;
  for (const std::string& name : listed(options.update)) {
    const auto kind = conflict_named(name);
    if (!kind)
      throw std::runtime_error("reading --update: there is no kind \"" + name +
                               "\"; one of: label, split, metadata, content, removed");
    choices.update.push_back(*kind);
  }
  return choices;
}

}  // namespace app::cli
