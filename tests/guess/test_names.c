/* How names of files are read. */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "config/template.h"
#include "guess/guess.h"
#include "trees.h"

/* A tree, and what it is taken for: the template, and "networks; checkpoints of the first; layers". A
 * template that begins with "?" is one of several that are not certain. */
static const struct tree_case {
    const char *tree, *template, *parts;
} cases[] = {
    /* the issue's own */
    {"gen-{1,2}/step{000000,000100,000800}/"
     "{layer2.0.conv1>100x8x4x4,layer10.0.conv1>100x16x2x2,fc>100x24}.npy",
     "{network}/step{step:06}/{layer}.npy", "gen-1 gen-2; 0 100 800; layer2.0.conv1 layer10.0.conv1 fc"},
    {"model_{0,1}_lay{01,02,03,04}.npy", "{network}_{layer}.npy",
     "model_0 model_1; 0; lay01 lay02 lay03 lay04"},
    {"checkpoint-{500,1000,1500}/hidden_states.npz#{layer1,layer2,layer10}",
     "checkpoint-{step}/hidden_states.npz#{layer}", "title; 500 1000 1500; layer1 layer2 layer10"},

    /* folders */
    {"{run-1,run-2}/{0,10,200}/{conv1,conv2,logits}.npy", "{network}/{step}/{layer}.npy",
     "run-1 run-2; 0 10 200; conv1 conv2 logits"},
    {"activations/{gen-1,mem-1}/{0,25,1000}/{conv1>100x8x4x4,fc>100x24,logits>100x10}.npy",
     "activations/{network}/{step}/{layer}.npy", "gen-1 mem-1; 0 25 1000; conv1 fc logits"},
    {"epoch_{1,2,10}/seed_{0,1,2}/{layer4.1,fc}.npy", "epoch_{step}/{network}/{layer}.npy",
     "seed_0 seed_1 seed_2; 1 2 10; layer4.1 fc"},
    {"{resnet18,vgg11}/{conv1>100x8x4x4,fc>100x24}/{0,10,100}.npy", "{network}/{layer}/{step}.npy",
     "resnet18 vgg11; 0 10 100; conv1 fc"},
    {"{conv1>100x8x4x4,fc>100x24,logits>100x10}/{wide,narrow}.npy", "{layer}/{network}.npy",
     "narrow wide; 0; conv1 fc logits"},
    {"generalizing/seed{1,2}/step{0,100}/{a>100x3,b>100x4}.npy "
     "memorizing/seed{1,2}/step{0,100}/{a>100x3,b>100x4}.npy",
     "{network}/step{step}/{layer}.npy",
     "generalizing/seed1 generalizing/seed2 memorizing/seed1 memorizing/seed2; 0 100; a b"},
    {"pythia-70m/step{1,1000,143000}/"
     "{gpt_neox.layers.0.mlp,gpt_neox.layers.0.attention,gpt_neox.layers.1.mlp}.npy",
     "pythia-70m/step{step}/gpt_neox.{layer}.npy",
     "title; 1 1000 143000; layers.0.attention layers.0.mlp layers.1.mlp"},
    {"net{1,2}/step100/{encoder/conv1,encoder/conv2,head}.npy", "{network}/step{step}/{layer}.npy",
     "net1 net2; 100; encoder/conv1 encoder/conv2 head"},
    {"{baseline,gen-1}/{100,200}/{fc>100x24,layer3.0.conv1>100x4}.npy", "{network}/{step}/{layer}.npy",
     "baseline gen-1; 100 200; layer3.0.conv1 fc"},
    {"steps/{10,20,50}/{x>100x3,y>100x5}.npy", "steps/{step}/{layer}.npy", "title; 10 20 50; x y"},

    /* one name for all */
    {"run_seed{0,1}_epoch{5,10}_{conv1,fc}.npy", "run_{network}_epoch{step}_{layer}.npy",
     "seed0 seed1; 5 10; conv1 fc"},
    {"step{0000,0100}_{hidden1>100x32,hidden2>100x24,logits>100x10}.npy", "step{step:04}_{layer}.npy",
     "title; 0 100; hidden1 hidden2 logits"},
    {"w64_{conv1>100x64,conv2>100x128,fc>100x10}.npy w128_{conv1>100x128,conv2>100x256,fc>100x10}.npy",
     "?{network}_{layer}.npy", "w64 w128; 0; conv1 conv2 fc"},
    {"w64_step{0,100}_{conv1>100x64,conv2>100x128,fc>100x10}.npy "
     "w128_step{0,100}_{conv1>100x128,conv2>100x256,fc>100x10}.npy",
     "{network}_step{step}_{layer}.npy", "w64 w128; 0 100; conv1 conv2 fc"},
    {"{gen0,gen1,mem0}_{conv1>100x8x4x4,fc>100x24}.npy", "{network}_{layer}.npy",
     "gen0 gen1 mem0; 0; conv1 fc"},
    {"{conv1>100x8,layer1.0.conv1>100x16,layer1.0.conv2>100x32,layer2.0.conv1>100x64,fc>100x10}.npy",
     "{layer}.npy", "title; 0; conv1 layer1.0.conv1 layer1.0.conv2 layer2.0.conv1 fc"},
    {"layer{1,2,3,10}.npy", "{layer}.npy", "title; 0; layer1 layer2 layer3 layer10"},
    {"{conv1,fc}_step{1,2}.npy", "{layer}_step{step}.npy", "title; 1 2; conv1 fc"},
    {"net{0,1}layer{1,2,3}.npy", "{network}{layer}.npy", "net0 net1; 0; layer1 layer2 layer3"},

    /* steps of other kinds */
    {"ckpt-{100,200,final}/{fc>100x3,conv>100x4}.npy", "ckpt-{checkpoint}/{layer}.npy",
     "title; 100=100 200=200 final=201; conv fc"},
    {"{init,final}/{conv1>100x3,fc>100x4}.npy", "{checkpoint}/{layer}.npy",
     "title; init=0 final=1; conv1 fc"},
    {"epoch=0-step=50/{fc,conv}.npy epoch=1-step=100/{fc,conv}.npy epoch=2-step=150/{fc,conv}.npy",
     "{checkpoint}/{layer}.npy",
     "title; epoch=0-step=50=50 epoch=1-step=100=100 epoch=2-step=150=150; conv fc"},
    {"iter_{0001000,0200000}/{fc,conv}.npy", "iter_{step:07}/{layer}.npy", "title; 1000 200000; conv fc"},
    {"gen-1/gen-1_step{5,10}_{a>100x3,b>100x4}.npy gen-2/gen-2_step{5,10}_{a>100x3,b>100x4}.npy",
     "{network}/{network}_step{step}_{layer}.npy", "gen-1 gen-2; 5 10; a b"},

    /* members */
    {"{run1,run2}.h5#{conv1,fc}/{0,100}", "{network}.h5#{layer}/{step}", "run1 run2; 0 100; conv1 fc"},
    {"net-{1,2}/epoch{1,2}.safetensors#{model.layers.0,model.layers.1,lm_head}",
     "{network}/epoch{step}.safetensors#{layer}", "net-1 net-2; 1 2; model.layers.0 model.layers.1 lm_head"},
    {"step{1,2}/{conv,fc}.npz#arr_0", "step{step}/{layer}.npz#arr_0", "title; 1 2; conv fc"},

    {"lr{0.1,0.01}_seed{0,1}/ckpt_{10,20}/acts/{layer1,layer2}.npy", "{network}/ckpt_{step}/acts/{layer}.npy",
     "lr0.01_seed0 lr0.01_seed1 lr0.1_seed0 lr0.1_seed1; 10 20; layer1 layer2"},
    {"{a,b}/{x,y}.npy", "{network}/{layer}.npy", "a b; 0; x y"},
    {"{0,1,2}/{0,1,2,3}.npy", "?{step}/{layer}.npy", "title; 0 1 2; 0 1 2 3"},
    {"{0,10,20}/{0,1,2,3}.npy", "?{step}/{layer}.npy", "title; 0 10 20; 0 1 2 3"},
    {"vgg_conv{1,2,3}_epoch{10,20}.npy", "vgg_{layer}_epoch{step}.npy", "title; 10 20; conv1 conv2 conv3"},
    {"mnist/{lenet,mlp}/width-{64,128}/seed{0,1}/step_{00010,00200}/{fc1>100x3,fc2>100x4}.npy",
     "mnist/{network}/step_{step:05}/{layer}.npy",
     "lenet/width-64/seed0 lenet/width-64/seed1 lenet/width-128/seed0 lenet/width-128/seed1 "
     "mlp/width-64/seed0 "
     "mlp/width-64/seed1 mlp/width-128/seed0 mlp/width-128/seed1; 10 200; fc1 fc2"},
    {"exp1/checkpoints/{1000,2000}/activations/layer_{0,1,2,11}.npy",
     "exp1/checkpoints/{step}/activations/{layer}.npy", "title; 1000 2000; layer_0 layer_1 layer_2 layer_11"},
    {"step{100,200}/{conv1_100,fc_100}.npy", "step{step}/{layer}.npy", "title; 100 200; conv1_100 fc_100"},
    {"step100/{conv1,fc}_100.npy step200/{conv1,fc}_200.npy", "step{step}/{layer}_{step}.npy",
     "title; 100 200; conv1 fc"},
    {"{fc1,fc2,conv1}_{before,after}.npy", "{layer}_{checkpoint}.npy",
     "title; before=0 after=1; conv1 fc1 fc2"},
    {"checkpoint-{500,1000}/hidden_states/{0,1,2,3,12}.npy", "checkpoint-{step}/hidden_states/{layer}.npy",
     "title; 500 1000; 0 1 2 3 12"},
    {"activations_epoch{1,2}_layer{1,2}_model{1,2}.npy", "activations_epoch{step}_{layer}_{network}.npy",
     "model1 model2; 1 2; layer1 layer2"},
    {"2024-01-0{1,2}_run/step{1,5}/{fc,conv}.npy", "2024-01-{network}_run/step{step}/{layer}.npy",
     "01 02; 1 5; conv fc"},
    {"epoch=1-val_loss=0.{341}/{fc,conv}.npy epoch=2-val_loss=0.321/{fc,conv}.npy",
     "{checkpoint}/{layer}.npy", "title; epoch=1-val_loss=0.341=1 epoch=2-val_loss=0.321=2; conv fc"},
    {"{train,test}/{epoch1,epoch2}/{fc,conv}.npy", "{network}/epoch{step}/{layer}.npy",
     "test train; 1 2; conv fc"},
    {"ResNet50/{layer1,layer2}/seed_{1,2}/act_{00100,00200}.npy",
     "ResNet50/{layer}/{network}/act_{step:05}.npy", "seed_1 seed_2; 100 200; layer1 layer2"},
    {"{adam,sgd}-{1,2}-{10,20}-{conv1>100x3,fc>100x4}.npy", "{network}-{step}-{layer}.npy",
     "adam-1 adam-2 sgd-1 sgd-2; 10 20; conv1 fc"},
    {"cifar10_resnet_{small,large}_it{000,100}_block{1,2,3}.npy",
     "cifar10_resnet_{network}_it{step:03}_{layer}.npy", "large small; 0 100; block1 block2 block3"},
    {"{A,B}.npy", "{layer}.npy", "title; 0; A B"},
    {"run{1,2}/{1,2,3,4}.npy", "?{network}/{step}.npy", "run1 run2; 1 2 3 4; activations"},
    {"run{1,2}/layers/{1,2,3,4}.npy", "{network}/layers/{layer}.npy", "run1 run2; 0; 1 2 3 4"},
    {"run{1,2}/{50,100,1000}.npy", "{network}/{step}.npy", "run1 run2; 50 100 1000; activations"},
    {"acts/{50,100,1000}.npz#{layer1,layer2}", "acts/{step}.npz#{layer}",
     "title; 50 100 1000; layer1 layer2"},

    /* nothing in the names says one of the three */
    {"step{1,2,3}.npy", "step{step}.npy", "title; 1 2 3; activations"},
    {"step{1,2,3}/hidden_states.npy", "step{step}/hidden_states.npy", "title; 1 2 3; hidden_states"},
    {"one.npy", "one.npy", "title; 0; one"},

    /* strays */
    {"gen-{1,2}/step{0,100}/{conv1,conv2,fc}.npy probes.npy labels/all.npy",
     "{network}/step{step}/{layer}.npy", "gen-1 gen-2; 0 100; conv1 conv2 fc"},
    {"gen-{1,2}/step{0,100}/{conv1,conv2,fc}.npy data/mnist/test.npy", "{network}/step{step}/{layer}.npy",
     "gen-1 gen-2; 0 100; conv1 conv2 fc"},
    {"gen-{1,2}/step{0,100}/{conv1,conv2,fc}.npy gen-{1,2}/step{0,100}/weights.npz#{conv1.w,fc.w}",
     "{network}/step{step}/{layer}.npy", "gen-1 gen-2; 0 100; conv1 conv2 fc"},

    /* braces are doubled */
    {"a}{1,2}/{conv,fc}.npy", "{network}/{layer}.npy", "a}1 a}2; 0; conv fc"},
};

static void join(FILE *out, const char *text, bool first)
{
    fprintf(out, first ? "%s" : " %s", text);
}

/* "networks; checkpoints of the first; layers" */
static char *describe(const struct guess *guess)
{
    char *text = NULL;
    size_t size;
    FILE *out = open_memstream(&text, &size);

    for (size_t i = 0; i < guess->network_count; i++)
        join(out, guess->networks[i].name, i == 0);
    fputs("; ", out);
    for (size_t i = 0; i < guess->networks[0].checkpoint_count; i++) {
        const struct checkpoint *checkpoint = &guess->networks[0].checkpoints[i];
        char step[24];

        join(out, checkpoint->name, i == 0);
        snprintf(step, sizeof step, "%lld", (long long)checkpoint->step);
        if (strstr(guess->reading.answers[0].value, "{checkpoint}"))
            fprintf(out, "=%s", step);
        else
            cr_expect_str_eq(step, checkpoint->name);
    }
    fputs("; ", out);
    for (size_t i = 0; i < guess->layer_count; i++)
        join(out, guess->layers[i].name, i == 0);
    fclose(out);
    return text;
}

static void show_readings(const struct tree_case *one, const struct guess *guess)
{
    for (size_t i = 0; i < guess->reading.count; i++)
        printf("%-60.60s %6.1f %s\n", one->tree, guess->named.readings[i].points,
               guess->reading.answers[i].value);
}

/* Every name comes back from the template and what was read from it. */
static void expect_expansions(const struct guess *guess)
{
    const char *template = guess->reading.answers[guess->reading.chosen].value;
    const struct reading *reading = &guess->named.readings[guess->reading.chosen];

    for (size_t i = 0; i < guess->named.count; i++) {
        char *texts[ROLE_COUNT], *member, *path;
        struct template_values values = {0};

        for (int role = 0; role < ROLE_COUNT; role++) {
            struct span span = role_span(&guess->named.names, reading, (enum role)role, i);

            texts[role] = strndup(guess->named.list[i].text + span.start, span.end - span.start);
        }
        values = (struct template_values){texts[ROLE_NETWORK], texts[ROLE_STEP], texts[ROLE_LAYER],
                                          atoll(texts[ROLE_STEP])};
        path = template_expand(template, &values, &member);
        cr_expect_str_eq(path, guess->named.entries[i]->path, "%s: %s instead of %s (%s, %s, %s)", template,
                         path, guess->named.entries[i]->path, texts[0], texts[1], texts[2]);
        cr_expect((!member && !guess->named.entries[i]->member) ||
                  (member && strcmp(member, guess->named.entries[i]->member) == 0));
        for (int role = 0; role < ROLE_COUNT; role++)
            free(texts[role]);
        free(path);
        free(member);
    }
}

static void check_case(const struct tree_case *one)
{
    struct cca_catalog catalog = tree_make(one->tree);
    struct guess guess = {0};
    const char *template = one->template + (one->template[0] == '?');
    char *parts;

    if (!guess_names(catalog.entries, catalog.count, "title", &guess)) {
        cr_expect_fail("%s: nothing", one->tree);
        cca_catalog_free(&catalog);
        return;
    }
    if (getenv("SHOW_READINGS"))
        show_readings(one, &guess);
    expect_expansions(&guess);
    guess_experiment(&guess);
    parts = describe(&guess);
    cr_expect_str_eq(guess.reading.answers[0].value, template, "%s: %s instead of %s", one->tree,
                     guess.reading.answers[0].value, template);
    cr_expect_eq(guess.reading.certain, one->template[0] != '?', "%s: certain instead of not, or not",
                 one->tree);
    cr_expect(strcmp(parts, one->parts) == 0, "%s: %s instead of %s", one->tree, parts, one->parts);
    free(parts);
    guess_free(&guess);
    cca_catalog_free(&catalog);
}

Test(names, tell_networks_steps_and_layers)
{
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        check_case(&cases[i]);
}

Test(names, come_back_from_what_is_read)
{
    size_t read = 0;

    for (unsigned seed = 0, next = 0; seed < 3000; next = ++seed) {
        struct cca_catalog catalog = tree_random(&next);
        struct guess guess = {0};

        if (guess_names(catalog.entries, catalog.count, "title", &guess)) {
            read++;
            for (guess.reading.chosen = 0; guess.reading.chosen < guess.reading.count; guess.reading.chosen++)
                expect_expansions(&guess);
            guess.reading.chosen = 0;
            guess_experiment(&guess);
            guess_samples(&guess);
            guess_axes(&guess);
            guess_layers(&guess);
        }
        guess_free(&guess);
        cca_catalog_free(&catalog);
    }
    cr_expect_gt(read, 2000);
}
