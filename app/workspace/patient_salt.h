// The secret with which a workspace turns the patient ids of DICOM files into groups: made by the first import that
// needs it, kept in the settings, in no export and no report. Any thread.
//
//   choices.patient_salt = patient_salt(*reader);        before a source is read
//   keep_patient_salt(transaction, source);              with the import
#pragma once

#include <string>

#include "app/intake/import_source.h"
#include "db/reader.h"
#include "db/writer.h"

namespace app {

std::string patient_salt(const db::Readable& from);  // empty: none was needed yet

// Throws std::runtime_error where the source's groups were made with another secret than the one that is kept.
void keep_patient_salt(db::Transaction& transaction, const ImportSource& source);

}  // namespace app
