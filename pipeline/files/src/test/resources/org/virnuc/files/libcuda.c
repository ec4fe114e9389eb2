/*
 * Stands for NVIDIA's libcuda.so.1 in tests: it tells of GPUs that are not there, and can compute nothing.
 * INIT is what cuInit answers (100: no device), VERSION the CUDA it supports, DEVICES how many GPUs it has.
 */
#include <stdio.h>
#include <string.h>

#ifndef INIT
#define INIT 0
#endif
#ifndef VERSION
#define VERSION 12080
#endif
#ifndef DEVICES
#define DEVICES 0
#endif

#define NO_DEVICE 100
#define NOT_HERE 801

int cuInit(unsigned flags) { (void)flags; return INIT; }
int cuDriverGetVersion(int *version) { *version = VERSION; return 0; }
int cuDeviceGetCount(int *count) { *count = DEVICES; return INIT; }

int cuDeviceGet(int *device, int number) {
    if (number >= DEVICES) return 101;
    *device = number;
    return 0;
}

int cuDeviceGetName(char *name, int length, int device) {
    snprintf(name, length, device == 0 ? "NVIDIA Made-Up 80GB" : "NVIDIA Made-Up MIG 1g.10gb");
    return 0;
}

int cuDeviceGetPCIBusId(char *bus, int length, int device) {
    snprintf(bus, length, "0000:%02X:00.0", 0x1B + device);
    return 0;
}

int cuDeviceTotalMem_v2(size_t *bytes, int device) { *bytes = (80ul - 70ul * device) << 30; return 0; }

int cuDeviceGetAttribute(int *value, int attribute, int device) {
    (void)device;
    *value = attribute == 75 ? 9 : 0;
    return 0;
}

int cuDevicePrimaryCtxRetain(void **context, int device) { *context = (void *)(long)(device + 1); return 0; }
int cuDevicePrimaryCtxRelease_v2(int device) { (void)device; return 0; }
int cuCtxPushCurrent_v2(void *context) { return context ? 0 : 201; }
int cuCtxPopCurrent_v2(void **context) { *context = 0; return 0; }
int cuMemGetInfo_v2(size_t *available, size_t *total) { *available = 5ul << 30; *total = 80ul << 30; return 0; }

/* What libtorch's own libraries name besides; without a GPU nobody calls it. */
int cuCtxGetCurrent(void **context) { *context = 0; return INIT; }
int cuCtxSetCurrent(void *context) { (void)context; return NO_DEVICE; }
int cuDevicePrimaryCtxGetState(int device, unsigned *flags, int *active) { (void)device; *flags = 0; *active = 0; return NO_DEVICE; }
int cuGetErrorString(int code, const char **text) { *text = code == NO_DEVICE ? "no CUDA-capable device is detected" : "a stub"; return 0; }
int cuFuncGetAttribute(void) { return NOT_HERE; }
int cuFuncSetAttribute(void) { return NOT_HERE; }
int cuLaunchCooperativeKernel(void) { return NOT_HERE; }
int cuLaunchKernel(void) { return NOT_HERE; }
int cuLinkAddData_v2(void) { return NOT_HERE; }
int cuLinkComplete(void) { return NOT_HERE; }
int cuLinkCreate_v2(void) { return NOT_HERE; }
int cuModuleGetFunction(void) { return NOT_HERE; }
int cuModuleLoadData(void) { return NOT_HERE; }
int cuModuleLoadDataEx(void) { return NOT_HERE; }
int cuModuleUnload(void) { return NOT_HERE; }
int cuOccupancyMaxActiveBlocksPerMultiprocessor(void) { return NOT_HERE; }
int cuTensorMapEncodeTiled(void) { return NOT_HERE; }
