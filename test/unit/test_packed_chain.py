"""A chain of operators costs no more than by hand, and packed far less stack than TVM's."""

import pytest
from code_size import LEVELS, measure
from commands import require_tool
from packed_chain import BY_HAND, TVM_PACKED_STACK, emit


@pytest.mark.parametrize("level", LEVELS)
def test_unpacked_is_as_small_as_by_hand(level: str) -> None:
    require_tool("arm-none-eabi-gcc")
    by_hand, unpacked = measure(emit(BY_HAND), level), measure(emit("unpacked"), level)
    assert unpacked.stack <= 1.05 * by_hand.stack
    assert unpacked.size <= 1.05 * by_hand.size


@pytest.mark.parametrize("level", ["-O0", "-Os"])
@pytest.mark.parametrize("form", ["cpacked, tvm", "cpacked, ffi"])
def test_cpacked_takes_half_of_tvms_stack(form: str, level: str) -> None:
    require_tool("arm-none-eabi-gcc")
    assert measure(emit(form), level).stack <= TVM_PACKED_STACK[level] / 2
