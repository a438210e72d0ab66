// An exception that crosses threads in a future is counted by atomics inside libstdc++.so, which is
// not instrumented: ThreadSanitizer takes the last owner's release for a race with the reader's use.
#if defined(__SANITIZE_THREAD__)
extern "C" const char* __tsan_default_suppressions();
extern "C" const char* __tsan_default_suppressions() {
  return "race:std::__exception_ptr::exception_ptr::_M_release\n";
}
#endif
