/* Every error of a manifest, with its place and its words. */
#include <criterion/criterion.h>
#include <string.h>

#include "check.h"
#include "config/manifest.h"

static void parse(const char *text, struct diagnostics *diagnostics)
{
    struct experiment *experiment = manifest_parse(text, strlen(text), "folder/x.yaml", diagnostics);

    cr_expect_null(experiment, "accepted:\n%s", text);
    experiment_free(experiment);
}

#define CHECK_ERRORS(cases) check_errors(cases, sizeof(cases) / sizeof(*(cases)), parse)

/* The document and its keys. */
static const struct error_case document_cases[] = {
    {"", "1:1: the file is empty; " FIRST_LINES},
    {"# nothing\n", "1:1: the file is empty; " FIRST_LINES},
    {"---\n", "1:1: the file is empty; " FIRST_LINES},
    {"~\n", "1:1: the file is empty; " FIRST_LINES},
    {"- a\n", "1:1: the manifest is a list; " FIRST_LINES},
    {"text\n", "1:1: the manifest is 'text'; " FIRST_LINES},
    {"{}\n", "1:1: the manifest is an empty mapping; " FIRST_LINES},
    {"ccascope: 1\n", "1:1: missing key 'networks'; list them, one '- name: a' a line\n"
                      "1:1: missing key 'layers'; list them, one '- name' a line, input first\n"
                      "1:1: missing key 'activations'; add the path of the arrays, such as "
                      "\"{network}/{checkpoint}/{layer}.npy\"\n"
                      "1:1: missing key 'checkpoints'; add the steps, such as [0, 100], or auto"},
    {ACTIVATIONS NETWORKS CHECKPOINTS LAYERS, "1:1: missing key 'ccascope'; the first line is 'ccascope: 1'"},
    {VERSION ACTIVATIONS CHECKPOINTS LAYERS,
     "1:1: missing key 'networks'; list them, one '- name: a' a line"},
    {VERSION ACTIVATIONS NETWORKS CHECKPOINTS,
     "1:1: missing key 'layers'; list them, one '- name' a line, input first"},
    {VERSION ACTIVATIONS NETWORKS LAYERS,
     "1:1: missing key 'checkpoints'; add the steps, such as [0, 100], or auto"},
    {VERSION NETWORKS CHECKPOINTS LAYERS, "1:1: missing key 'activations'; add the path of the arrays, such "
                                          "as \"{network}/{checkpoint}/{layer}.npy\""},
    {"ccascope: [1]\n" ACTIVATIONS NETWORKS CHECKPOINTS LAYERS,
     "1:11: ccascope is a list; the version of the format is expected: 'ccascope: 1'"},
    {"ccascope: 1.0\n" ACTIVATIONS NETWORKS CHECKPOINTS LAYERS,
     "1:11: ccascope is '1.0'; the version is a whole number; write 'ccascope: 1'"},
    {"ccascope: 2\n" ACTIVATIONS NETWORKS CHECKPOINTS LAYERS,
     "1:11: ccascope is '2'; this program reads version 1 only"},
    {"ccascope: one\n" ACTIVATIONS NETWORKS CHECKPOINTS LAYERS,
     "1:11: ccascope is 'one'; the version of the format is expected: 'ccascope: 1'"},
    {"ccascope:\n" ACTIVATIONS NETWORKS CHECKPOINTS LAYERS,
     "1:10: ccascope is empty; the version of the format is expected: 'ccascope: 1'"},
    {SOUND "mesure: cca\n", "6:1: unknown key 'mesure'; did you mean 'measure'?"},
    {SOUND "extra: cca\n", "6:1: unknown key 'extra'; known here: " ALL_KEYS},
    {SOUND "layers: [b]\n", "6:1: duplicate key 'layers', first at line 5; keep one of them"},
    {SOUND "\"\": 1\n", "6:1: unknown key ''; known here: " ALL_KEYS},
    {SOUND "? [a]\n: 1\n", "6:3: a key that is itself a list or mapping; a key is a word (text that begins "
                           "with { or [ must be quoted)"},
    {SOUND "<<: {title: a}\n", "6:1: the merge key << is not read; write out the keys that it would bring"},
};

#define T(text) SOUND "targets: " text "\n"

static const struct error_case target_cases[] = {
    {T("labels.npy"), "6:10: targets is 'labels.npy'; a list is expected, one '- {name: labels, activations: "
                      "labels.npy}' a line"},
    {T("[]"),
     "6:10: targets is an empty list; a list is expected, one '- {name: labels, activations: labels.npy}' "
     "a line"},
    {T("[labels]"), "6:11: a target is 'labels'; a mapping is expected, such as {name: labels, activations: "
                    "labels.npy, one_hot: true}"},
    {T("[{activations: y.npy}]"),
     "6:11: missing key 'name'; a target needs a name: {name: labels, activations: labels.npy}"},
    {T("[{name: y}]"),
     "6:11: missing key 'activations'; a target needs its array: {name: labels, activations: labels.npy}"},
    {T("[{name: y, activations: }]"),
     "6:34: activations is empty; the path of an array is expected, such as labels.npy"},
    {T("[{name: y, activations: [y.npy]}]"),
     "6:34: activations is a list; the path of an array is expected, such as labels.npy"},
    {T("[{name: y, activations: \"{network}/y.npy\"}]"),
     "6:34: activations is '{network}/y.npy', but a target belongs to no network, checkpoint or layer; write "
     "the path "
     "of one array, without fields in braces"},
    {T("[{name: y, activations: \"y.npz#{layer}\"}]"),
     "6:34: activations is 'y.npz#{layer}', but a target belongs to no network, checkpoint or layer; write "
     "the path "
     "of one array, without fields in braces"},
    {T("[{name: y, activations: \"{target}.npy\"}]"),
     "6:34: unknown field {target} in the template; known are {network}, {checkpoint}, {layer}, {step} and "
     "{step:06} ({{ is a brace itself)"},
    {T("[{name: y, activations: y.npy, axes: nchw}]"),
     "6:47: axes is 'nchw'; a target has samples and features only: nc, cn or n"},
    {T("[{name: y, activations: y.npy, axes: c}]"), "6:47: axes is 'c'; one axis must be n, the samples"},
    {T("[{name: y, activations: y.npy, one_hot: yes}]"), "6:50: one_hot is 'yes'; false or true is expected"},
    {T("[{name: y, activations: y.npy, classes: 0}]"),
     "6:50: classes is '0'; how many classes there are (1 to 4096), or a list of their names, is expected"},
    {T("[{name: y, activations: y.npy, classes: each}]"),
     "6:50: classes is 'each'; how many classes there are (1 to 4096), or a list of their names, is "
     "expected"},
    {T("[{name: y, activations: y.npy, classes: [0, 2]}]"),
     "6:54: class 1 is called '2'; list the names of the classes 0, 1, 2 ... in order, or write how many "
     "there are"},
    {T("[{name: y, activations: y.npy, classes: [cat, cat]}]"),
     "6:18: duplicate target 'y=cat', first at line 6; give each its own name"},
    {T("[{name: y, activations: y.npy, positions: samples}]"),
     "6:41: unknown key 'positions'; known here: name, activations, axes, one_hot, classes"},
    {T("[{name: y, activations: y.npy}, {name: y, activations: z.npy}]"),
     "6:49: duplicate target 'y', first at line 6; give each its own name"},
    {T("[{name: a, activations: y.npy}]"),
     "6:18: duplicate name 'a', first at line 3; call the target otherwise than the network"},
    {T("[{name: conv1, activations: y.npy}]"),
     "6:18: duplicate name 'conv1', first at line 5; call the target otherwise than the layer"},
};

/* Plain values. */
static const struct error_case values_cases[] = {
    {SOUND "title: {a: b}\n",
     "6:8: title is a mapping; text is expected (text that begins with { or [ must be quoted)"},
    {SOUND "title: [a]\n",
     "6:8: title is a list; text is expected (text that begins with { or [ must be quoted)"},
    {SOUND "title:\n", "6:7: title is empty; write text, or leave the key out"},
    {SOUND "measure: ccca\n", "6:10: measure is 'ccca'; did you mean 'cca'? Known: cca, svcca, pwcca, r2cca, "
                              "cka, procrustes, cosine, euclidean or cca-held-out"},
    {SOUND "measure: frobenius\n", "6:10: measure is 'frobenius'; cca, svcca, pwcca, r2cca, cka, procrustes, "
                                   "cosine, euclidean or cca-held-out is expected"},
    {SOUND "measure: [cca]\n",
     "6:10: measure is a list; cca, svcca, pwcca, r2cca, cka, procrustes, cosine, euclidean or cca-held-out is expected"},
    {SOUND "measure:\n",
     "6:9: measure is empty; cca, svcca, pwcca, r2cca, cka, procrustes, cosine, euclidean or cca-held-out is expected"},
    {SOUND "palette: virids\n",
     "6:10: palette is 'virids'; did you mean 'viridis'? Known: viridis, cividis, magma or grey"},
    {SOUND "palette: {a: b}\n", "6:10: palette is a mapping; viridis, cividis, magma or grey is expected"},
    {SOUND "samples: 100\n", "6:10: samples is '100'; a mapping is expected, such as {limit: 2000, seed: 0}"},
    {SOUND "samples: {}\n",
     "6:10: samples is an empty mapping; a mapping is expected, such as {limit: 2000, seed: 0}"},
    {SOUND "samples: {limit: 0}\n",
     "6:18: limit is '0'; a whole number from 2 (leave the key out for all) is expected"},
    {SOUND "samples: {limit: 1}\n",
     "6:18: limit is '1'; a whole number from 2 (leave the key out for all) is expected"},
    {SOUND "samples: {limit: -5}\n",
     "6:18: limit is '-5'; a whole number from 2 (leave the key out for all) is expected"},
    {SOUND "samples: {limit: 1e3}\n",
     "6:18: limit is '1e3'; a whole number from 2 (leave the key out for all) is expected"},
    {SOUND "samples: {limit: 18446744073709551616}\n",
     "6:18: limit is '18446744073709551616'; a whole number from 2 (leave the key out for all) is expected"},
    {SOUND "samples: {limit: 010}\n", "6:18: limit is '010'; write the number without zeros in front"},
    {SOUND "samples: {limit: [1]}\n",
     "6:18: limit is a list; a whole number from 2 (leave the key out for all) is expected"},
    {SOUND "samples: {seed: -1}\n",
     "6:17: seed is '-1'; a whole number from 0 to 18446744073709551615 is expected"},
    {SOUND "samples: {seed: 1e999}\n",
     "6:17: seed is '1e999'; a whole number from 0 to 18446744073709551615 is expected"},
    {SOUND "samples: {seeds: 1}\n", "6:11: unknown key 'seeds'; did you mean 'seed'?"},
    {SOUND "rank_tolerance: soon\n",
     "6:17: rank_tolerance is 'soon'; auto, or a number above 0 and below 1, is expected"},
    {SOUND "rank_tolerance: 0\n",
     "6:17: rank_tolerance is '0'; auto, or a number above 0 and below 1, is expected"},
    {SOUND "rank_tolerance: 1\n",
     "6:17: rank_tolerance is '1'; auto, or a number above 0 and below 1, is expected"},
    {SOUND "rank_tolerance: -1\n",
     "6:17: rank_tolerance is '-1'; auto, or a number above 0 and below 1, is expected"},
    {SOUND "rank_tolerance: .inf\n",
     "6:17: rank_tolerance is '.inf'; auto, or a number above 0 and below 1, is expected"},
    {SOUND "rank_tolerance: nan\n",
     "6:17: rank_tolerance is 'nan'; auto, or a number above 0 and below 1, is expected"},
    {SOUND "rank_tolerance: 1e999\n",
     "6:17: rank_tolerance is '1e999'; auto, or a number above 0 and below 1, is expected"},
    {SOUND "rank_tolerance: 0x1p-3\n",
     "6:17: rank_tolerance is '0x1p-3'; auto, or a number above 0 and below 1, is expected"},
    {SOUND "rank_tolerance: [1]\n",
     "6:17: rank_tolerance is a list; auto, or a number above 0 and below 1, is expected"},
    {SOUND "svcca: 0.99\n", "6:8: svcca is '0.99'; a mapping is expected, such as {variance: 0.99}"},
    {SOUND "svcca: {}\n", "6:8: svcca is an empty mapping; a mapping is expected, such as {variance: 0.99}"},
    {SOUND "svcca: {variance: 0}\n", "6:19: variance is '0'; a number above 0, at most 1, is expected"},
    {SOUND "svcca: {variance: 1.5}\n", "6:19: variance is '1.5'; a number above 0, at most 1, is expected"},
    {SOUND "svcca: {variance: .nan}\n", "6:19: variance is '.nan'; a number above 0, at most 1, is expected"},
    {SOUND "svcca: {variance: 99%}\n", "6:19: variance is '99%'; a number above 0, at most 1, is expected"},
    {SOUND "svcca: {directions: 0}\n", "6:21: directions is '0'; a whole number from 1 is expected"},
    {SOUND "svcca: {directions: 2.5}\n", "6:21: directions is '2.5'; a whole number from 1 is expected"},
    {SOUND "svcca: {variance: 0.9, directions: 3}\n",
     "6:36: svcca has both variance and directions; keep one of them"},
    {SOUND "svcca: {share: vales}\n",
     "6:16: share is 'vales'; did you mean 'values'? Known: squares or values"},
    {SOUND "svcca: {varianse: 0.9}\n", "6:9: unknown key 'varianse'; did you mean 'variance'?"},
    {SOUND "pwcca: z\n", "6:8: pwcca is 'z'; x, y or mean is expected"},
    {SOUND "pwcca: [x]\n",
     "6:8: pwcca is a list; x, y, mean or a mapping such as {variance: 0.99} is expected"},
    {SOUND "pwcca: {side: mena}\n", "6:15: side is 'mena'; did you mean 'mean'? Known: x, y or mean"},
    {SOUND "pwcca: {variance: 2}\n", "6:19: variance is '2'; a number above 0, at most 1, is expected"},
    {SOUND "pwcca: {share: values}\n", "6:9: unknown key 'share'; known here: variance, side"},
};

/* Networks and attributes. */
static const struct error_case networks_cases[] = {
    {VERSION ACTIVATIONS CHECKPOINTS LAYERS "networks: a\n",
     "5:11: networks is 'a'; a list is expected, one '- name: a' a line"},
    {VERSION ACTIVATIONS CHECKPOINTS LAYERS "networks: []\n",
     "5:11: networks is an empty list; a list is expected, one '- name: a' a line"},
    {VERSION ACTIVATIONS CHECKPOINTS LAYERS "networks: {name: a}\n",
     "5:11: networks is a mapping; a list is expected, one '- name: a' a line"},
    {VERSION ACTIVATIONS CHECKPOINTS LAYERS "networks: [a]\n",
     "5:12: a network is 'a'; a mapping is expected, such as {name: a}"},
    {VERSION ACTIVATIONS CHECKPOINTS LAYERS "networks: [{}]\n",
     "5:12: a network is an empty mapping; a mapping is expected, such as {name: a}"},
    {VERSION ACTIVATIONS CHECKPOINTS LAYERS "networks: [[a]]\n",
     "5:12: a network is a list; a mapping is expected, such as {name: a}"},
    {VERSION ACTIVATIONS CHECKPOINTS LAYERS "networks: [{group: a}]\n",
     "5:12: missing key 'name'; a network needs a name: {name: a}"},
    {VERSION ACTIVATIONS CHECKPOINTS LAYERS "networks: [{name: }]\n",
     "5:19: name is empty; write a name, in quotes if it is ~ or null"},
    {VERSION ACTIVATIONS CHECKPOINTS LAYERS "networks: [{name: ~}]\n",
     "5:19: name is null; write a name, in quotes if it is ~ or null"},
    {VERSION ACTIVATIONS CHECKPOINTS LAYERS "networks: [{name: \"null\"}, {name: null}]\n",
     "5:35: name is null; write a name, in quotes if it is ~ or null"},
    {VERSION ACTIVATIONS CHECKPOINTS LAYERS "networks: [{name: \"\"}]\n",
     "5:19: name is empty; a name needs a character that can be seen"},
    {VERSION ACTIVATIONS CHECKPOINTS LAYERS "networks: [{name: \" \\t\"}]\n",
     "5:19: name is ' \t'; a name needs a character that can be seen"},
    {VERSION ACTIVATIONS CHECKPOINTS LAYERS "networks: [{name: \"a\\0b\"}]\n",
     "5:19: a text with the character NUL (\\0); it cannot be part of a name, leave it out"},
    {VERSION ACTIVATIONS CHECKPOINTS LAYERS "networks: [{name: {a: b}}]\n",
     "5:19: name is a mapping; a name is expected (one that begins with { or [ must be quoted)"},
    {VERSION ACTIVATIONS CHECKPOINTS LAYERS
     "networks:\n  - name: a\n  - {group: g, name: a}\n  - name: b\n  - name: a\n",
     "7:22: duplicate network 'a', first at line 6; give each its own name\n"
     "9:11: duplicate network 'a', first at line 6; give each its own name"},
    {VERSION ACTIVATIONS CHECKPOINTS LAYERS "networks: [{name: a, group: \"\"}]\n",
     "5:29: group is empty; a name needs a character that can be seen"},
    {VERSION ACTIVATIONS CHECKPOINTS LAYERS "networks: [{name: a, group: [g]}]\n",
     "5:29: group is a list; a name is expected (one that begins with { or [ must be quoted)"},
    {VERSION ACTIVATIONS CHECKPOINTS LAYERS "networks: [{name: a, gruop: g}]\n",
     "5:22: unknown key 'gruop'; did you mean 'group'?"},
    {VERSION ACTIVATIONS CHECKPOINTS LAYERS "networks: [{name: a, attributes: [1]}]\n",
     "5:34: attributes is a list; a mapping of names to numbers is expected, such as {test_accuracy: 0.98}"},
    {VERSION ACTIVATIONS CHECKPOINTS LAYERS "networks: [{name: a, attributes: {lr: fast}}]\n",
     "5:39: lr is 'fast'; a number, such as 0.98, is expected"},
    {VERSION ACTIVATIONS CHECKPOINTS LAYERS
     "networks: [{name: a, attributes: {lr: .nan, w: 1e999, acc: 98%, \"\": 1}}]\n",
     "5:39: lr is '.nan'; a number, such as 0.98, is expected\n"
     "5:48: w is '1e999'; a number, such as 0.98, is expected\n"
     "5:60: acc is '98%'; a number, such as 0.98, is expected\n"
     "5:65: the name of an attribute is empty; a name needs a character that can be seen"},
    {VERSION ACTIVATIONS CHECKPOINTS LAYERS "networks: [{name: a, attributes: {lr: 1, lr: 2}}]\n",
     "5:42: duplicate key 'lr', first at line 5; keep one of them"},
    {VERSION ACTIVATIONS CHECKPOINTS LAYERS "networks: [{name: a, checkpoints: []}]\n",
     "5:35: checkpoints is an empty list; a list of steps such as [0, 10, 100], or auto, is expected"},
    {VERSION ACTIVATIONS CHECKPOINTS LAYERS "networks: [{name: a, checkpoints: [0, 0]}]\n",
     "5:39: duplicate checkpoint '0', first at line 5; give each its own name"},
};

/* Checkpoints. */
static const struct error_case checkpoints_cases[] = {
    {VERSION ACTIVATIONS NETWORKS LAYERS "checkpoints: yes\n",
     "5:14: checkpoints is 'yes'; a list of steps such as [0, 10, 100], or auto, is expected"},
    {VERSION ACTIVATIONS NETWORKS LAYERS "checkpoints: 100\n",
     "5:14: checkpoints is '100'; a list of steps such as [0, 10, 100], or auto, is expected"},
    {VERSION ACTIVATIONS NETWORKS LAYERS "checkpoints: []\n",
     "5:14: checkpoints is an empty list; a list of steps such as [0, 10, 100], or auto, is expected"},
    {VERSION ACTIVATIONS NETWORKS LAYERS "checkpoints: {step: 1}\n",
     "5:14: checkpoints is a mapping; a list of steps such as [0, 10, 100], or auto, is expected"},
    {VERSION ACTIVATIONS NETWORKS LAYERS "checkpoints:\n",
     "5:13: checkpoints is empty; a list of steps such as [0, 10, 100], or auto, is expected"},
    {VERSION ACTIVATIONS NETWORKS LAYERS "checkpoints: [final]\n",
     "5:15: a checkpoint is 'final'; a step is a whole number from 0; a checkpoint with a name is {name: "
     "final, step: 800}"},
    {VERSION ACTIVATIONS NETWORKS LAYERS "checkpoints: [-1]\n",
     "5:15: a checkpoint is '-1'; a step is a whole number from 0; a checkpoint with a name is {name: final, "
     "step: 800}"},
    {VERSION ACTIVATIONS NETWORKS LAYERS "checkpoints: [1.5]\n",
     "5:15: a checkpoint is '1.5'; a step is a whole number from 0; a checkpoint with a name is {name: "
     "final, step: 800}"},
    {VERSION ACTIVATIONS NETWORKS LAYERS "checkpoints: [1e3]\n",
     "5:15: a checkpoint is '1e3'; a step is a whole number from 0; a checkpoint with a name is {name: "
     "final, step: 800}"},
    {VERSION ACTIVATIONS NETWORKS LAYERS "checkpoints: [1_000]\n",
     "5:15: a checkpoint is '1_000'; a step is a whole number from 0; a checkpoint with a name is {name: "
     "final, step: 800}"},
    {VERSION ACTIVATIONS NETWORKS LAYERS "checkpoints: [0x10]\n",
     "5:15: a checkpoint is '0x10'; a step is a whole number from 0; a checkpoint with a name is {name: "
     "final, step: 800}"},
    {VERSION ACTIVATIONS NETWORKS LAYERS "checkpoints: [9223372036854775808]\n",
     "5:15: a checkpoint is '9223372036854775808'; a step is a whole number from 0; a checkpoint with a name "
     "is {name: final, step: 800}"},
    {VERSION ACTIVATIONS NETWORKS LAYERS "checkpoints: [000100]\n",
     "5:15: a checkpoint is '000100'; write 100 without zeros in front, and {step:06} in the template"},
    {VERSION ACTIVATIONS NETWORKS LAYERS "checkpoints: [[1]]\n",
     "5:15: a checkpoint is a list; a step is a whole number from 0; a checkpoint with a name is {name: "
     "final, step: 800}"},
    {VERSION ACTIVATIONS NETWORKS LAYERS "checkpoints: [{name: final}]\n",
     "5:15: missing key 'step'; a checkpoint needs its step: {name: final, step: 800}"},
    {VERSION ACTIVATIONS NETWORKS LAYERS "checkpoints: [{name: final, step: last}]\n",
     "5:35: step is 'last'; a step is a whole number from 0; a checkpoint with a name is {name: final, step: "
     "800}"},
    {VERSION ACTIVATIONS NETWORKS LAYERS "checkpoints: [{name: ~, step: 1}]\n",
     "5:22: name is null; write a name, in quotes if it is ~ or null"},
    {VERSION ACTIVATIONS NETWORKS LAYERS "checkpoints: [{name: a, step: 1, epoch: 1}]\n",
     "5:34: unknown key 'epoch'; known here: name, step"},
    {VERSION ACTIVATIONS NETWORKS LAYERS "checkpoints: [1, 2, 1]\n",
     "5:21: duplicate checkpoint '1', first at line 5; give each its own name"},
    {VERSION ACTIVATIONS NETWORKS LAYERS "checkpoints: [1, {name: \"1\", step: 2}]\n",
     "5:25: duplicate checkpoint '1', first at line 5; give each its own name"},
    {VERSION ACTIVATIONS NETWORKS LAYERS "checkpoints: [{name: a, step: 1}, {name: a, step: 1}]\n",
     "5:42: duplicate checkpoint 'a', first at line 5; give each its own name"},
    {VERSION NETWORKS LAYERS "activations: run.h5#{checkpoint}\n"
                             "checkpoints: auto\n",
     "5:14: auto looks at file names, and the template names the checkpoint only after its #; list the "
     "checkpoints"},
    {VERSION NETWORKS LAYERS "activations: good.npy\n"
                             "checkpoints: auto\n",
     "5:14: auto looks for {checkpoint} or {step} in file names, and no template has them; put one in, or "
     "list the checkpoints"},
};

/* Layers and their axes. */
static const struct error_case layers_cases[] = {
    {VERSION ACTIVATIONS NETWORKS CHECKPOINTS "layers: conv1\n",
     "5:9: layers is 'conv1'; a list is expected, one '- name' a line, input first"},
    {VERSION ACTIVATIONS NETWORKS CHECKPOINTS "layers: []\n",
     "5:9: layers is an empty list; a list is expected, one '- name' a line, input first"},
    {VERSION ACTIVATIONS NETWORKS CHECKPOINTS "layers: {x: 1}\n",
     "5:9: layers is a mapping; a list is expected, one '- name' a line, input first"},
    {VERSION ACTIVATIONS NETWORKS CHECKPOINTS "layers: [[a]]\n",
     "5:10: a layer is a list; a name, or a mapping such as {name: conv1, axes: nchw}, is expected"},
    {VERSION ACTIVATIONS NETWORKS CHECKPOINTS "layers: [~]\n",
     "5:10: a layer is null; write a name, in quotes if it is ~ or null"},
    {VERSION ACTIVATIONS NETWORKS CHECKPOINTS "layers: [\" \"]\n",
     "5:10: a layer is ' '; a name needs a character that can be seen"},
    {VERSION ACTIVATIONS NETWORKS CHECKPOINTS "layers: [{axes: nc}]\n",
     "5:10: missing key 'name'; a layer needs a name: {name: conv1}"},
    {VERSION ACTIVATIONS NETWORKS CHECKPOINTS "layers: [a, b, {name: a}]\n",
     "5:23: duplicate layer 'a', first at line 5; give each its own name"},
    {VERSION ACTIVATIONS NETWORKS CHECKPOINTS "layers: [{name: a, axis: nc}]\n",
     "5:20: unknown key 'axis'; did you mean 'axes'?"},
    {VERSION ACTIVATIONS NETWORKS CHECKPOINTS "layers: [{name: a, axes: }]\n",
     "5:26: axes is empty; name each axis of the array with a letter, such as nc or nchw"},
    {VERSION ACTIVATIONS NETWORKS CHECKPOINTS "layers: [{name: a, axes: [n, c]}]\n",
     "5:26: axes is a list; letters are expected, such as nc or nchw"},
    {VERSION ACTIVATIONS NETWORKS CHECKPOINTS "layers: [{name: a, axes: NCHW}]\n",
     "5:26: axes is 'NCHW'; write it in lower case"},
    {VERSION ACTIVATIONS NETWORKS CHECKPOINTS "layers: [{name: a, axes: nchx}]\n",
     "5:26: axes is 'nchx'; a letter for each axis is expected: n sample, c feature, t timestep, h and w "
     "position, l layer"},
    {VERSION ACTIVATIONS NETWORKS CHECKPOINTS "layers: [{name: a, axes: ncc}]\n",
     "5:26: axes is 'ncc'; every letter may occur once"},
    {VERSION ACTIVATIONS NETWORKS CHECKPOINTS "layers: [{name: a, axes: nn}]\n",
     "5:26: axes is 'nn'; every letter may occur once"},
    {VERSION ACTIVATIONS NETWORKS CHECKPOINTS "layers: [{name: a, axes: chw}]\n",
     "5:26: axes is 'chw'; one axis must be n, the samples"},
    {VERSION ACTIVATIONS NETWORKS CHECKPOINTS "layers: [{name: a, axes: ncthwlncthwl}]\n",
     "5:26: axes is 'ncthwlncthwl'; every letter may occur once"},
    {VERSION ACTIVATIONS NETWORKS CHECKPOINTS "layers: [{name: a, positions: averge}]\n",
     "5:31: positions is 'averge'; did you mean 'average'? Known: average, samples, features or dft"},
    {VERSION ACTIVATIONS NETWORKS CHECKPOINTS "layers: [{name: a, positions: samples}]\n",
     "5:31: positions without an axis h or w in axes 'nc'; name the axes of the array, such as nchw"},
    {VERSION ACTIVATIONS NETWORKS CHECKPOINTS "layers: [{name: a, axes: ntc, positions: features}]\n",
     "5:42: positions without an axis h or w in axes 'ntc'; name the axes of the array, such as nchw"},
    {VERSION ACTIVATIONS NETWORKS CHECKPOINTS "layers: [{name: a, axes: ntc, timesteps: some}]\n",
     "5:42: timesteps is 'some'; all, last, average, samples or a list such as [0, 5, 10] is expected"},
    {VERSION ACTIVATIONS NETWORKS CHECKPOINTS "layers: [{name: a, axes: ntc, timesteps: []}]\n",
     "5:42: timesteps is an empty list; all, last, average, samples or a list such as [0, 5, 10] is "
     "expected"},
    {VERSION ACTIVATIONS NETWORKS CHECKPOINTS "layers: [{name: a, axes: ntc, timesteps: [-1]}]\n",
     "5:43: a timestep is '-1'; timesteps count from 0: a whole number is expected"},
    {VERSION ACTIVATIONS NETWORKS CHECKPOINTS "layers: [{name: a, axes: ntc, timesteps: [1.5, x]}]\n",
     "5:43: a timestep is '1.5'; timesteps count from 0: a whole number is expected\n"
     "5:48: a timestep is 'x'; timesteps count from 0: a whole number is expected"},
    {VERSION ACTIVATIONS NETWORKS CHECKPOINTS "layers: [{name: a, axes: ntc, timesteps: [3, 1, 3]}]\n",
     "5:42: timestep 3 is listed twice; list it once"},
    {VERSION ACTIVATIONS NETWORKS CHECKPOINTS "layers: [{name: a, timesteps: [0]}]\n",
     "5:31: timesteps without an axis t in axes 'nc'; name the axes of the array, such as ntc"},
    {VERSION ACTIVATIONS NETWORKS CHECKPOINTS "layers: [{name: a, timesteps: last}]\n",
     "5:31: timesteps without an axis t in axes 'nc'; name the axes of the array, such as ntc"},
    {SOUND "timesteps: [0, 1]\n",
     "6:12: timesteps, but no layer has an axis t; name the axes of the arrays, such as ntc"},
    {VERSION ACTIVATIONS NETWORKS CHECKPOINTS "layers: [{name: a, index: 0}]\n",
     "5:27: index without an axis l in axes 'nc'; name the axes of the array, such as nlc"},
    {VERSION ACTIVATIONS NETWORKS CHECKPOINTS "layers: [{name: a, axes: nlc, index: -1}]\n",
     "5:38: index is '-1'; a whole number from 0 is expected"},
    {VERSION ACTIVATIONS NETWORKS CHECKPOINTS "layers: [{name: a, axes: nlc, index: first}]\n",
     "5:38: index is 'first'; a whole number from 0 is expected"},
    {SOUND "axes: nchx\n", "6:7: axes is 'nchx'; a letter for each axis is expected: n sample, c feature, t "
                           "timestep, h and w position, l layer"},
    {VERSION ACTIVATIONS NETWORKS CHECKPOINTS
     "axes: nchx\nlayers: [{name: a, timesteps: [0]}, {name: b, index: 1}]\n",
     "5:7: axes is 'nchx'; a letter for each axis is expected: n sample, c feature, t timestep, h and w "
     "position, l layer"},
};

/* Templates, and whether they tell the arrays apart. */
static const struct error_case templates_cases[] = {
    {VERSION NETWORKS CHECKPOINTS LAYERS "activations: 5\n",
     "5:14: activations is '5'; the path of the arrays is expected, such as "
     "\"{network}/{checkpoint}/{layer}.npy\", in quotes"},
    {VERSION NETWORKS CHECKPOINTS LAYERS "activations:\n",
     "5:13: activations is empty; the path of the arrays is expected, such as "
     "\"{network}/{checkpoint}/{layer}.npy\", in quotes"},
    {VERSION NETWORKS CHECKPOINTS LAYERS "activations: [a.npy]\n",
     "5:14: activations is a list; the path of the arrays is expected, such as "
     "\"{network}/{checkpoint}/{layer}.npy\", in quotes"},
    {VERSION NETWORKS CHECKPOINTS LAYERS "activations: {network}\n",
     "5:14: activations is a mapping; the path of the arrays is expected, such as "
     "\"{network}/{checkpoint}/{layer}.npy\", in quotes"},
    {VERSION NETWORKS CHECKPOINTS LAYERS "activations: \"\"\n",
     "5:14: the template names no file; write a path, such as \"{network}/{checkpoint}/{layer}.npy\""},
    {VERSION NETWORKS CHECKPOINTS LAYERS "activations: \"#{layer}\"\n",
     "5:14: the template names no file; write a path, such as \"{network}/{checkpoint}/{layer}.npy\""},
    {VERSION NETWORKS CHECKPOINTS LAYERS "activations: \"run.h5#\"\n",
     "5:14: nothing after the # of the template; name the member of the file, as in \"run.h5#{layer}\""},
    {VERSION NETWORKS CHECKPOINTS LAYERS "activations: \"{network}/{nope}/{checkpoint:999999999}/{layer\"\n",
     "5:14: unknown field {nope} in the template; known are {network}, {checkpoint}, {layer}, {step} and "
     "{step:06} ({{ is a brace itself)\n"
     "5:14: {checkpoint:999999999} in the template; only {step} takes a width, write {checkpoint}\n"
     "5:14: '{layer' in the template has no closing brace; add }, or write {{ for a brace itself"},
    {VERSION NETWORKS CHECKPOINTS LAYERS "activations: \"{layers}.npy\"\n",
     "5:14: unknown field {layers} in the template; did you mean {layer}?"},
    {VERSION NETWORKS CHECKPOINTS LAYERS "activations: \"{}.npy\"\n",
     "5:14: unknown field {} in the template; known are {network}, {checkpoint}, {layer}, {step} and "
     "{step:06} ({{ is a brace itself)"},
    {VERSION NETWORKS CHECKPOINTS LAYERS "activations: \"a}.npy\"\n",
     "5:14: a } without { in the template; write }} for a brace itself"},
    {VERSION NETWORKS CHECKPOINTS LAYERS "activations: \"{step:999}\"\n",
     "5:14: {step:999} in the template; a width is 01 to 018, with its zero, as in {step:06}"},
    {VERSION NETWORKS CHECKPOINTS LAYERS "activations: \"{step:6}\"\n",
     "5:14: {step:6} in the template; a width is 01 to 018, with its zero, as in {step:06}"},
    {VERSION NETWORKS CHECKPOINTS LAYERS "activations: \"{step:00}\"\n",
     "5:14: {step:00} in the template; a width is 01 to 018, with its zero, as in {step:06}"},
    {VERSION NETWORKS CHECKPOINTS LAYERS "activations: \"{step:019}\"\n",
     "5:14: {step:019} in the template; a width is 01 to 018, with its zero, as in {step:06}"},
    {VERSION NETWORKS CHECKPOINTS LAYERS "activations: \"{step:}\"\n",
     "5:14: {step:} in the template; a width is 01 to 018, with its zero, as in {step:06}"},
    {VERSION NETWORKS CHECKPOINTS LAYERS "activations: \"{step:-6}\"\n",
     "5:14: {step:-6} in the template; a width is 01 to 018, with its zero, as in {step:06}"},
    {VERSION NETWORKS CHECKPOINTS LAYERS "activations: \"{ne{work}\"\n",
     "5:14: '{ne' in the template has no closing brace; add }, or write {{ for a brace itself\n"
     "5:14: unknown field {work} in the template; known are {network}, {checkpoint}, {layer}, {step} and "
     "{step:06} ({{ is a brace itself)"},
    {VERSION ACTIVATIONS NETWORKS CHECKPOINTS "layers: [{name: a, activations: \"{nope}.npy\"}, b]\n",
     "5:33: unknown field {nope} in the template; known are {network}, {checkpoint}, {layer}, {step} and "
     "{step:06} ({{ is a brace itself)"},
    {VERSION NETWORKS CHECKPOINTS "layers: [{name: a, activations: a.npy}, b]\n",
     "1:1: missing key 'activations'; add the path of the arrays, such as "
     "\"{network}/{checkpoint}/{layer}.npy\""},
    {VERSION "activations: x/{layer}.npy\nnetworks: [{name: a}, {name: b}]\n" CHECKPOINTS LAYERS,
     "2:14: the template has no {network}, so all 2 networks would read the same array; put {network} in it"},
    {VERSION NETWORKS LAYERS "activations: x/{layer}.npy\ncheckpoints: [0, 1]\n",
     "4:14: the template has neither {checkpoint} nor {step}, so all 2 checkpoints of the network 'a' would "
     "read the same array; put one of them in it"},
    {VERSION NETWORKS LAYERS "activations: x/{step}.npy\ncheckpoints: [0, 800, {name: final, step: 800}]\n",
     "4:14: the template has {step} only, and the checkpoints '800' and 'final' of the network 'a' are both "
     "step 800; put {checkpoint} in it"},
    {VERSION NETWORKS CHECKPOINTS "activations: x.npy\nlayers: [a, b]\n",
     "4:14: the template has no {layer}, so 2 layers ('a', 'b' ...) would read the same array; put {layer} "
     "in it, or an l into axes when one array holds all layers"},
    {VERSION NETWORKS CHECKPOINTS "activations: x.npy\naxes: nlc\nlayers: [a, {name: b, index: 0}]\n",
     "6:20: the layers 'a' and 'b' have the same index 0 in the same array; give each its own"},
    {VERSION NETWORKS CHECKPOINTS
     "activations: x.npy\nlayers: [{name: a, activations: y.npy}, {name: b, activations: y.npy}]\n",
     "5:64: the template has no {layer}, so 2 layers ('a', 'b' ...) would read the same array; put {layer} "
     "in it, or an l into axes when one array holds all layers"},
};

/* YAML itself. */
static const struct error_case yaml_cases[] = {
    {"a: 1\n\tb: 2\n", "2:1: a tab in the indentation; use spaces"},
    {"networks:\n\t- name: a\n", "2:1: a tab in the indentation; use spaces"},
    {"activations: {network}/{layer}.npy\n",
     "1:23: text after a closing bracket; text that begins with { or [ must be quoted"},
    {"a: [1, 2\nb: 3\n", "1:4: this bracket is never closed; close it, and quote text that begins with one"},
    {"a: \"x\nb: 1\n", "1:4: this quote is never closed; add the closing one"},
    {"a: 'x\nb: 1\n", "1:4: this quote is never closed; add the closing one"},
    {"title: a: b\n", "1:9: text that contains ': ' must be quoted"},
    {"a:\n  - x\n   b: 1\n",
     "3:5: a key where none can be; align it with the other keys of its mapping, or quote it if it is text"},
    {"a: %s%n\n", "1:4: text that begins with %, @ or ` must be quoted"},
    {"a: @x\n", "1:4: text that begins with %, @ or ` must be quoted"},
    {"a: \"C:\\data\"\n",
     "1:7: no such escape in double quotes; write \\\\ for a backslash, or use single quotes"},
    {"a: \"x\" y\n", "1:8: text after a closing quote; put all of it in quotes, and look for a quote above "
                     "that is not closed"},
    {"a: 1\njust text\nb: 2\n", "2:1: neither 'key: value' nor '- item'; is a ': ' or '- ' missing?"},
    {"a: - b\n",
     "1:4: a list item where none can be; begin the list on a new line, or quote text that begins with '- '"},
    {"a: [x}]\n",
     "1:6: a comma or a closing bracket is missing; inside brackets text with [ ] { } or , must be quoted"},
    {"a: }\n", "1:4: a value is missing here; text that begins with ] } or , must be quoted"},
    {"a: {x: heads/{layer}.npz}\n",
     "1:14: a comma or a closing bracket is missing; inside brackets text with [ ] { } or , must be quoted"},
    {"- a\nb: 1\n", "2:1: a line among list items that is none; items begin with '- ', in the same column"},
    {"a: 1\n- b\n", "2:1: a list item among keys; indent the list below its own key"},
    {"a:\n    b: 1\n  c: 2\n",
     "3:3: the indentation fits no line above; keys of one mapping begin in the same column"},
    {"a: &\n", "1:4: text that begins with & or * must be quoted"},
    {"a: !<x\n", "1:4: text that begins with ! must be quoted"},
    {"a: ? b\n", "1:4: text that begins with '? ' must be quoted"},
    {"%FOO bar\n---\na: 1\n", "1:1: a line that begins with % is a YAML directive; leave it out"},
    {"%YAML 2.0\n---\na: 1\n", "1:1: another version of YAML; leave out the line %YAML"},
    {"%TAG ! tag:x,2000:\n---\na: 1\n", "1:1: a %TAG directive; tags have no meaning here, leave it out"},
    {"a: |x\n  b\n", "1:5: | and > begin a block on the next line; other text that begins so must be quoted"},
    {" a: 1\nb: 2\n",
     "2:1: a line that does not belong to what is above; keys of one mapping begin in the same column"},
    {SOUND "title: *t\n",
     "6:8: the alias *t has no anchor &t before it; text that begins with * must be quoted"},
    {SOUND "title: &t [*t]\n",
     "6:8: title is a list; text is expected (text that begins with { or [ must be quoted)\n"
     "6:12: the alias *t stands inside what it stands for (line 6); write it out"},
    {SOUND "title: !!python/none x\n",
     "6:8: the tag !!python/none has no meaning here; leave it out (text that begins with ! must be quoted)"},
    {SOUND "title: !t x\n",
     "6:8: the tag !t has no meaning here; leave it out (text that begins with ! must be quoted)"},
    {SOUND "title: !!int [a]\n",
     "6:8: the tag !!int has no meaning here; leave it out (text that begins with ! must be quoted)\n"
     "6:8: title is a list; text is expected (text that begins with { or [ must be quoted)"},
    {SOUND "---\na: 1\n", "6:1: a second document begins here; keep one in the file, without the line ---"},
    {"title: \"äö\" x\n", "1:13: text after a closing quote; put all of it in quotes, and look for a quote "
                          "above that is not closed"},
};

Test(manifest_errors, document)
{
    CHECK_ERRORS(document_cases);
}

Test(manifest_errors, targets)
{
    CHECK_ERRORS(target_cases);
}

Test(manifest_errors, values)
{
    CHECK_ERRORS(values_cases);
}

Test(manifest_errors, networks)
{
    CHECK_ERRORS(networks_cases);
}

Test(manifest_errors, checkpoints)
{
    CHECK_ERRORS(checkpoints_cases);
}

Test(manifest_errors, layers)
{
    CHECK_ERRORS(layers_cases);
}

Test(manifest_errors, templates)
{
    CHECK_ERRORS(templates_cases);
}

Test(manifest_errors, yaml)
{
    CHECK_ERRORS(yaml_cases);
}
