// Puts the content of a container (zip, HDF5, DICOM) on a shelf. One thread a call.
#pragma once

#include <filesystem>

#include "app/intake/shelf.h"

namespace app {

enum class ContainerKind { Zip, Hdf5, Dicom };

ContainerKind container_kind(const std::filesystem::path& file);

// `folder`: where the container stands, below the shelf's root; empty: in the root. What cannot be read is left out by
// name.
void add_container(IntakeShelf& shelf, const std::filesystem::path& file, const std::string& folder,
                   const PatientNaming& patients);

}  // namespace app
