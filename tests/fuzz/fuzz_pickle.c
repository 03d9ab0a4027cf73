#include "reading.h"

FUZZ_FORMAT("\x80\2")
