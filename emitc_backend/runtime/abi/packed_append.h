/* Copies a text to `end`, but nothing to `last` or behind it; returns where the copy ends. */
static char *packed_append(char *end, char *last, const char *text)
{
    while (*text != '\0' && end != last) {
        *end++ = *text++;
    }
    return end;
}
