#include "reading.h"

FUZZ_FORMAT("\x93NUMPY")
