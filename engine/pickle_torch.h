/* Tensors in pickles, as torch.Tensor.__reduce_ex__ writes them, and the form of torch.save before its
 * version 1.6. Not for users of the engine. */
#ifndef CCASCOPE_ENGINE_PICKLE_TORCH_H
#define CCASCOPE_ENGINE_PICKLE_TORCH_H

#include "engine/pickle_value.h"

/* torch._utils._rebuild_tensor and _rebuild_tensor_v2: storage, place of the first value, shape, strides ...
 */
pickle_maker pickle_make_tensor;
/* torch._utils._rebuild_tensor_v3: the same of a storage without a type; the seventh argument is the type. */
pickle_maker pickle_make_tensor_of_type;
/* torch.storage._load_from_bytes: a storage saved inside the pickle, as pickle.dump does it with tensors. */
pickle_maker pickle_make_storage;
/* The storage that a pickle of torch.save names: ('storage', type, key, place, count, ...). */
struct pickle_value *pickle_persistent(struct pickle *pickle, const struct pickle_value *name);

bool pickle_is_legacy(const unsigned char *head, size_t size);
/* What torch.save wrote at the beginning of the bytes before it wrote zip archives: several pickles, then the
 * storages. Sets where these are: in `text`, of which the bytes are then the beginning; or in the file
 * (NULL). */
struct pickle_value *pickle_run_legacy(struct pickle *pickle, struct bytes *bytes,
                                       const struct pickle_text *text);

#endif
