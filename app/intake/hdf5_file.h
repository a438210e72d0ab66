// Pictures in an HDF5 file: every dataset that holds the bytes of one JPEG or PNG (as the 2024 challenge has them, one
// for each isic_id), by its path in the file. The HDF5 library of the distributions is not made for several threads:
// every call takes one lock, so any thread may use its own Hdf5File. Owns the open file. Throws std::runtime_error with
// what cannot be read.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "app/intake/omissions.h"

namespace app {

class Hdf5File {
 public:
  static constexpr std::uint64_t kMostEntry_bytes = std::uint64_t{256} << 20U;

  explicit Hdf5File(const std::filesystem::path& file);
  ~Hdf5File();
  Hdf5File(const Hdf5File&) = delete;
  Hdf5File& operator=(const Hdf5File&) = delete;

  std::vector<std::string> names(Omissions& left_out) const;
  std::vector<std::byte> read(const std::string& dataset) const;

 private:
  std::string name_;
  std::int64_t file_ = -1;  // the library's handle
};

}  // namespace app
