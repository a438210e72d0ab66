// A file that the user names to be written. Looked at before anything is computed: what a workspace lives from is never
// overwritten. Every verb and dialog that writes a named file goes through here.
//
//   const OutputFile output("why.png", &workspace, {image, model});   // throws when it may not be written
//   output.write(bytes);
//
// A link is followed; a device or a pipe is written through; anything else is replaced in one step, so that a
// full disk leaves what was there. Any thread, but the constructor reads through the workspace's reader.
#pragma once

#include <cstddef>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "app/workspace/workspace.h"

namespace app {

class OutputFile {
 public:
  // `workspace` may be null; `inputs` is what is read to make it. Throws std::runtime_error where the file is one of
  // those, an image or mask of the workspace, a file the workspace itself keeps, or a folder, or where its folder is
  // not there.
  OutputFile(const std::filesystem::path& path, const Workspace* workspace,
             const std::vector<std::filesystem::path>& inputs = {});

  void write(std::string_view bytes) const;
  void write(std::span<const std::byte> bytes) const;
  // As it was named, with links followed.
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

// Throws std::runtime_error where a file of one form is named after another; a device or a pipe may be called anything.
void require_ending(const std::filesystem::path& path, const std::string& ending, const std::string& attempt);

// A folder that several files go to, under names of their own: not the workspace, nothing inside it that it keeps, and
// none that holds its images. Throws std::runtime_error saying which.
void require_free_folder(const std::filesystem::path& folder, const Workspace& workspace);

}  // namespace app
