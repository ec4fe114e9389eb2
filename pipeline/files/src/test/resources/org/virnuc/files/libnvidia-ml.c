/*
 * Stands for NVIDIA's libnvidia-ml.so.1 in tests. The first GPU tells everything: its energy grows by 50 joules with each
 * question, and it is slowed by heat at 80 degrees and above. The second knows only its memory and temperature, and is divided where MIG is 1.
 */
#include <stdio.h>
#include <string.h>

#ifndef DEVICES
#define DEVICES 2
#endif
#ifndef MIG
#define MIG 0
#endif
#define NOT_SUPPORTED 3
#define NOT_FOUND 6

static unsigned long long energy = 1000000;

int nvmlInit_v2(void) { return 0; }
int nvmlShutdown(void) { return 0; }
int nvmlSystemGetDriverVersion(char *text, unsigned length) { snprintf(text, length, "570.86.15"); return 0; }
int nvmlDeviceGetCount_v2(unsigned *count) { *count = DEVICES; return 0; }

int nvmlDeviceGetHandleByIndex_v2(unsigned index, void **handle) {
    if (index >= DEVICES) return NOT_FOUND;
    *handle = (void *)(long)(index + 1);
    return 0;
}

int nvmlDeviceGetHandleByPciBusId_v2(const char *bus, void **handle) {
    if (!strcmp(bus, "0000:1B:00.0")) return nvmlDeviceGetHandleByIndex_v2(0, handle);
    if (!strcmp(bus, "0000:1C:00.0")) return nvmlDeviceGetHandleByIndex_v2(1, handle);
    return NOT_FOUND;
}

int nvmlDeviceGetMigMode(void *handle, unsigned *current, unsigned *pending) {
    *current = *pending = handle == (void *)2 ? MIG : 0;
    return 0;
}

int nvmlDeviceGetMemoryInfo(void *handle, unsigned long long *memory) {
    memory[0] = 80ull << 30;
    memory[2] = handle == (void *)1 ? 3ull << 30 : 1ull << 30;
    memory[1] = memory[0] - memory[2];
    return 0;
}

int nvmlDeviceGetUtilizationRates(void *handle, unsigned *rates) {
    if (handle != (void *)1) return NOT_SUPPORTED;
    rates[0] = 75;
    rates[1] = 20;
    return 0;
}

int nvmlDeviceGetPowerUsage(void *handle, unsigned *milliwatts) {
    if (handle != (void *)1) return NOT_SUPPORTED;
    *milliwatts = 612500;
    return 0;
}

int nvmlDeviceGetTotalEnergyConsumption(void *handle, unsigned long long *millijoules) {
    if (handle != (void *)1) return NOT_SUPPORTED;
    energy += 50000;
    *millijoules = energy;
    return 0;
}

int nvmlDeviceGetTemperature(void *handle, int sensor, unsigned *celsius) {
    if (sensor != 0) return NOT_SUPPORTED;
    *celsius = handle == (void *)1 ? 81 : 40;
    return 0;
}

int nvmlDeviceGetCurrentClocksThrottleReasons(void *handle, unsigned long long *reasons) {
    if (handle != (void *)1) return NOT_SUPPORTED;
    *reasons = 0x20 | 0x2;
    return 0;
}
