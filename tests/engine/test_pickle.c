/* Pickles: every way in which NumPy and PyTorch save arrays, and what tries to be more than arrays. The files
 * are made by data/pickles/make.py, and their values count 0, 1, 2 ... */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/array.h"
#include "damage.h"
#include "limits.h"
#include "npy_file.h"

#define PICKLES      TEST_DATA "/pickles/"
#define MEMORY_BOUND ((size_t)400 << 20)

static void check_counts(const char *path, const char *member)
{
    struct cca_error error = {0};
    struct cca_array *array = cca_array_open(path, member, &error);
    const struct cca_array_info *info;
    double value;

    cr_assert(array, "%s", error.text);
    info = cca_array_info(array);
    for (size_t i = 0; i < info->count; i++) {
        double expected = (double)c_place(info, i);

        cr_assert(cca_array_read(array, i, 1, &value, &error), "%s", error.text);
        cr_assert_eq(value, info->type == CCA_BOOL ? expected > 2 : expected, "%s: %g at %zu, not %g",
                     cca_array_name(array), value, i, expected);
    }
    cca_array_close(array);
}

static const struct {
    const char *file;
    size_t arrays;
} files[] = {
    {"array_0.p", 1},      {"array_1.p", 1},        {"array_2.p", 1},     {"array_3.p", 1},
    {"array_4.p", 1},      {"array_5.p", 1},        {"big_0.p", 1},       {"big_1.p", 1},
    {"big_2.p", 1},        {"big_3.p", 1},          {"big_4.p", 1},       {"big_5.p", 1},
    {"fortran_2.p", 1},    {"fortran_5.p", 1},      {"numpy2.p", 1},      {"nested_0.pkl", 14},
    {"nested_2.pkl", 14},  {"nested_3.pkl", 14},    {"nested_4.pkl", 14}, {"nested_5.pkl", 14},
    {"tensors_2.pkl", 18}, {"tensors_4.pkl", 18},   {"bare.pt", 1},       {"nested_2.pkl.gz", 14},
    {"zip.pt", 18},        {"later.pt", 4},         {"big_endian.pt", 1}, {"legacy.pt", 18},
    {"overlap.pt", 0},     {"nested_4.pkl.gz", 14},
};

#define FILES (sizeof files / sizeof *files)

Test(pickle, every_array_of_every_form_is_read)
{
    for (size_t i = 0; i < FILES; i++) {
        struct cca_array_list list;
        struct cca_error error = {0};
        char path[1024];

        snprintf(path, sizeof path, PICKLES "%s", files[i].file);
        cr_expect_eq(cca_array_list(path, &list, &error), files[i].arrays > 0, "%s", error.text);
        cr_expect_eq(list.count, files[i].arrays, "%s: %zu arrays", path, list.count);
        for (size_t k = 0; k < list.count; k++)
            check_counts(path, list.entries[k].member);
        cca_array_list_free(&list);
    }
}

static void check_member(const char *file, const char *member, const char *type, const char *shape,
                         int slowest)
{
    struct cca_error error = {0};
    char path[1024], text[200];
    struct cca_array *array;

    snprintf(path, sizeof path, PICKLES "%s", file);
    array = cca_array_open(path, member, &error);
    cr_assert(array, "%s", error.text);
    cca_array_shape(cca_array_info(array), text, sizeof text);
    cr_expect_str_eq(text, shape, "%s#%s: %s", file, member, text);
    cr_expect_str_eq(cca_type_name(cca_array_info(array)->type), type, "%s#%s", file, member);
    cr_expect_eq(cca_array_info(array)->order[0], slowest, "%s#%s", file, member);
    cca_array_close(array);
}

Test(pickle, members_have_the_names_types_and_shapes_of_what_was_saved)
{
    static const char *const saved[] = {"zip.pt", "legacy.pt", "tensors_2.pkl", "tensors_4.pkl"};

    check_member("array_2.p", NULL, "float32", "4 × 3", 0);
    check_member("fortran_5.p", NULL, "float32", "4 × 3", 1);
    check_member("bare.pt", NULL, "float32", "4 × 3", 1);
    check_member("later.pt", "uint16", "uint16", "4 × 3", 0);
    check_member("nested_4.pkl", "types/>i2", "int16", "3 × 2", 0);
    check_member("nested_0.pkl", "7/1/0", "float32", "4 × 3", 0);
    check_member("nested_2.pkl.gz", "mask", "bool", "3 × 2", 0);
    for (size_t i = 0; i < sizeof saved / sizeof *saved; i++) {
        check_member(saved[i], "state/bfloat16", "bfloat16", "4 × 3", 0);
        check_member(saved[i], "state/channels last", "float32", "2 × 3 × 4 × 5", 0);
        check_member(saved[i], "state/time first", "float32", "2 × 3 × 4 × 5", 2);
        check_member(saved[i], "lists/hidden/1", "float32", "4 × 3", 1);
    }
}

static void expect_refusal(const char *path, const char *member, enum cca_failure failure, const char *phrase)
{
    struct cca_error error = {0};
    struct cca_array *array = cca_array_open(path, member, &error);

    cr_expect_null(array, "%s#%s was read", path, member);
    cr_expect_eq(error.failure, failure, "%s", error.text);
    cr_expect(strstr(error.text, path) && strstr(error.text, phrase), "no '%s' in: %s", phrase, error.text);
    cca_array_close(array);
}

Test(pickle, members_that_cannot_be_are_refused)
{
    expect_refusal(PICKLES "zip.pt", NULL, CCA_REFUSED, "holds 18 arrays: state/float16 (4 × 3)");
    expect_refusal(PICKLES "zip.pt", "state", CCA_MISSING, "no array of that name");
    expect_refusal(PICKLES "nested_4.pkl", "types/f16", CCA_MISSING, "types/f2 (3 × 2)");
    expect_refusal(PICKLES "nested_4.pkl", "empty", CCA_REFUSED, "empty");
    expect_refusal(PICKLES "bare.pt", "x", CCA_REFUSED, "has no members");
    expect_refusal(PICKLES "overlap.pt", "wide", CCA_REFUSED, "contiguous()");
    expect_refusal(PICKLES "overlap.pt", "one", CCA_REFUSED, "a single number");
}

/* Pickles as literals: without the NUL at their end. */
#define PICKLE(literal) literal, sizeof(literal) - 1
#define ARRAY           "cnumpy.core.multiarray\n_reconstruct\n(cnumpy\nndarray\n(I0\ntS'b'\ntR"
#define TYPE(code)      "cnumpy\ndtype\n(S'" code "'\nI0\nI1\ntR(I3\nS'<'\nNNNI-1\nI-1\nI0\ntb"

static const struct {
    const char *bytes;
    size_t size;
    const char *phrase;
} hostile[] = {
    /* Whatever would run something. */
    {PICKLE("cos\nsystem\n(S'id'\ntR."), "'os.system'"},
    {PICKLE("\x80\2cposix\nsystem\nX\2\0\0\0id\x85R."), "'posix.system'"},
    {PICKLE("\x80\4\x8c\2os\x8c\6system\x93\x8c\2id\x85R."), "'os.system'"},
    {PICKLE("\x80\2(S'id'\nios\nsystem\n."), "'os.system'"},
    {PICKLE("\x80\2(cos\nsystem\nS'id'\no."), "'os.system'"},
    {PICKLE("\x80\2csubprocess\nPopen\nX\2\0\0\0id\x85\x81."), "'subprocess.Popen'"},
    {PICKLE("\x80\4\x8c\10builtins\x8c\4eval\x93\x8c\31+1\x85R."), "'builtins.eval'"},
    {PICKLE("c__builtin__\ngetattr\n(cnumpy\ndtype\nS'x'\ntR."), "'__builtin__.getattr'"},
    {PICKLE("\x80\4\x8c\5numpy\x8c\16dtype.__init__\x93)R."), "'numpy.dtype.__init__'"},
    {PICKLE("\x80\4\x8c\5numpy\x8c\4load\x93\x8c\1x\x85R."), "'numpy.load'"},
    {PICKLE("\x80\2ctorch\nload\nX\1\0\0\0x\x85R."), "'torch.load'"},
    {PICKLE("\x80\2}X\3\0\0\0actcargparse\nNamespace\n)\x81s."), "'argparse.Namespace'"},
    {PICKLE("\x80\2cnumpy\nndarray\n(K\2K\2tR."), "'numpy.ndarray'"},
    {PICKLE("\x80\2(cnumpy\nndarray\nK\1o."), "an instance"},
    {PICKLE("\x80\2cnumpy\nndarray\n)\x81."), "an instance"},
    {PICKLE("\x80\4\x8c\5numpy\x8c\7ndarray\x93)}\x92."), "an instance"},
    {PICKLE("\x80\2(icollections\nOrderedDict\n."), "no array"},
    {PICKLE("\x80\2X\2\0\0\0id)R."), "no function"},
    {PICKLE("\x80\2\x82\1."), "extension registry"},
    {PICKLE("\x80\2Pabc\n."), "outside the file"},
    {PICKLE("\x80\2K\1Q."), "outside the file"},
    {PICKLE("\x80\5\x97."), "outside the file"},
    /* Whatever would go on without end. */
    {PICKLE("\x80\2]q\0h\0a."), "nested too deeply"},
    {PICKLE("\x80\2}q\0X\1\0\0\0ah\0s."), "nested too deeply"},
    {PICKLE("\x80\2]q\0]q\1(h\0h\0e]q\2(h\1h\1e0."), "damaged"},
    {PICKLE("\x80\2K\1r\xff\xff\xff\x7f."), "damaged"},
    {PICKLE("(lp999999999999999999999999\n."), "damaged"},
    {PICKLE("\x80\2h\5."), "damaged"},
    {PICKLE("\x80\3B\xff\xff\xff\xff"
            "abc."),
     "cut short"},
    {PICKLE("\x80\4\x8e\xff\xff\xff\xff\xff\xff\xff\xff"
            "abc."),
     "cut short"},
    {PICKLE("\x80\4\x8d\xff\xff\xff\xff\xff\xff\xff\x7f"
            "abc."),
     "cut short"},
    {PICKLE("\x80\5\x96\xff\xff\xff\xff\xff\xff\xff\x7f"
            "abc."),
     "cut short"},
    {PICKLE("\x80\2\x8b\xff\xff\xff\xff"
            "abc."),
     "cut short"},
    {PICKLE(ARRAY "(I1\n(I2147483647\nI2147483647\nt" TYPE("f8") "I0\nS'abc'\ntb."), "more values than"},
    {PICKLE(ARRAY "(I1\n(L4611686018427387904L\nI8\nt" TYPE("f8") "I0\nS'abc'\ntb."), "more values than"},
    {PICKLE(ARRAY "(I1\n(I1000\nI1000\nt" TYPE("f8") "I0\nS'abc'\ntb."), "cut short"},
    {PICKLE(ARRAY "(I1\n(I-1\nI1\nt" TYPE("u1") "I0\nS'abc'\ntb."), "damaged"},
    {PICKLE(ARRAY "(I1\n(I1\nI2\nt" TYPE("u1") "I0\nS'abc'\ntb."), "differ in size"},
    {PICKLE(ARRAY "(I1\n(I1\nI1\nI1\nI1\nI1\nI1\nI1\nI1\nI3\nt" TYPE("u1") "I0\nS'abc'\ntb."), "dimensions"},
    /* Whatever is no array of numbers, or no pickle. */
    {PICKLE(ARRAY "(I1\n(I3\nt" TYPE("O8") "I0\n(I1\nI2\nI3\nltb."), "Python objects"},
    {PICKLE(ARRAY "(I1\n(I3\nt" TYPE("u1") "I0\n(I1\nI2\nI3\nltb."), "cut short"},
    {PICKLE(ARRAY "(I1\n(I3\nt" TYPE("V1") "I0\nS'abc'\ntb."), "are not read"},
    {PICKLE(ARRAY "(I1\n(I3\nt" TYPE("c8") "I0\nS'abc'\ntb."), "are not read"},
    {PICKLE(ARRAY "(I1\n(I3\nt" TYPE("f4") "I0\nVabc\\u0123\ntb."), "damaged"},
    {PICKLE(ARRAY "(I1\n(I3\ntNI0\nS'abc'\ntb."), "damaged"},
    {PICKLE(ARRAY "."), "a single number"},
    {PICKLE(ARRAY "(I1\ntb."), "damaged"},
    {PICKLE("\x80\2]G\0\0\0\0\0\0\0\0a."), "no array"},
    {PICKLE("\x80\2}(X\1\0\0\0au."), "damaged"},
    {PICKLE("\x80\2K\1K\2."), "damaged"},
    {PICKLE("\x80\2."), "damaged"},
    {PICKLE("\x80\2(."), "damaged"},
    {PICKLE("\x80\2t."), "damaged"},
    {PICKLE("\x80\2K\1K\2a."), "damaged"},
    {PICKLE("\x80\2K\1b."), "damaged"},
    {PICKLE("\x80\2\xff."), "damaged"},
    {PICKLE("\x80\2U\3ab"), "cut short"},
    {PICKLE("\x80\2K\1"), "cut short"},
    {PICKLE("\x80\2X\2\0\0\0\xc3\x28."), "damaged"},
    {PICKLE("\x80\2S'ab\n."), "damaged"},
    {PICKLE("\x80\2Sab\n."), "damaged"},
    {PICKLE("\x80\11K\1."), "protocol 9"},
    {PICKLE("\x80\2ctorch.storage\n_load_from_bytes\nU\3abc\x85R."), "damaged"},
    {PICKLE("\x80\2ctorch._utils\n_rebuild_tensor_v2\n(K\1K\0)))tR."), "damaged"},
};

Test(pickle, hostile_ones_are_refused_and_nothing_is_run)
{
    for (size_t i = 0; i < sizeof hostile / sizeof *hostile; i++) {
        struct npy_file file = npy_file_of_bytes(hostile[i].bytes, hostile[i].size);

        expect_refusal(file.path, NULL, CCA_REFUSED, hostile[i].phrase);
        npy_file_close(&file);
    }
}

/* As Python 2 wrote them: text is bytes, raw or escaped. */
Test(pickle, python_2_is_read)
{
    static const struct {
        const char *bytes;
        size_t size;
    } old[] = {
        {PICKLE(ARRAY "(I1\n(I1\nI3\nt" TYPE("u1") "I00\nS'\\x00\\x01\\x02'\ntb.")},
        {PICKLE(ARRAY "(I1\n(I1\nI3\nt" TYPE("u1") "I00\nS\"\\000\\001\\002\"\ntb.")},
        {PICKLE(ARRAY "(I1\n(L1L\nL3L\nt" TYPE("u1") "I00\nU\3\0\1\2tb.")},
        {PICKLE("\x80\2" ARRAY "(K\1K\1K\x0b\x86" TYPE("|u1") "\x89T\x0b\0\0\0\0\1\2\3\4\5\6\7\10\11\12tb.")},
        {PICKLE("(dp0\nS'it\\'s'\np1\n" ARRAY "(I1\n(I1\nI3\nt" TYPE("i1") "I00\nS'\\x00\\x01\\x02'\ntbs.")},
        {PICKLE("ccollections\nOrderedDict\np0\n((lp1\n(lp2\nS'x'\na" ARRAY
                "(I1\n(I1\nI3\nt" TYPE("i1") "I00\nS'\\x00\\x01\\x02'\ntbaatR.")},
    };

    for (size_t i = 0; i < sizeof old / sizeof *old; i++) {
        struct npy_file file = npy_file_of_bytes(old[i].bytes, old[i].size);
        struct cca_array_list list;
        struct cca_error error = {0};

        cr_assert(cca_array_list(file.path, &list, &error), "%zu: %s", i, error.text);
        cr_assert_eq(list.count, 1u);
        check_counts(file.path, list.entries[0].member);
        if (i == 4)
            cr_expect_str_eq(list.entries[0].member, "it's");
        cca_array_list_free(&list);
        npy_file_close(&file);
    }
}

/* `head`, `count` times `repeated`, `tail`. */
static struct npy_file repeat(const char *head, char repeated, size_t count, const char *tail)
{
    size_t size = 2 + strlen(head) + count + strlen(tail);
    char *bytes = malloc(size);
    struct npy_file file;

    memcpy(bytes, "\x80\2", 2);
    memcpy(bytes + 2, head, strlen(head));
    memset(bytes + 2 + strlen(head), repeated, count);
    memcpy(bytes + size - strlen(tail), tail, strlen(tail));
    file = npy_file_of_bytes(bytes, size);
    free(bytes);
    return file;
}

Test(pickle, giant_ones_cost_little)
{
    static const struct {
        const char *head, *tail;
        char repeated;
    } cases[] = {{"", ".", '('},     {"", ".", ']'},  {"", ".", ')'},       {"N", ".", '2'},
                 {"N", ".", '\x85'}, {"]", ".", ']'}, {"K\1", ".", '\x94'}, {"(", "t.", 'N'}};

    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct npy_file file = repeat(cases[i].head, cases[i].repeated, 5000000, cases[i].tail);
        double start = cpu_seconds();

        limit_memory(MEMORY_BOUND);
        expect_refusal(file.path, NULL, CCA_REFUSED, "");
        limit_memory(0);
        cr_expect_lt(cpu_seconds() - start, 10, "%zu: %g seconds", i, cpu_seconds() - start);
        npy_file_close(&file);
    }
}

/* 2^30 places by 30 lists, each twice in the next. */
Test(pickle, lists_of_lists_end)
{
    char bytes[2000] = "\x80\2]q", *at = bytes + 5; /* the first is memoised as 0 */
    double start = cpu_seconds();
    struct npy_file file;

    for (char i = 1; i <= 30; i++)
        at += sprintf(at, "0]q%c(h%ch%ce", i, i - 1, i - 1);
    *at++ = '.';
    file = npy_file_of_bytes(bytes, (size_t)(at - bytes));
    expect_refusal(file.path, NULL, CCA_REFUSED, "too many values");
    cr_expect_lt(cpu_seconds() - start, 5);
    npy_file_close(&file);
}

Test(pickle, truncated_or_damaged)
{
    for (size_t i = 0; i < FILES; i++) {
        char path[1024];

        snprintf(path, sizeof path, PICKLES "%s", files[i].file);
        /* The end of gzip is a checksum, which need not be reached. */
        cut_short_everywhere(path, !strstr(files[i].file, ".gz"));
        damage_everywhere(path);
    }
}
