/* The descriptor of a tensor, as DLPack 1.x lays it out.
 *
 * DLPack's own header may be included in the same file, before or after: where the compiler finds
 * <dlpack/dlpack.h>, this header includes it and declares nothing. Elsewhere this header takes its
 * place, and a copy of it that is included later under another path stays out.
 *
 * In C, `device_type` is an enum as in DLPack: four bytes, or one with -fshort-enums, which is the
 * default of bare-metal Arm. In C++ it is always four. Whoever fills a descriptor that the other
 * language may read clears it first, so that the bytes between are zero. Device types and numbers
 * that have no name here are written with a cast: (DLDeviceType)77.
 */
#ifndef MICROAOT_DLPACK_H
#define MICROAOT_DLPACK_H

#include <stddef.h>
#include <stdint.h>

#if !defined(DLPACK_DLPACK_H_) && defined(__has_include)
#if __has_include(<dlpack/dlpack.h>)
#include <dlpack/dlpack.h>
#endif
#endif

#ifndef DLPACK_DLPACK_H_
#define DLPACK_DLPACK_H_

#ifdef __cplusplus
extern "C" {
#endif

#ifdef __cplusplus
typedef enum : int32_t {
#else
typedef enum {
#endif
    kDLCPU = 1,
    kDLCUDA = 2,
    kDLCUDAHost = 3,
    kDLOpenCL = 4,
    kDLVulkan = 7,
    kDLMetal = 8,
    kDLVPI = 9,
    kDLROCM = 10,
    kDLROCMHost = 11,
    kDLExtDev = 12,
    kDLCUDAManaged = 13,
    kDLOneAPI = 14,
    kDLWebGPU = 15,
    kDLHexagon = 16,
    kDLMAIA = 17,
    kDLTrn = 18
} DLDeviceType;

typedef struct {
    DLDeviceType device_type;
    int32_t device_id;
} DLDevice;

/* Values of `DLDataType.code`. */
typedef enum {
    kDLInt = 0,
    kDLUInt = 1,
    kDLFloat = 2,
    kDLOpaqueHandle = 3,
    kDLBfloat = 4,
    kDLComplex = 5,
    kDLBool = 6,
    kDLFloat8_e3m4 = 7,
    kDLFloat8_e4m3 = 8,
    kDLFloat8_e4m3b11fnuz = 9,
    kDLFloat8_e4m3fn = 10,
    kDLFloat8_e4m3fnuz = 11,
    kDLFloat8_e5m2 = 12,
    kDLFloat8_e5m2fnuz = 13,
    kDLFloat8_e8m0fnu = 14,
    kDLFloat6_e2m3fn = 15,
    kDLFloat6_e3m2fn = 16,
    kDLFloat4_e2m1fn = 17
} DLDataTypeCode;

typedef struct {
    uint8_t code;
    uint8_t bits;
    uint16_t lanes;
} DLDataType;

typedef struct {
    void *data;
    DLDevice device;
    int32_t ndim;
    DLDataType dtype;
    int64_t *shape;
    int64_t *strides; /* in elements; NULL: compact, last dimension fastest */
    uint64_t byte_offset;
} DLTensor;

#ifdef __cplusplus
}
#endif

#endif /* DLPACK_DLPACK_H_ */

/* 40 and 48 bytes with 32-bit and 64-bit pointers. Linux on 32-bit x86 aligns less. */
#define MICROAOT_LAYOUT(name, holds) typedef char microaot_layout_of_##name[(holds) ? 1 : -1]
MICROAOT_LAYOUT(DLDataType, sizeof(DLDataType) == 4 && offsetof(DLDataType, lanes) == 2);
MICROAOT_LAYOUT(DLDevice, sizeof(DLDevice) == 8 && offsetof(DLDevice, device_id) == 4);
MICROAOT_LAYOUT(DLTensor_device, offsetof(DLTensor, device) == sizeof(void *));
MICROAOT_LAYOUT(DLTensor_ndim, offsetof(DLTensor, ndim) == sizeof(void *) + 8);
MICROAOT_LAYOUT(DLTensor_dtype, offsetof(DLTensor, dtype) == sizeof(void *) + 12);
MICROAOT_LAYOUT(DLTensor_shape, offsetof(DLTensor, shape) == sizeof(void *) + 16);
MICROAOT_LAYOUT(DLTensor_strides, offsetof(DLTensor, strides) == 2 * sizeof(void *) + 16);
MICROAOT_LAYOUT(DLTensor, sizeof(DLTensor) == offsetof(DLTensor, byte_offset) + 8);
#ifndef __i386__
MICROAOT_LAYOUT(DLTensor_size, sizeof(DLTensor) == (sizeof(void *) == 4 ? 40 : 48));
#endif
#undef MICROAOT_LAYOUT

#endif /* MICROAOT_DLPACK_H */
