/* Classifies images of 8x8 pixels from standard input, and writes the scores of the digits. With a
 * number as argument that event of the accelerator fails in each run. */
#include "digits.h"
#include "npu.h"

#include <stdio.h>
#include <stdlib.h>

int main(int count, char **arguments)
{
    struct npu npu = {0};
    int8_t image[DIGITS_IMAGE_COUNT], logits[DIGITS_LOGITS_COUNT];
    const struct digits_inputs inputs = {.image = image};
    const struct digits_outputs outputs = {.logits = logits};
    const struct digits_devices devices = {.npu = &npu};
    npu.failing = count > 1 ? atoi(arguments[1]) : -1;
    while (fread(image, sizeof image, 1, stdin) == 1) {
        npu.events = 0;
        int32_t status = digits_run(&inputs, &outputs, &devices);
        if (status == DIGITS_OK) {
            fwrite(logits, sizeof logits, 1, stdout);
        } else {
            fprintf(stderr, "status %d\n", (int)status);
        }
    }
    fprintf(stderr, "activated %d, opened %d, convolutions %d, events %d, still active %d, still open %d\n",
            npu.activated, npu.opened, npu.convolutions, npu.events, npu.active, npu.open);
    return 0;
}
