#include "db/base/error.h"

namespace db {

Failure current_failure() {
  try {
    throw;
  } catch (const Error& error) {
    return {error.kind(), error.what()};
  } catch (const std::exception& error) {
    return {ErrorKind::Other, error.what()};
  } catch (...) {
    return {ErrorKind::Other, "an unknown failure"};
  }
}

}  // namespace db
