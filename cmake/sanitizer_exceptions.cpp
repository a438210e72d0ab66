// Sanitizer builds only: what a sanitizer reports though nothing is wrong in this project, and why.
#if defined(__SANITIZE_ADDRESS__)

extern "C" {

// The software driver, the validation layer and D-Bus leave some memory when they are unloaded, and once unloaded they have
// no name left to suppress. So they stay loaded, and their leaks, and only theirs, are left out. What finds fonts for figures
// keeps what it has read until the program ends.
int dlclose(void*) { return 0; }

const char* __lsan_default_suppressions() {
  return "leak:libvulkan_lvp.so\n"
         "leak:libVkLayer_khronos_validation.so\n"
         "leak:libdbus-1.so\n"  // SDL's
         "leak:libfontconfig.so\n";
}

}  // extern "C"

#elif defined(__SANITIZE_THREAD__)

extern "C" {

// An exception that crosses threads in a future is counted by atomics inside libstdc++.so, which is not instrumented:
// ThreadSanitizer takes the last owner's release for a race with the reader's use.
const char* __tsan_default_suppressions() {
  return "race:std::__future_base::_Result<*>::_M_destroy\n"
         "race:std::__exception_ptr::exception_ptr::_M_release\n";
}

}  // extern "C"

#endif
