// AddressSanitizer builds only. The software driver, the validation layer and D-Bus leave some memory when they
// are unloaded, and once unloaded they have no name left to suppress. So they stay loaded, and their
// leaks, and only theirs, are left out. What finds fonts for figures keeps what it has read until the program ends.
#if defined(__SANITIZE_ADDRESS__)

extern "C" {

int dlclose(void*) { return 0; }

const char* __lsan_default_suppressions() {
  return "leak:libvulkan_lvp.so\n"
         "leak:libVkLayer_khronos_validation.so\n"
         "leak:libdbus-1.so\n"  // SDL's
         "leak:libfontconfig.so\n";
}

}  // extern "C"

#endif
