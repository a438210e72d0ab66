// A name for "the same patient" that is not the patient's: a salted hash, for DICOM files, whose patient id is an
// identity. The salt is the name of the source, so that importing it again gives the same groups and another source
// gives others. It keeps a reader from seeing the id, not from trying all ids if the source's name is known. Any
// thread.
#pragma once

#include <string>
#include <string_view>

namespace app {

std::string patient_group(std::string_view patient_id, std::string_view source_name);

}  // namespace app
