// Pictures inside a container (zip, HDF5, DICOM) as files of the workspace: WORKSPACE/images/SOURCE/ENTRY. A name never
// leads out of that folder; a file of the same content that is there is used again, another one is left alone.
// Any thread.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>

#include "app/intake/import_item.h"

namespace app {

// What an entry is called in words: of a DICOM file its own name, with the frame behind it from the second on.
std::string entry_name(const ImportItem& item);
std::string name_of_item(const ImportItem& item);  // of a file that is no container its own

// Where the entry belongs: its own name with everything taken out that a file system could take for more than a name.
// `extension`: of a picture out of a DICOM file, which is none itself.
std::filesystem::path copy_path(const std::filesystem::path& workspace, const std::string& source_name,
                                const ImportItem& item, const std::string& extension);

// "a (2).jpg"
std::filesystem::path numbered(const std::filesystem::path& path, int number);

// Writes the bytes, to a temporary name of its own first, and never over a file that is there: two imports may copy
// into one folder at once. Gives the path, which has a number where the name was taken. Throws std::runtime_error when
// it cannot be written.
std::filesystem::path write_copy(const std::filesystem::path& wanted, std::span<const std::byte> bytes);

// What an import that was ended in the middle of a copy has left in images/ of the workspace. One that is younger than
// a day may be another import's, which is still at it.
void remove_left_partials(const std::filesystem::path& workspace, std::filesystem::file_time_type now);

}  // namespace app
