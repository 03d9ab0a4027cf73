#include "reading.h"

FUZZ_FORMAT("PK\3\4")
