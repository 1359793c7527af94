/* How firmware uses the classifier: classify one image, here a seven, and return its class. */

#include "digits.h"

static const int8_t image[1][8][8][1] = {{
    {{ 0}, { 0}, { 9}, {15}, {15}, { 2}, { 0}, { 0}},
    {{ 0}, { 3}, {11}, { 4}, {15}, { 6}, { 0}, { 0}},
    {{ 0}, { 0}, { 0}, { 0}, {16}, { 2}, { 0}, { 0}},
    {{ 0}, { 2}, {12}, {13}, {16}, {16}, {11}, { 0}},
    {{ 0}, { 2}, {12}, {15}, {11}, { 6}, { 1}, { 0}},
    {{ 0}, { 0}, { 3}, {16}, { 0}, { 0}, { 0}, { 0}},
    {{ 0}, { 0}, { 5}, {14}, { 0}, { 0}, { 0}, { 0}},
    {{ 0}, { 0}, {11}, { 7}, { 0}, { 0}, { 0}, { 0}},
}};

int main(void)
{
    int8_t logits[10];
    const struct digits_inputs inputs = {&image[0][0][0][0]};
    const struct digits_outputs outputs = {logits};
    int best = 0;

    if (digits_run(&inputs, &outputs) != DIGITS_OK) {
        return -1;
    }
    for (int digit = 1; digit < 10; ++digit) {
        if (logits[digit] > logits[best]) {
            best = digit;
        }
    }
    return best;
}
