// Where a source says otherwise than what stands: label, split, metadata of an image that is here, or of the same
// content elsewhere in the source; and another content under a known path. An empty cell says nothing.
// Any thread; pure functions.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "app/workspace/import_plan.h"
#include "app/workspace/import_standing.h"

namespace app {

std::vector<Conflict> find_conflicts(const ImportSource& source, const Standing& here,
                                     const std::vector<PlannedImage>& images);

// What an item says of its image beside label and split, by field; only what it says.
std::map<std::string, std::string> metadata_of(const ImportItem& item);
std::map<std::string, std::string> metadata_of(const db::Image& image);
std::string value_of(const db::Image& image, const std::string& field);  // of its metadata; empty: none
// Sets one field of the image to what an item says of it.
void set_metadata(db::Image& image, const std::string& field, const std::string& value);
// All of it.
void take_metadata(db::Image& image, const db::Image& from);

}  // namespace app
