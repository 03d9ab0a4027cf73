#!/usr/bin/env python3
"""Writes the tables of text_width.c: tui/text_width.py >tui/text_width_tables.h

They are in the tree, so no build needs this. Run it for another version of Unicode: it takes that of Python's own
data, which the first line of the tables names, and the same Python writes the same tables. Then look at what
changes in tests/tui/test_text.c, which compares them with the C library's.
"""
import unicodedata

# Reserved for ideographs: wide whether they are assigned or not.
RESERVED = [(0x20000, 0x2FFFD), (0x30000, 0x3FFFD)]


def combining(character):
    jamo = 0x1160 <= ord(character) <= 0x11FF or 0xD7B0 <= ord(character) <= 0xD7FF
    return unicodedata.category(character) in ("Mn", "Me") or jamo


def wide(character):
    if any(first <= ord(character) <= last for first, last in RESERVED):
        return True
    return assigned(character) and unicodedata.east_asian_width(character) in "WF" and not combining(character)


def assigned(character):
    return unicodedata.category(character) != "Cn"


def unassigned(character):
    return not assigned(character) and not wide(character)


def spans(test):
    first = None
    for code in range(0x110001):
        if code < 0x110000 and test(chr(code)):
            first = code if first is None else first
        elif first is not None:
            yield first, code - 1
            first = None


def table(name, test):
    out = f"static const struct span {name}[] = {{\n"
    line = "   "
    for first, last in spans(test):
        item = f" {{0x{first:X}, 0x{last:X}}},"
        if len(line) + len(item) > 110:
            out += line + "\n"
            line = "   "
        line += item
    return out + line + "\n};\n"


print(f"/* Made by text_width.py from Unicode {unicodedata.unidata_version}; included by text_width.c only. */")
print("\n/* No width of their own. */\n" + table("combining", combining), end="")
print("\n/* Two columns. */\n" + table("wide", wide), end="")
print("\n/* Not characters yet. */\n" + table("unassigned", unassigned), end="")
