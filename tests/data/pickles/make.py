"""Makes the files beside it: arrays and tensors as NumPy and PyTorch save them. Their values count 0, 1, 2 ... in
C order. Needs numpy and torch; the files here are from numpy 1.24 and torch 1.13."""
import gzip
import io
import pickle
import zipfile
from collections import OrderedDict, defaultdict

import numpy as np
import torch


def dump(name, value, protocol, opener=open):
    with opener(name, "wb") as file:
        pickle.dump(value, file, protocol)


array = np.arange(12, dtype="f4").reshape(4, 3)
for protocol in range(6):
    dump(f"array_{protocol}.p", array, protocol)
    dump(f"big_{protocol}.p", array.astype(">f8"), protocol)
dump("fortran_2.p", np.asfortranarray(array), 2)
dump("fortran_5.p", np.asfortranarray(array), 5)
with open("array_2.p", "rb") as file:  # as numpy 2 and Python 2 spell it
    spelt = file.read()
with open("numpy2.p", "wb") as file:
    file.write(spelt.replace(b"numpy.core", b"numpy._core"))
types = ["f2", "f4", "f8", "i1", "i2", "i4", "i8", "u1", "u2", "u4", "u8", ">i2"]
nested = {"types": OrderedDict((t, np.arange(6).reshape(3, 2).astype(t)) for t in types), 7: [None, (array,)],
          "loss": 1.5, "steps": {1, 2}, "big": 10**30, "best": np.float32(2), "empty": np.zeros((0, 3)),
          "mask": np.arange(6).reshape(3, 2) > 2, "text": "x" * 3000}
for protocol in (0, 2, 3, 4, 5):
    dump(f"nested_{protocol}.pkl", nested, protocol)
dump("nested_4.pkl.gz", nested, 4, lambda name, mode: gzip.GzipFile(name, mode, mtime=0))
dump("nested_2.pkl.gz", nested, 2, lambda name, mode: gzip.GzipFile(name, mode, mtime=0))

count = torch.arange(120, dtype=torch.float32).reshape(2, 3, 4, 5)


def stored_as(axes):
    """The same tensor, stored with these axes from slowest to fastest."""
    return count.permute(*axes).contiguous().permute(*np.argsort(axes).tolist())


tensors = {name: torch.arange(12).reshape(4, 3).to(getattr(torch, name)) for name in (
    "float16", "float32", "float64", "bfloat16", "int8", "uint8", "int16", "int32", "int64")}
tensors["transposed"] = torch.arange(12.).reshape(4, 3).t().contiguous().t()
tensors["channels last"] = stored_as((0, 2, 3, 1))
tensors["time first"] = stored_as((2, 0, 3, 1))
gaps = torch.full((4, 6), -1.)
gaps[:, ::2] = torch.arange(12.).reshape(4, 3)
tensors["gaps"] = gaps[:, ::2]
tensors["slice"] = torch.arange(-6., 12.).reshape(6, 3)[2:]
tensors["parameter"] = torch.nn.Parameter(torch.arange(12.).reshape(4, 3))
everything = {"state": OrderedDict(tensors), "step": 3, "shape": torch.Size([1, 2]), "array": array}
everything["lists"] = defaultdict(list, {"hidden": [tensors["float32"], tensors["transposed"]]})
torch.save(everything, "zip.pt")
torch.save(everything, "legacy.pt", _use_new_zipfile_serialization=False)
torch.save(tensors["transposed"], "bare.pt")
for protocol in (2, 4):
    dump(f"tensors_{protocol}.pkl", everything, protocol)
torch.save({"wide": torch.arange(8.).unfold(0, 4, 1), "one": torch.tensor(1.)}, "overlap.pt")


def save_as_later(name, arrays, order):
    """What torch.save writes since 2.3 of tensors whose types have no storage class, with a member for the order of
    bytes. Written by hand, so that an old torch makes them too."""
    class UntypedStorage:
        __module__ = "torch.storage"

    class Type:
        def __init__(self, name):
            self.name = name

        def __reduce__(self):
            return self.name

    class Tensor:
        def __init__(self, key, array):
            self.key, self.array = key, array

        def __reduce__(self):
            strides = tuple(s // self.array.itemsize for s in self.array.strides)
            return torch._utils._rebuild_tensor_v3, (Storage(self), 0, self.array.shape, strides, False, OrderedDict(),
                                                     getattr(torch, self.array.dtype.name))

    class Storage:
        def __init__(self, tensor):
            self.id = ("storage", torch.storage.UntypedStorage, tensor.key, "cpu", tensor.array.nbytes)

    class Pickler(pickle.Pickler):
        def persistent_id(self, value):
            return value.id if isinstance(value, Storage) else None

    def _rebuild_tensor_v3():
        pass

    UntypedStorage.__qualname__ = "UntypedStorage"
    _rebuild_tensor_v3.__module__, _rebuild_tensor_v3.__qualname__ = "torch._utils", "_rebuild_tensor_v3"
    torch.storage.UntypedStorage, torch._utils._rebuild_tensor_v3 = UntypedStorage, _rebuild_tensor_v3
    for type_name in {array.dtype.name for array in arrays.values()}:
        stand_in = Type(type_name)
        stand_in.__module__ = "torch"
        setattr(torch, type_name, stand_in)
    data = io.BytesIO()
    Pickler(data, 2).dump({key: Tensor(str(i), array) for i, (key, array) in enumerate(arrays.items())})
    with zipfile.ZipFile(name, "w") as file:
        members = {"data.pkl": data.getvalue(), ".format_version": b"1", "byteorder": order.encode()}
        members.update((f"data/{i}", array.tobytes()) for i, array in enumerate(arrays.values()))
        for member, contents in members.items():
            file.writestr(zipfile.ZipInfo(f"later/{member}"), contents)


save_as_later("later.pt", {t: np.arange(12, dtype=t).reshape(4, 3) for t in ("uint16", "uint32", "uint64", "float32")},
              "little")
save_as_later("big_endian.pt", {"a": np.arange(12, dtype=">f4").reshape(4, 3)}, "big")
