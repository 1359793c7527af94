from xdsl.dialects.emitc import EMITC
