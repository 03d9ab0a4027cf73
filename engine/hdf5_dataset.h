/* One dataset of an HDF5 file: what it holds, whether it may be read, and its values in boxes. The library is
 * no friend of threads: every function here wants hdf5_enter before, except where it says so. Not for users
 * of the engine. */
#ifndef CCASCOPE_ENGINE_HDF5_DATASET_H
#define CCASCOPE_ENGINE_HDF5_DATASET_H

#define H5_USE_110_API /* what Debian and Ubuntu have had for long; later libraries still know it */
#include <hdf5.h>

#include "engine/stored.h"

/* One caller at a time, and no messages from the library. */
void hdf5_enter(void);
void hdf5_leave(void);

/* What a dataset holds. Refuses what is no array of numbers, what lies in other files, what this machine
 * cannot decompress, and sizes that what is stored cannot fill. *swap as in struct placement. */
bool hdf5_describe(hid_t dataset, uint64_t file_size, const char *name, struct cca_array_info *info,
                   bool *swap, struct cca_error *error);
/* Room for the chunks that reading from front to back comes back to, as a property of opening `dataset`; none
 * when that takes more than `most` bytes. */
void hdf5_size_cache(hid_t dataset, const struct cca_array_info *info, size_t most, hid_t access);

/* The values of a dataset as stored, in C order; takes it over (also on failure). Where it has no room for
 * its chunks, `most` bytes are read ahead instead. Reading and closing enter by themselves. */
struct bytes *hdf5_bytes(hid_t dataset, const struct cca_array_info *info, size_t most, const char *name,
                         struct cca_error *error);

#endif
