#include "app/workspace/patient_salt.h"

#include <stdexcept>

#include "db/settings.h"

namespace app {
namespace {

constexpr const char* kKey = "patient_salt";

}  // namespace

std::string patient_salt(const db::Readable& from) { return db::setting(from, kKey).value_or(""); }

void keep_patient_salt(db::Transaction& transaction, const ImportSource& source) {
  if (source.patient_salt.empty()) return;
  const std::string kept = patient_salt(transaction);
  if (kept.empty()) db::set_setting(transaction, kKey, source.patient_salt);
  if (!kept.empty() && kept != source.patient_salt)
    throw std::runtime_error(
        "importing " + source.name +
        ": its patients were grouped before this workspace had its secret for that, or for another "
        "workspace; read the source again");
}

}  // namespace app
