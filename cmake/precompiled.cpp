// A target must have a source; this one stands for the precompiled headers (precompile.cmake).
