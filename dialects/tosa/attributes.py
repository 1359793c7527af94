"""Types and attributes of TOSA: shapes, modes, and the descriptions of a target."""

from typing import Any, ClassVar, TypeVar

from xdsl.dialects.builtin import ArrayAttr, IntAttr
from xdsl.dialects.tosa import NanModeAttr, RoundingModeAttr
from xdsl.dialects.utils import EnumAttribute
from xdsl.ir import Attribute, ParametrizedAttribute, TypeAttribute
from xdsl.irdl import irdl_attr_definition
from xdsl.parser import AttrParser
from xdsl.printer import Printer
from xdsl.utils.exceptions import VerifyException
from xdsl.utils.hints import isa
from xdsl.utils.str_enum import StrEnum


@irdl_attr_definition
class ShapeType(ParametrizedAttribute, TypeAttribute):
    """A list of `rank` dimensions, known when the program is compiled: `!tosa.shape<4>`."""

    name = "tosa.shape"

    rank: IntAttr

    @classmethod
    def parse_parameters(cls, parser: AttrParser) -> list[Attribute]:
        """Parse `<4>`."""
        with parser.in_angle_brackets():
            return [IntAttr(parser.parse_integer(allow_boolean=False))]

    def print_parameters(self, printer: Printer) -> None:
        """Print `<4>`."""
        with printer.in_angle_brackets():
            printer.print_int(self.rank.data)

    def verify(self) -> None:
        """Check that the rank is not negative."""
        if self.rank.data < 0:
            raise VerifyException("invalid rank (must be >= 0): " + str(self.rank.data))


@irdl_attr_definition
class MXInt8Type(ParametrizedAttribute, TypeAttribute):
    """The 8-bit integer of the OCP microscaling formats, in units of 1/64: `!tosa.mxint8`."""

    name = "tosa.mxint8"


Choice = TypeVar("Choice", bound=StrEnum)


def parse_choice(parser: AttrParser, choices: type[Choice]) -> Choice:
    """Parse a value of an enumeration, written as a keyword, a string, or like `8k`."""
    position = parser.pos
    text = parser.parse_optional_identifier() or parser.parse_optional_str_literal()
    if text is None:
        number = parser.parse_optional_integer(allow_boolean=False, allow_negative=False)
        suffix = parser.parse_optional_identifier()
        text = f"{'' if number is None else number}{suffix or ''}"
    if text not in [choice.value for choice in choices]:
        expected = ", ".join(choice.value for choice in choices)
        parser.raise_error(f"expected one of {expected}", position)
    return choices(text)


class InAngleBrackets:
    """Syntax of an enumeration's attribute: `<value>`, quoted if it is no keyword (`<"8k">`)."""

    enum_type: ClassVar[type[StrEnum]]

    @classmethod
    def parse_parameter(cls, parser: AttrParser) -> Any:
        """Parse the value in angle brackets."""
        with parser.in_angle_brackets():
            return parse_choice(parser, cls.enum_type)

    def print_parameter(self: Any, printer: Printer) -> None:
        """Print the value in angle brackets."""
        with printer.in_angle_brackets():
            printer.print_identifier_or_string_literal(self.data.value)


class ResizeMode(StrEnum):
    """How `tosa.resize` finds values between those of its input."""

    NEAREST_NEIGHBOR = "NEAREST_NEIGHBOR"
    BILINEAR = "BILINEAR"


class BlockSize(StrEnum):
    """How many values of a block-scaled tensor share one scale."""

    BLOCK_SIZE_32 = "BLOCK_SIZE_32"


class Profile(StrEnum):
    """What a target must support: integers or floats."""

    PRO_INT = "pro_int"
    PRO_FP = "pro_fp"
    NONE = "none"


class Extension(StrEnum):
    """What a target may support besides a profile."""

    NONE = "none"
    INT16 = "int16"
    INT4 = "int4"
    BF16 = "bf16"
    FP8E4M3 = "fp8e4m3"
    FP8E5M2 = "fp8e5m2"
    FFT = "fft"
    VARIABLE = "variable"
    CONTROLFLOW = "controlflow"
    DOUBLEROUND = "doubleround"
    INEXACTROUND = "inexactround"
    DYNAMIC = "dynamic"
    MXFP = "mxfp"
    INT64 = "int64"
    SHAPE = "shape"


class Level(StrEnum):
    """Limits of ranks and sizes: `8k` or none."""

    NONE = "none"
    EIGHT_K = "8k"


class SpecificationVersion(StrEnum):
    """The version of the specification that a program keeps to."""

    V_1_0 = "1.0"
    V_1_1_DRAFT = "1.1.draft"


@irdl_attr_definition
class ResizeModeAttr(InAngleBrackets, EnumAttribute[ResizeMode]):
    """`#tosa.resize_mode<BILINEAR>`, in custom syntax the bare keyword."""

    name = "tosa.resize_mode"


@irdl_attr_definition
class BlockSizeAttr(InAngleBrackets, EnumAttribute[BlockSize]):
    """`#tosa.block_size<BLOCK_SIZE_32>`, in custom syntax the bare keyword."""

    name = "tosa.block_size"


@irdl_attr_definition
class ProfileAttr(InAngleBrackets, EnumAttribute[Profile]):
    """`#tosa.prof<pro_int>`."""

    name = "tosa.prof"


@irdl_attr_definition
class ExtensionAttr(InAngleBrackets, EnumAttribute[Extension]):
    """`#tosa.ext<int16>`."""

    name = "tosa.ext"


@irdl_attr_definition
class LevelAttr(InAngleBrackets, EnumAttribute[Level]):
    """`#tosa.level<"8k">`."""

    name = "tosa.level"


@irdl_attr_definition
class SpecificationVersionAttr(InAngleBrackets, EnumAttribute[SpecificationVersion]):
    """`#tosa.specification_version<"1.0">`."""

    name = "tosa.specification_version"


def _parse_int_fields(parser: AttrParser, names: tuple[str, ...]) -> list[Attribute]:
    """Parse `<first = 1, second = 2>`."""
    values: list[Attribute] = []
    with parser.in_angle_brackets():
        for index, name in enumerate(names):
            if index:
                parser.parse_punctuation(",")
            parser.parse_keyword(name)
            parser.parse_punctuation("=")
            values.append(IntAttr(parser.parse_integer(allow_boolean=False)))
    return values


class ZeroPoints(ParametrizedAttribute):
    """Base of the attributes that name zero points, which no op takes any more."""

    @classmethod
    def parse_parameters(cls, parser: AttrParser) -> list[Attribute]:
        """Parse `<input_zp = 1, ...>`."""
        names = tuple(name for name, _ in cls.get_irdl_definition().parameters)
        return _parse_int_fields(parser, names)

    def print_parameters(self, printer: Printer) -> None:
        """Print `<input_zp = 1, ...>`."""
        names = [name for name, _ in self.get_irdl_definition().parameters]
        with printer.in_angle_brackets():
            values = zip(names, self.parameters, strict=True)
            printer.print_list(
                [f"{n} = {v.data}" for n, v in values if isa(v, IntAttr)],
                printer.print_string,
            )


@irdl_attr_definition
class UnaryQuantAttr(ZeroPoints):
    """`#tosa.unary_quant<input_zp = 1, output_zp = 2>`."""

    name = "tosa.unary_quant"

    input_zp: IntAttr
    output_zp: IntAttr


@irdl_attr_definition
class ConvQuantAttr(ZeroPoints):
    """`#tosa.conv_quant<input_zp = 1, weight_zp = 2>`."""

    name = "tosa.conv_quant"

    input_zp: IntAttr
    weight_zp: IntAttr


@irdl_attr_definition
class MatMulQuantAttr(ZeroPoints):
    """`#tosa.matmul_quant<a_zp = 1, b_zp = 2>`."""

    name = "tosa.matmul_quant"

    a_zp: IntAttr
    b_zp: IntAttr


@irdl_attr_definition
class PadQuantAttr(ZeroPoints):
    """`#tosa.pad_quant<input_zp = 1>`."""

    name = "tosa.pad_quant"

    input_zp: IntAttr


@irdl_attr_definition
class TargetEnvAttr(ParametrizedAttribute):
    """What a program may use.

    `#tosa.target_env<specification_version = "1.0", level = "8k", profiles = [pro_int],
    extensions = [int16]>`
    """

    name = "tosa.target_env"

    specification_version: SpecificationVersionAttr
    level: LevelAttr
    profiles: ArrayAttr[ProfileAttr]
    extensions: ArrayAttr[ExtensionAttr]

    @classmethod
    def parse_parameters(cls, parser: AttrParser) -> list[Attribute]:
        """Parse the four fields."""

        def field(name: str) -> None:
            parser.parse_keyword(name)
            parser.parse_punctuation("=")

        with parser.in_angle_brackets():
            field("specification_version")
            version = parse_choice(parser, SpecificationVersion)
            parser.parse_punctuation(",")
            field("level")
            level = parse_choice(parser, Level)
            parser.parse_punctuation(",")
            field("profiles")
            profiles = parser.parse_comma_separated_list(
                parser.Delimiter.SQUARE, lambda: parse_choice(parser, Profile)
            )
            parser.parse_punctuation(",")
            field("extensions")
            extensions = parser.parse_comma_separated_list(
                parser.Delimiter.SQUARE, lambda: parse_choice(parser, Extension)
            )
        return [
            SpecificationVersionAttr(version),
            LevelAttr(level),
            ArrayAttr([ProfileAttr(profile) for profile in profiles]),
            ArrayAttr([ExtensionAttr(extension) for extension in extensions]),
        ]

    def print_parameters(self, printer: Printer) -> None:
        """Print the four fields."""
        profiles = ", ".join(profile.data.value for profile in self.profiles)
        extensions = ", ".join(extension.data.value for extension in self.extensions)
        with printer.in_angle_brackets():
            printer.print_string("specification_version = ")
            printer.print_identifier_or_string_literal(self.specification_version.data.value)
            printer.print_string(", level = ")
            printer.print_identifier_or_string_literal(self.level.data.value)
            printer.print_string(f", profiles = [{profiles}], extensions = [{extensions}]")


TYPES: list[type[Attribute]] = [ShapeType, MXInt8Type]

ATTRIBUTES: list[type[Attribute]] = [
    NanModeAttr,
    RoundingModeAttr,
    ResizeModeAttr,
    BlockSizeAttr,
    ProfileAttr,
    ExtensionAttr,
    LevelAttr,
    SpecificationVersionAttr,
    UnaryQuantAttr,
    ConvQuantAttr,
    MatMulQuantAttr,
    PadQuantAttr,
    TargetEnvAttr,
]
