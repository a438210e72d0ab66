// The view models are plain data; this unit proves that their headers stand alone.
#include "app/views/workbench_view.h"
