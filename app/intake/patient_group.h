// A name for "the same patient" that is not the patient's: a hash of the patient id, which is an identity, with a salt
// that nobody can guess. Whoever has the salt can try all ids, so it stays in the workspace and in no export; without
// it the same names cannot be made again. Any thread.
#pragma once

#include <string>
#include <string_view>

namespace app {

std::string patient_group(std::string_view patient_id, std::string_view salt);

// 128 random bits in hexadecimal digits. Throws std::runtime_error where the system gives none.
std::string random_salt();

// How the patient ids of a source become groups.
struct PatientNaming {
  bool keep_id = false;  // as it stands, asked for by a person
  std::string salt;
};

}  // namespace app
