/* What an expert writes: no descriptors, and nothing to check. */
static void add_one(const float x[3][3], float y[3][3])
{
    for (int i = 0; i < 3; ++i) {
        for (int j = 0; j < 3; ++j) {
            y[i][j] = x[i][j] + 1.0f;
        }
    }
}

void add_via_packed(const float x[3][3], float y[3][3]);

void add_via_packed(const float x[3][3], float y[3][3])
{
    add_one(x, y);
}
