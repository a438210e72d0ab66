// Where no table says what the pictures are: split and class from the folders they stand in, as
// train|val|test/CLASS/x.jpg, CLASS/x.jpg or plain files. Folders that hold everything, or that say only that pictures
// are in them ("images", "part_1"), are no classes, and "unlabelled" is none either. Where folders stand deeper, so
// that two levels could be the class, nothing is guessed: the levels are offered as the columns "folder 1", "folder 2",
// …. Any thread.
#pragma once

#include "app/intake/import_source.h"
#include "app/intake/shelf.h"

namespace app {

// "images", "part_1": a folder that is no class.
bool says_pictures_only(const std::string& folder);

void label_by_folders(ImportSource& source, const IntakeShelf& shelf, const SourceChoices& choices);

}  // namespace app
