"""How the functions of a module-style runtime take arguments and return results, by ABI."""

from abc import ABC, abstractmethod
from collections.abc import Sequence

from microaot.dialects.packed.entry import ABI


class ModuleABI(ABC):
    """One convention, as pieces of C."""

    parameters: str
    """The parameters of each function."""
    rest: str
    """The arguments of a function that gets all but the first argument."""
    unused: Sequence[str]
    """The parameters that a function without arguments and result does not look at."""
    unused_result: Sequence[str]
    """Those of them that hold a result."""
    no_result: str
    """C that asks whether there is no room for a result."""
    error: str
    """The helper that reports an error."""
    header: str
    """The header of the ABI."""

    @abstractmethod
    def symbol(self, prefix: str, name: str) -> str:
        """The symbol of a function."""

    @abstractmethod
    def read_key(self) -> str:
        """C that reads the first argument into `*index`, or `*text` and `*size`."""

    @abstractmethod
    def return_integer(self, value: str) -> str:
        """C that returns a number."""

    @abstractmethod
    def return_text(self, value: str) -> str:
        """C that returns a string, which is static."""

    @property
    @abstractmethod
    def key_parameters(self) -> tuple[str, str]:
        """Declarations and names of what `read_key` looks at."""


class FFI(ModuleABI):
    """TVM-FFI."""

    parameters = "void *self, const TVMFFIAny *args, int32_t num_args, TVMFFIAny *result"
    rest = "self, args + 1, num_args - 1, result"
    unused = ("self", "args", "num_args")
    unused_result = ("result",)
    no_result = "result == NULL"
    error = "packed_error_ffi"
    header = "ffi.h"

    def symbol(self, prefix: str, name: str) -> str:
        """What `tvm_ffi.load_module` looks for."""
        return f"__tvm_ffi_{name}"

    @property
    def key_parameters(self) -> tuple[str, str]:
        """All is in the arguments."""
        return "const TVMFFIAny *args, int32_t num_args", "args, num_args"

    def read_key(self) -> str:
        """Short strings are in the value, long ones in objects."""
        return """\
    if (num_args < 1 || args == NULL) {
        return false;
    }
    switch (args[0].type_index) {
    case kTVMFFIInt:
        *index = args[0].v_int64;
        return true;
    case kTVMFFIRawStr:
        *text = args[0].v_c_str;
        *size = *text == NULL ? 0 : strlen(*text);
        return *text != NULL;
    case kTVMFFISmallStr:
        *text = args[0].v_bytes;
        *size = args[0].small_str_len;
        return true;
    case kTVMFFIStr:
        if (args[0].v_obj == NULL) {
            return false;
        }
        *text = ((const TVMFFIByteArray *)(const void *)(args[0].v_obj + 1))->data;
        *size = ((const TVMFFIByteArray *)(const void *)(args[0].v_obj + 1))->size;
        return true;
    default:
        return false;
    }"""

    def return_integer(self, value: str) -> str:
        """Type and value."""
        return f"""\
    result->type_index = kTVMFFIInt;
    result->zero_padding = 0;
    result->v_int64 = {value};
    return 0;"""

    def return_text(self, value: str) -> str:
        """The runtime makes a string of it."""
        return f"""\
    TVMFFIByteArray bytes;
    bytes.data = {value};
    bytes.size = strlen(bytes.data);
    return TVMFFIStringFromByteArray(&bytes, result);"""


class TVM(ModuleABI):
    """TVM v0.14."""

    parameters = (
        "TVMValue *args, int *type_codes, int num_args, TVMValue *ret_value, int *ret_type_code, "
        "void *resource_handle"
    )
    rest = "args + 1, type_codes + 1, num_args - 1, ret_value, ret_type_code, resource_handle"
    unused = ("args", "type_codes", "num_args", "resource_handle")
    unused_result = ("ret_value", "ret_type_code")
    no_result = "ret_value == NULL || ret_type_code == NULL"
    error = "packed_error_tvm"
    header = "tvm.h"

    def symbol(self, prefix: str, name: str) -> str:
        """As other packed entries."""
        return f"{prefix}_{name}_packed"

    @property
    def key_parameters(self) -> tuple[str, str]:
        """Types are beside the values."""
        declarations = "const TVMValue *args, const int *type_codes, int num_args"
        return declarations, "args, type_codes, num_args"

    def read_key(self) -> str:
        """Strings end with a zero."""
        return """\
    if (num_args < 1 || args == NULL || type_codes == NULL) {
        return false;
    }
    if (type_codes[0] == kTVMArgInt) {
        *index = args[0].v_int64;
        return true;
    }
    if (type_codes[0] == kTVMStr && args[0].v_str != NULL) {
        *text = args[0].v_str;
        *size = strlen(*text);
        return true;
    }
    return false;"""

    def return_integer(self, value: str) -> str:
        """Type and value are apart."""
        return f"""\
    ret_value->v_int64 = {value};
    *ret_type_code = kTVMArgInt;
    return 0;"""

    def return_text(self, value: str) -> str:
        """A pointer to it."""
        return f"""\
    ret_value->v_str = {value};
    *ret_type_code = kTVMStr;
    return 0;"""


MODULE_ABIS: dict[ABI, ModuleABI] = {ABI.FFI: FFI(), ABI.TVM: TVM()}
