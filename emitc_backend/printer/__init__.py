"""The C printer: emitc IR to C99 source (`microaot-c`) and header (`microaot-header`).

The printer obeys the IR: what is one C expression is decided by `emitc.expression` ops, what is
`const` by `emitc.const` attributes. It knows how C reads: precedence, promotions, scopes, warnings.
"""
