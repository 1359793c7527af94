"""Functions on tensors, for each kind of op that the interpreter of `microaot verify` knows."""

HEAD = """
%c0 = arith.constant 0 : index
%c1 = arith.constant 1 : index
%c2 = arith.constant 2 : index
%c3 = arith.constant 3 : index
"""

A, V, INDICES = "tensor<3x4xi32>", "tensor<4xi32>", "tensor<4xi64>"

PROGRAMS: dict[str, tuple[tuple[str, ...], str, str]] = {
    "splat": (
        (A, V),
        A,
        """%e = tensor.extract %y[%c2] : tensor<4xi32>
        %r = tensor.splat %e : tensor<3x4xi32>""",
    ),
    "from_elements": (
        (V, V),
        "tensor<1x2xi32>",
        """%a = tensor.extract %x[%c3] : tensor<4xi32>
        %b = tensor.extract %y[%c0] : tensor<4xi32>
        %r = tensor.from_elements %a, %b : tensor<1x2xi32>""",
    ),
    "insert": (
        (A, V),
        A,
        """%a = tensor.extract %y[%c3] : tensor<4xi32>
        %r = tensor.insert %a into %x[%c2, %c1] : tensor<3x4xi32>""",
    ),
    "generate": (
        (A, V),
        A,
        """%r = tensor.generate {
        ^bb0(%i: index, %j: index):
          %a = tensor.extract %x[%i, %j] : tensor<3x4xi32>
          %b = tensor.extract %y[%j] : tensor<4xi32>
          %k = arith.index_cast %i : index to i32
          %s = arith.muli %b, %k : i32
          %t = arith.addi %a, %s : i32
          tensor.yield %t : i32
        } : tensor<3x4xi32>""",
    ),
    "generate_each": (
        (A, V),
        A,
        """%r = tensor.generate {
        ^bb0(%i: index, %j: index):
          %less = arith.cmpi slt, %i, %j : index
          %t = scf.if %less -> (i32) {
            %a = tensor.extract %x[%i, %j] : tensor<3x4xi32>
            scf.yield %a : i32
          } else {
            %b = tensor.extract %y[%j] : tensor<4xi32>
            scf.yield %b : i32
          }
          tensor.yield %t : i32
        } : tensor<3x4xi32>""",
    ),
    "slices": (
        (A, V),
        A,
        """%s = tensor.extract_slice %x[%c1, 0] [1, 2] [1, 3] : tensor<3x4xi32> to tensor<2xi32>
        %t = tensor.insert_slice %s into %x[2, %c1] [1, 2] [1, 2]
          : tensor<2xi32> into tensor<3x4xi32>
        %u = tensor.extract_slice %t[0, 1] [%c2, 1] [2, 1] : tensor<3x4xi32> to tensor<?x1xi32>
        %r = tensor.insert_slice %u into %t[0, 3] [%c2, 1] [1, 1]
          : tensor<?x1xi32> into tensor<3x4xi32>""",
    ),
    "shapes": (
        (A, V),
        "tensor<2x2x3xi32>",
        """%f = tensor.collapse_shape %x [[0, 1]] : tensor<3x4xi32> into tensor<12xi32>
        %r = tensor.expand_shape %f [[0, 1, 2]] output_shape [2, 2, 3]
          : tensor<12xi32> into tensor<2x2x3xi32>""",
    ),
    "pad": (
        (A, V),
        "tensor<5x6xi32>",
        """%b = tensor.extract %y[%c1] : tensor<4xi32>
        %p = tensor.pad %x low[%c1, 0] high[%c1, 2] {
        ^bb0(%i: index, %j: index):
          tensor.yield %b : i32
        } : tensor<3x4xi32> to tensor<?x6xi32>
        %r = tensor.cast %p : tensor<?x6xi32> to tensor<5x6xi32>""",
    ),
    "dims": (
        (A, V),
        INDICES,
        """%t = tensor.cast %x : tensor<3x4xi32> to tensor<?x4xi32>
        %m = tensor.dim %t, %c0 : tensor<?x4xi32>
        %n = tensor.dim %x, %c1 : tensor<3x4xi32>
        %k = tensor.rank %x : tensor<3x4xi32>
        %o0 = arith.index_cast %m : index to i64
        %o1 = arith.index_cast %n : index to i64
        %o2 = arith.index_cast %k : index to i64
        %o3 = arith.index_cast %m : index to i64
        %r = tensor.from_elements %o0, %o1, %o2, %o3 : tensor<4xi64>""",
    ),
    "affine": (
        (A, V),
        INDICES,
        """%a = affine.apply affine_map<(d0)[s0] -> (d0 * 3 - s0 floordiv 2)>(%c3)[%c1]
        %b = affine.min affine_map<(d0) -> (d0 mod 2, d0 ceildiv 2, 7)>(%c3)
        %c = affine.max affine_map<(d0) -> (d0 - 9, -d0)>(%c3)
        %i, %j = affine.delinearize_index %a into (4, 5) : index, index
        %l = affine.linearize_index [%j, %i] by (5, 7) : index
        %o0 = arith.index_cast %l : index to i64
        %o1 = arith.index_cast %b : index to i64
        %o2 = arith.index_cast %c : index to i64
        %o3 = arith.index_cast %j : index to i64
        %r = tensor.from_elements %o0, %o1, %o2, %o3 : tensor<4xi64>""",
    ),
    "loop": (
        (A, V),
        V,
        """%r = scf.for %i = %c0 to %c3 step %c2 iter_args(%acc = %y) -> (tensor<4xi32>) {
          %row = tensor.extract_slice %x[%i, 0] [1, 4] [1, 1] : tensor<3x4xi32> to tensor<4xi32>
          %s = linalg.sub ins(%row, %acc : tensor<4xi32>, tensor<4xi32>)
            outs(%y : tensor<4xi32>) -> tensor<4xi32>
          scf.yield %s : tensor<4xi32>
        }""",
    ),
    "while": (
        (A, V),
        INDICES,
        """%n:2 = scf.while (%i = %c1, %j = %c0) : (index, index) -> (index, index) {
          %hundred = arith.constant 100 : index
          %more = arith.cmpi slt, %i, %hundred : index
          scf.condition(%more) %i, %j : index, index
        } do {
        ^bb0(%i: index, %j: index):
          %k = arith.muli %i, %c3 : index
          %l = arith.addi %j, %c1 : index
          scf.yield %k, %l : index, index
        }
        %o0 = arith.index_cast %n#0 : index to i64
        %o1 = arith.index_cast %n#1 : index to i64
        %o2 = arith.index_cast %c0 : index to i64
        %o3 = arith.index_cast %c0 : index to i64
        %r = tensor.from_elements %o0, %o1, %o2, %o3 : tensor<4xi64>""",
    ),
    "switch": (
        (A, V),
        V,
        """%a = tensor.extract %y[%c0] : tensor<4xi32>
        %b = arith.index_cast %a : i32 to index
        %k = arith.remsi %b, %c2 : index
        %r = scf.index_switch %k -> tensor<4xi32>
        case 1 { scf.yield %y : tensor<4xi32> }
        default {
          %s = tensor.extract_slice %x[0, 0] [1, 4] [1, 1] : tensor<3x4xi32> to tensor<4xi32>
          scf.yield %s : tensor<4xi32>
        }""",
    ),
    "forall": (
        (A, V),
        A,
        """%r = scf.forall (%i, %j) in (3, 2) shared_outs(%o = %x) -> (tensor<3x4xi32>) {
          %k = arith.muli %j, %c2 : index
          %s = tensor.extract_slice %y[%k] [2] [1] : tensor<4xi32> to tensor<2xi32>
          scf.forall.in_parallel {
            tensor.parallel_insert_slice %s into %o[%i, %k] [1, 2] [1, 1]
              : tensor<2xi32> into tensor<3x4xi32>
          }
        }""",
    ),
    "call": ((A, V), V, "%r = func.call @double(%y) : (tensor<4xi32>) -> tensor<4xi32>"),
    "constant": (
        (A, V),
        V,
        """%k = arith.constant dense<[1, -2, 3, 2147483647]> : tensor<4xi32>
        %r = linalg.add ins(%k, %y : tensor<4xi32>, tensor<4xi32>) outs(%y : tensor<4xi32>)
          -> tensor<4xi32>""",
    ),
    "transposed": (
        (A, V),
        "tensor<4x3xi32>",
        """%e = tensor.empty() : tensor<4x3xi32>
        %r = linalg.transpose ins(%x : tensor<3x4xi32>) outs(%e : tensor<4x3xi32>)
          permutation = [1, 0]""",
    ),
    "broadcast": (
        (A, V),
        A,
        """%r = linalg.broadcast ins(%y : tensor<4xi32>) outs(%x : tensor<3x4xi32>)
          dimensions = [0]""",
    ),
    "reduce": (
        (A, V),
        V,
        """%r = linalg.reduce ins(%x : tensor<3x4xi32>) outs(%y : tensor<4xi32>) dimensions = [0]
        (%a: i32, %b: i32) {
          %s = arith.subi %a, %b : i32
          linalg.yield %s : i32
        }""",
    ),
    "argmax": (
        (A, "tensor<3xi32>", "tensor<3xi32>"),
        "tensor<3xi32>",
        """%m, %r = linalg.generic {
          indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (i)>,
                           affine_map<(i, j) -> (i)>],
          iterator_types = ["parallel", "reduction"]
        } ins(%x : tensor<3x4xi32>) outs(%y, %z : tensor<3xi32>, tensor<3xi32>) {
        ^bb0(%in: i32, %best: i32, %at: i32):
          %i = linalg.index 1 : index
          %j = arith.index_cast %i : index to i32
          %more = arith.cmpi sgt, %in, %best : i32
          %new = arith.select %more, %in, %best : i32
          %where = arith.select %more, %j, %at : i32
          linalg.yield %new, %where : i32, i32
        } -> (tensor<3xi32>, tensor<3xi32>)""",
    ),
    "gathering": (
        (A, V),
        A,
        """%r = linalg.generic {
          indexing_maps = [affine_map<(i, j) -> (j)>, affine_map<(i, j) -> (i, j)>],
          iterator_types = ["parallel", "parallel"]
        } ins(%y : tensor<4xi32>) outs(%x : tensor<3x4xi32>) {
        ^bb0(%in: i32, %out: i32):
          %i = linalg.index 0 : index
          %wide = arith.index_cast %in : i32 to index
          %j = index.remu %wide, %c3
          %v = tensor.extract %x[%j, %i] : tensor<3x4xi32>
          %s = arith.subi %v, %out : i32
          linalg.yield %s : i32
        } -> tensor<3x4xi32>""",
    ),
    "branching": (
        (A, V),
        V,
        """%r = linalg.generic {
          indexing_maps = [affine_map<(i, j) -> (i, j)>, affine_map<(i, j) -> (j)>],
          iterator_types = ["reduction", "parallel"]
        } ins(%x : tensor<3x4xi32>) outs(%y : tensor<4xi32>) {
        ^bb0(%in: i32, %out: i32):
          %j = linalg.index 1 : index
          %less = arith.cmpi slt, %in, %out : i32
          %s = scf.if %less -> (i32) {
            %k = arith.index_cast %j : index to i32
            %t = arith.muli %out, %k : i32
            scf.yield %t : i32
          } else {
            scf.yield %in : i32
          }
          linalg.yield %s : i32
        } -> tensor<4xi32>""",
    ),
    "map": (
        (V, V),
        V,
        """%r = linalg.map { arith.maxsi } ins(%x, %y : tensor<4xi32>, tensor<4xi32>)
          outs(%x : tensor<4xi32>)""",
    ),
    "scalars": (
        ("tensor<f32>",),
        "tensor<f32>",
        """%k = tensor.extract %x[] : tensor<f32>
        %s = arith.mulf %k, %k : f32
        %f = linalg.fill ins(%s : f32) outs(%x : tensor<f32>) -> tensor<f32>
        %r = linalg.sub ins(%f, %x : tensor<f32>, tensor<f32>) outs(%f : tensor<f32>)
          -> tensor<f32>""",
    ),
    "nothing": (
        ("tensor<3x0xf32>", "tensor<0x4xf32>", "tensor<3x4xf32>"),
        "tensor<3x4xf32>",
        """%r = linalg.matmul ins(%x, %y : tensor<3x0xf32>, tensor<0x4xf32>)
          outs(%z : tensor<3x4xf32>) -> tensor<3x4xf32>""",
    ),
    "matmul": (
        ("tensor<3x5xf32>", "tensor<5x4xf32>", "tensor<3x4xf32>"),
        "tensor<3x4xf32>",
        """%r = linalg.matmul ins(%x, %y : tensor<3x5xf32>, tensor<5x4xf32>)
          outs(%z : tensor<3x4xf32>) -> tensor<3x4xf32>""",
    ),
    "halves": (
        ("tensor<3x50xf16>", "tensor<50x4xf16>", "tensor<3x4xf16>"),
        "tensor<3x4xf16>",
        """%r = linalg.matmul ins(%x, %y : tensor<3x50xf16>, tensor<50x4xf16>)
          outs(%z : tensor<3x4xf16>) -> tensor<3x4xf16>""",
    ),
    "convolution": (
        ("tensor<1x9x8x3xi8>", "tensor<4x3x2x3xi8>", "tensor<1x4x6x4xi32>"),
        "tensor<1x4x6x4xi32>",
        """%k = arith.constant -128 : i32
        %l = arith.constant 3 : i32
        %r = linalg.conv_2d_nhwc_fhwc_q
          {strides = dense<[2, 1]> : tensor<2xi64>, dilations = dense<[1, 2]> : tensor<2xi64>}
          ins(%x, %y, %k, %l : tensor<1x9x8x3xi8>, tensor<4x3x2x3xi8>, i32, i32)
          outs(%z : tensor<1x4x6x4xi32>) -> tensor<1x4x6x4xi32>""",
    ),
    "pooling": (
        ("tensor<1x6x6x2xf32>", "tensor<3x3xf32>", "tensor<1x2x2x2xf32>"),
        "tensor<1x2x2x2xf32>",
        """%r = linalg.pooling_nhwc_max
          {strides = dense<[2, 3]> : tensor<2xi64>, dilations = dense<1> : tensor<2xi64>}
          ins(%x, %y : tensor<1x6x6x2xf32>, tensor<3x3xf32>)
          outs(%z : tensor<1x2x2x2xf32>) -> tensor<1x2x2x2xf32>""",
    ),
}
"""By name: the types of `%x`, `%y` and `%z`, that of the result, and the ops that give `%r`."""

DOUBLE = """
func.func private @double(%x: tensor<4xi32>) -> tensor<4xi32> {
  %r = linalg.add ins(%x, %x : tensor<4xi32>, tensor<4xi32>) outs(%x : tensor<4xi32>)
    -> tensor<4xi32>
  return %r : tensor<4xi32>
}
"""
"""What the function `call` calls."""


def function(name: str) -> str:
    """The text of a function."""
    types, result, body = PROGRAMS[name]
    parameters = ", ".join(f"%{p}: {type}" for p, type in zip("xyz", types, strict=False))
    head = f"func.func @{name}({parameters}) -> {result} {{"
    return f"{head}\n{HEAD}{body}\nreturn %r : {result}\n}}\n"
