#include "engine/pickle_machine.h"

#include <stdlib.h>
#include <string.h>

#include "engine/pickle_stack.h"
#include "engine/pickle_torch.h"

#define STACK_MAX ((size_t)1 << 20)
#define MEMO_MAX  ((size_t)1 << 22)
#define LINE_SIZE 256

struct machine {
    struct pickle *pickle;
    struct pickle_stack stack, memo;
    size_t steps; /* opcodes so far: there are never more values than these */
    bool stopped;
    struct pickle_input input;
};

/* What stands behind an opcode in the file, and what the table says of it. */
struct operand {
    uint64_t number;
    struct pickle_text *text;
    enum pickle_kind kind;
    unsigned count;
};

static bool damaged(const struct machine *machine)
{
    return pickle_input_damaged(&machine->input);
}

static bool refuse(const struct machine *machine, const char *what)
{
    return cca_fail(machine->pickle->error, CCA_REFUSED,
                    "%s: the pickle %s, which no array needs; nothing of it was run. Save arrays, tensors or "
                    "dictionaries of them",
                    machine->pickle->name, what);
}

static bool push(struct machine *machine, struct pickle_value *value)
{
    return pickle_push(&machine->stack, value);
}

static bool push_new(struct machine *machine, enum pickle_kind kind)
{
    return push(machine, pickle_new(machine->pickle, kind));
}

static bool push_integer(struct machine *machine, int64_t integer)
{
    struct pickle_value *value = pickle_new(machine->pickle, PICKLE_INTEGER);

    if (value)
        value->integer = integer;
    return push(machine, value);
}

static bool run_stop(struct machine *machine, const struct operand *operand)
{
    (void)operand;
    machine->stopped = true;
    return pickle_top(&machine->stack) && (machine->stack.count == 1 || damaged(machine));
}

static bool run_protocol(struct machine *machine, const struct operand *operand)
{
    return operand->number <= 5 ||
           cca_fail(machine->pickle->error, CCA_REFUSED,
                    "%s: pickle protocol %llu; protocols 0 to 5 are read: pickle.dump(arrays, file, 4)",
                    machine->pickle->name, (unsigned long long)operand->number);
}

static bool run_nothing(struct machine *machine, const struct operand *operand)
{
    (void)machine, (void)operand;
    return true;
}

/* An empty container, a mark, or what is no part of an array. */
static bool run_new(struct machine *machine, const struct operand *operand)
{
    return push_new(machine, operand->kind);
}

static bool run_pop(struct machine *machine, const struct operand *operand)
{
    (void)operand;
    if (machine->stack.count == 0)
        return damaged(machine);
    machine->stack.count--;
    return true;
}

static bool run_pop_mark(struct machine *machine, const struct operand *operand)
{
    (void)operand;
    return pickle_find_mark(&machine->stack, &machine->stack.count);
}

static bool run_duplicate(struct machine *machine, const struct operand *operand)
{
    (void)operand;
    return push(machine, pickle_top(&machine->stack));
}

static bool run_boolean(struct machine *machine, const struct operand *operand)
{
    return push_integer(machine, operand->count);
}

static bool run_integer(struct machine *machine, const struct operand *operand)
{
    return push_integer(machine, (int64_t)operand->number);
}

static bool run_signed(struct machine *machine, const struct operand *operand)
{
    return push_integer(machine, (int32_t)operand->number);
}

/* Whole numbers of any length; those beyond 64 bits are no shapes. */
static bool run_long(struct machine *machine, const struct operand *operand)
{
    uint64_t number = 0, count = operand->number;

    if (count > 8)
        return pickle_input_skip(&machine->input, count) && push_new(machine, PICKLE_OTHER);
    if (count > 0 && !pickle_input_number(&machine->input, (size_t)count, &number))
        return false;
    if (count > 0 && count < 8 && number >> (8 * count - 1))
        number |= UINT64_MAX << 8 * count;
    return push_integer(machine, (int64_t)number);
}

static bool run_number_line(struct machine *machine, const struct operand *operand)
{
    char line[LINE_SIZE], *end;
    long long number;

    (void)operand;
    if (!pickle_input_line(&machine->input, line, sizeof line))
        return false;
    number = strtoll(line, &end, 10);
    return *line && (*end == '\0' || strcmp(end, "L") == 0) ? push_integer(machine, number)
                                                            : damaged(machine);
}

static bool run_float_line(struct machine *machine, const struct operand *operand)
{
    char line[LINE_SIZE];

    (void)operand;
    return pickle_input_line(&machine->input, line, sizeof line) && push_new(machine, PICKLE_OTHER);
}

static bool run_text(struct machine *machine, const struct operand *operand)
{
    struct pickle_value *value = pickle_new(machine->pickle, PICKLE_TEXT);

    if (value)
        value->text = operand->text;
    return push(machine, value);
}

/* A container of what is above the mark. */
static bool run_collect(struct machine *machine, const struct operand *operand)
{
    struct pickle_value *value = pickle_new(machine->pickle, operand->kind);

    if (!value || !pickle_pop_to(&machine->stack, 0, &value->items))
        return false;
    return operand->kind != PICKLE_DICT || value->items.count % 2 == 0 ? push(machine, value)
                                                                       : damaged(machine);
}

/* A tuple of the last so many values. */
static bool run_tuple(struct machine *machine, const struct operand *operand)
{
    struct pickle_value *tuple = pickle_new(machine->pickle, PICKLE_TUPLE);

    return tuple && (operand->count == 0 || pickle_pop_to(&machine->stack, operand->count, &tuple->items)) &&
           push(machine, tuple);
}

/* Sets of Python: what is in them has no place, and so no name. */
static bool run_frozen_set(struct machine *machine, const struct operand *operand)
{
    struct pickle_items items = {0};

    (void)operand;
    return pickle_pop_to(&machine->stack, 0, &items) && push_new(machine, PICKLE_OTHER);
}

static bool run_add_items(struct machine *machine, const struct operand *operand)
{
    struct pickle_items items = {0};

    (void)operand;
    return pickle_pop_to(&machine->stack, 0, &items) && pickle_top(&machine->stack);
}

/* Adds the last so many values, or what is above the mark, to the container below. */
static bool run_extend(struct machine *machine, const struct operand *operand)
{
    struct pickle_items items = {0};
    struct pickle_value *container;

    if (!pickle_pop_to(&machine->stack, operand->count, &items) || !(container = pickle_top(&machine->stack)))
        return false;
    if (container->kind != operand->kind || (operand->kind == PICKLE_DICT && items.count % 2 != 0))
        return damaged(machine);
    for (size_t i = 0; i < items.count; i++)
        if (!pickle_append(machine->pickle, &container->items, items.list[i]))
            return false;
    return true;
}

static bool memo_put(struct machine *machine, uint64_t index)
{
    struct pickle_value *value = pickle_top(&machine->stack);

    if (value && index > machine->steps)
        return damaged(machine);
    return pickle_stack_set(&machine->memo, (size_t)index, value);
}

static bool memo_get(struct machine *machine, uint64_t index)
{
    if (index >= machine->memo.count || !machine->memo.list[index])
        return damaged(machine);
    return push(machine, machine->memo.list[index]);
}

static bool run_put(struct machine *machine, const struct operand *operand)
{
    return memo_put(machine, operand->number);
}

static bool run_memoize(struct machine *machine, const struct operand *operand)
{
    (void)operand;
    return memo_put(machine, machine->memo.count);
}

static bool run_get(struct machine *machine, const struct operand *operand)
{
    return memo_get(machine, operand->number);
}

/* The index of the memo as a line of digits. */
static bool read_index(struct machine *machine, uint64_t *index)
{
    char line[LINE_SIZE], *end;

    if (!pickle_input_line(&machine->input, line, sizeof line))
        return false;
    *index = strtoull(line, &end, 10);
    return (*line >= '0' && *line <= '9' && *end == '\0') || damaged(machine);
}

static bool run_put_line(struct machine *machine, const struct operand *operand)
{
    uint64_t index;

    (void)operand;
    return read_index(machine, &index) && memo_put(machine, index);
}

static bool run_get_line(struct machine *machine, const struct operand *operand)
{
    uint64_t index;

    (void)operand;
    return read_index(machine, &index) && memo_get(machine, index);
}

static bool push_global(struct machine *machine, const char *module, const char *name)
{
    const struct pickle_global *global = pickle_find_global(machine->pickle, module, name);
    struct pickle_value *value = global ? pickle_new(machine->pickle, PICKLE_GLOBAL) : NULL;

    if (value)
        value->global = global;
    return push(machine, value);
}

static bool run_global(struct machine *machine, const struct operand *operand)
{
    char module[LINE_SIZE], name[LINE_SIZE];

    (void)operand;
    return pickle_input_line(&machine->input, module, sizeof module) &&
           pickle_input_line(&machine->input, name, sizeof name) && push_global(machine, module, name);
}

static bool run_stack_global(struct machine *machine, const struct operand *operand)
{
    struct pickle_value *name = pickle_pop(&machine->stack),
                        *module = name ? pickle_pop(&machine->stack) : NULL;

    (void)operand;
    if (!module)
        return false;
    if (!pickle_string(module) || !pickle_string(name))
        return damaged(machine);
    return push_global(machine, pickle_string(module), pickle_string(name));
}

static bool run_reduce(struct machine *machine, const struct operand *operand)
{
    struct pickle_value *arguments = pickle_pop(&machine->stack),
                        *global = arguments ? pickle_pop(&machine->stack) : NULL;

    (void)operand;
    if (!global)
        return false;
    if (global->kind != PICKLE_GLOBAL || arguments->kind != PICKLE_TUPLE)
        return refuse(machine, "calls what is no function");
    return push(machine, pickle_reduce(machine->pickle, global->global, &arguments->items));
}

static bool run_build(struct machine *machine, const struct operand *operand)
{
    struct pickle_value *state = pickle_pop(&machine->stack),
                        *value = state ? pickle_top(&machine->stack) : NULL;

    (void)operand;
    return value && pickle_build(machine->pickle, value, state);
}

static bool run_persistent(struct machine *machine, const struct operand *operand)
{
    struct pickle_value *name = pickle_pop(&machine->stack);

    (void)operand;
    return name && push(machine, pickle_persistent(machine->pickle, name));
}

/* Names the class first, so that the refusal can. */
static bool run_instance(struct machine *machine, const struct operand *operand)
{
    return run_global(machine, operand) && refuse(machine, "makes an instance of a class (INST)");
}

static bool run_object(struct machine *machine, const struct operand *operand)
{
    (void)operand;
    return refuse(machine, "makes an instance of a class (OBJ or NEWOBJ)");
}

static bool run_extension(struct machine *machine, const struct operand *operand)
{
    (void)operand;
    return refuse(machine, "uses the extension registry (EXT)");
}

static bool run_outside(struct machine *machine, const struct operand *operand)
{
    (void)operand;
    return refuse(machine, "keeps its values outside the file");
}

/* What stands behind an opcode: a number of `bytes` bytes and, with TEXT, so many bytes of text; or a LINE of
 * text. */
struct opcode {
    bool (*run)(struct machine *machine, const struct operand *operand);
    unsigned char bytes;
    enum { NO_TEXT, TEXT, LINE } form;
    enum pickle_encoding encoding;
    enum pickle_kind kind;
    unsigned count;
};

static const struct opcode opcodes[256] = {
    ['('] = {run_new, .kind = PICKLE_MARK},
    ['.'] = {run_stop},
    ['0'] = {run_pop},
    ['1'] = {run_pop_mark},
    ['2'] = {run_duplicate},
    ['F'] = {run_float_line},
    ['G'] = {run_new, 8, .kind = PICKLE_OTHER}, /* a float */
    ['I'] = {run_number_line},
    ['J'] = {run_signed, 4},
    ['K'] = {run_integer, 1},
    ['L'] = {run_number_line},
    ['M'] = {run_integer, 2},
    ['N'] = {run_new, .kind = PICKLE_OTHER}, /* None */
    ['P'] = {run_outside},
    ['Q'] = {run_persistent},
    ['R'] = {run_reduce},
    ['S'] = {run_text, 0, LINE, PICKLE_ESCAPED},
    ['T'] = {run_text, 4, TEXT, PICKLE_RAW},
    ['U'] = {run_text, 1, TEXT, PICKLE_RAW},
    ['V'] = {run_text, 0, LINE, PICKLE_ESCAPED_UNICODE},
    ['X'] = {run_text, 4, TEXT, PICKLE_UTF8},
    ['a'] = {run_extend, .kind = PICKLE_LIST, .count = 1},
    ['b'] = {run_build},
    ['c'] = {run_global},
    ['d'] = {run_collect, .kind = PICKLE_DICT},
    ['e'] = {run_extend, .kind = PICKLE_LIST},
    ['g'] = {run_get_line},
    ['h'] = {run_get, 1},
    ['i'] = {run_instance},
    ['j'] = {run_get, 4},
    ['l'] = {run_collect, .kind = PICKLE_LIST},
    ['o'] = {run_object},
    ['p'] = {run_put_line},
    ['q'] = {run_put, 1},
    ['r'] = {run_put, 4},
    ['s'] = {run_extend, .kind = PICKLE_DICT, .count = 2},
    ['t'] = {run_collect, .kind = PICKLE_TUPLE},
    ['u'] = {run_extend, .kind = PICKLE_DICT},
    [')'] = {run_tuple, .count = 0},
    [']'] = {run_new, .kind = PICKLE_LIST},
    ['}'] = {run_new, .kind = PICKLE_DICT},
    /* Protocol 2. */
    [0x80] = {run_protocol, 1},
    [0x81] = {run_object},
    [0x82] = {run_extension, 1},
    [0x83] = {run_extension, 2},
    [0x84] = {run_extension, 4},
    [0x85] = {run_tuple, .count = 1},
    [0x86] = {run_tuple, .count = 2},
    [0x87] = {run_tuple, .count = 3},
    [0x88] = {run_boolean, .count = 1},
    [0x89] = {run_boolean, .count = 0},
    [0x8a] = {run_long, 1},
    [0x8b] = {run_long, 4},
    /* Protocol 3. */
    ['B'] = {run_text, 4, TEXT, PICKLE_RAW},
    ['C'] = {run_text, 1, TEXT, PICKLE_RAW},
    /* Protocol 4. */
    [0x8c] = {run_text, 1, TEXT, PICKLE_UTF8},
    [0x8d] = {run_text, 8, TEXT, PICKLE_UTF8},
    [0x8e] = {run_text, 8, TEXT, PICKLE_RAW},
    [0x8f] = {run_new, .kind = PICKLE_OTHER}, /* an empty set */
    [0x90] = {run_add_items},
    [0x91] = {run_frozen_set},
    [0x92] = {run_object},
    [0x93] = {run_stack_global},
    [0x94] = {run_memoize},
    [0x95] = {run_nothing, 8}, /* a frame: nothing but a hint for reading ahead */
    /* Protocol 5. */
    [0x96] = {run_text, 8, TEXT, PICKLE_RAW},
    [0x97] = {run_outside},
    [0x98] = {run_outside},
};

static bool step(struct machine *machine)
{
    struct operand operand = {0};
    const struct opcode *opcode;
    uint64_t code;

    if (!pickle_input_number(&machine->input, 1, &code))
        return false;
    opcode = &opcodes[code];
    operand.kind = opcode->kind;
    operand.count = opcode->count;
    if (!opcode->run)
        return damaged(machine);
    if (opcode->bytes && !pickle_input_number(&machine->input, opcode->bytes, &operand.number))
        return false;
    if (opcode->form == TEXT &&
        !(operand.text = pickle_input_text(&machine->input, opcode->encoding, operand.number)))
        return false;
    if (opcode->form == LINE && !(operand.text = pickle_input_text_line(&machine->input, opcode->encoding)))
        return false;
    machine->steps++;
    return opcode->run(machine, &operand);
}

struct pickle_value *pickle_run(struct pickle *pickle, struct bytes *bytes, uint64_t *offset)
{
    struct machine *machine = malloc(sizeof *machine);
    struct pickle_value *value = NULL;

    if (!machine) {
        cca_fail_memory(pickle->error, pickle->name, sizeof *machine);
        return NULL;
    }
    memset(machine, 0, offsetof(struct machine, input)); /* its buffer need not be */
    machine->pickle = pickle;
    machine->stack = (struct pickle_stack){.input = &machine->input, .most = STACK_MAX};
    machine->memo = (struct pickle_stack){.input = &machine->input, .most = MEMO_MAX};
    machine->input.pickle = pickle;
    machine->input.bytes = bytes;
    machine->input.offset = *offset;
    machine->input.at = machine->input.there = 0;
    while (!machine->stopped && step(machine))
        ;
    if (machine->stopped && machine->stack.count == 1)
        value = pickle_top(&machine->stack);
    *offset = machine->input.offset;
    free(machine->stack.list);
    free(machine->memo.list);
    free(machine);
    return value;
}
