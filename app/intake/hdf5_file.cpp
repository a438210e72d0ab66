#include "app/intake/hdf5_file.h"

#include <mutex>
#include <stdexcept>

#include <hdf5.h>

#include "app/intake/text_encoding.h"

namespace app {
namespace {

// The library keeps its state in globals, so that its lock is one as well.
std::mutex& library_lock() {
  static std::mutex lock;
  return lock;
}

// A handle of the library that is closed by the function for its kind.
class Handle {
 public:
  Handle(hid_t id, herr_t (*close)(hid_t)) : id_(id), close_(close) {}
  ~Handle() {
    if (id_ >= 0) close_(id_);
  }
  Handle(const Handle&) = delete;
  Handle& operator=(const Handle&) = delete;
  hid_t get() const { return id_; }
  explicit operator bool() const { return id_ >= 0; }

 private:
  hid_t id_;
  herr_t (*close_)(hid_t);
};

struct Listing {
  std::vector<std::string> names;
  long others = 0;
};

herr_t note_object(hid_t, const char* name, const H5O_info_t* info, void* data) {
  auto& listing = *static_cast<Listing*>(data);
  if (info->type == H5O_TYPE_DATASET) listing.names.emplace_back(name);
  return 0;
}

// Variable-length text is given out as pointers, which are not followed: a length that the file names is not trusted.
bool holds_bytes(hid_t type, hid_t space) {
  const H5T_class_t kind = H5Tget_class(type);
  const hssize_t count = H5Sget_simple_extent_npoints(space);
  if (kind == H5T_OPAQUE || (kind == H5T_STRING && H5Tis_variable_str(type) == 0)) return count == 1;
  return kind == H5T_INTEGER && H5Tget_size(type) == 1 && H5Sget_simple_extent_ndims(space) == 1;
}

}  // namespace

Hdf5File::Hdf5File(const std::filesystem::path& file) : name_(utf8_text(file.string())) {
  const std::scoped_lock lock(library_lock());
  H5Eset_auto2(H5E_DEFAULT, nullptr, nullptr);  // the reasons are told by us
  file_ = H5Fopen(file.c_str(), H5F_ACC_RDONLY, H5P_DEFAULT);
  if (file_ < 0)
    throw std::runtime_error("reading an HDF5 file: it cannot be opened or is none; check that it was copied whole: " +
                             name_);
}

Hdf5File::~Hdf5File() {
  const std::scoped_lock lock(library_lock());
  H5Fclose(file_);
}

std::vector<std::string> Hdf5File::names(Omissions& left_out) const {
  const std::scoped_lock lock(library_lock());
  Listing listing;
  if (H5Ovisit(file_, H5_INDEX_NAME, H5_ITER_INC, note_object, &listing) < 0)
    left_out.add("rest of an HDF5 file that cannot be read further", name_);
  std::vector<std::string> names;
  for (std::string& name : listing.names) {
    const Handle set(H5Dopen2(file_, name.c_str(), H5P_DEFAULT), H5Dclose);
    const Handle type(set ? H5Dget_type(set.get()) : -1, H5Tclose), space(set ? H5Dget_space(set.get()) : -1, H5Sclose);
    if (type && space && holds_bytes(type.get(), space.get()))
      names.push_back(std::move(name));
    else
      left_out.add("datasets of an HDF5 file that do not hold the bytes of one picture", name);
  }
  return names;
}

std::vector<std::byte> Hdf5File::read(const std::string& dataset) const {
  const auto refuse = [&](const char* reason) {
    throw std::runtime_error("reading a picture out of an HDF5 file: " + std::string(reason) + ": " + name_ + ", " +
                             dataset);
  };
  const std::scoped_lock lock(library_lock());
  const Handle set(H5Dopen2(file_, dataset.c_str(), H5P_DEFAULT), H5Dclose);
  if (!set) refuse("it is not there any more; import the file again");
  const Handle type(H5Dget_type(set.get()), H5Tclose), space(H5Dget_space(set.get()), H5Sclose);
  if (!type || !space || !holds_bytes(type.get(), space.get())) refuse("it holds no bytes of a picture");
  const auto count = static_cast<std::uint64_t>(H5Sget_simple_extent_npoints(space.get()));
  const std::uint64_t size = H5Tget_size(type.get());
  if (count > kMostEntry_bytes || size > kMostEntry_bytes || count * size > kMostEntry_bytes)
    refuse("it is larger than 256 MB; refused");
  std::vector<std::byte> bytes(count * size);
  if (H5Dread(set.get(), type.get(), H5S_ALL, H5S_ALL, H5P_DEFAULT, bytes.data()) < 0) refuse("it cannot be read");
  return bytes;
}

}  // namespace app
