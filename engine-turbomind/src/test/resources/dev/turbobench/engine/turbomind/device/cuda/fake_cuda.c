// A CUDA driver without a GPU: device memory is host memory, copies are done at once, kernels are only written down.
// Every call adds a line to a log. Objects are counted, so that a test sees what was not released. The name of a kernel
// ends with the sizes of its parameters, as in "scale_8_4", so that a launch can write its arguments down.
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef int status;
typedef uintptr_t handle;

static char log_text[1 << 16];
static size_t log_length;
static long long live;
static char failing[64];
static int failure;
static int driver_version = 13000;
static int capability_major = 9;
static int devices = 1;
static int capturing;

static status call(const char *name, const char *format, ...) {
    va_list arguments;
    log_length += snprintf(log_text + log_length, sizeof log_text - log_length, "%s", name);
    if (format[0]) {
        log_text[log_length++] = ' ';
        va_start(arguments, format);
        log_length += vsnprintf(log_text + log_length, sizeof log_text - log_length, format, arguments);
        va_end(arguments);
    }
    log_text[log_length++] = '\n';
    log_text[log_length] = 0;
    return strcmp(name, failing) == 0 ? failure : 0;
}

static status create(status s, handle *result, size_t bytes) {
    if (s == 0) {
        *result = (handle) calloc(1, bytes);
        live++;
    }
    return s;
}

static status destroy(status s, handle object) {
    if (s == 0) {
        free((void *) object);
        live--;
    }
    return s;
}

// For the test.
const char *fake_log(void) { return log_text; }
long long fake_live(void) { return live; }
void fake_reset(void) { log_length = 0; log_text[0] = 0; failing[0] = 0; }
void fake_fail(const char *name, int with) { snprintf(failing, sizeof failing, "%s", name); failure = with; }
void fake_device(int version, int major, int count) {
    driver_version = version;
    capability_major = major;
    devices = count;
}

status cuInit(unsigned flags) { return call("cuInit", ""); }
status cuDriverGetVersion(int *version) { *version = driver_version; return 0; }
status cuGetErrorName(int code, const char **text) { *text = code == 2 ? "CUDA_ERROR_OUT_OF_MEMORY" : "CUDA_ERROR_FAKE"; return 0; }
status cuGetErrorString(int code, const char **text) { *text = code == 2 ? "out of memory" : "made up"; return 0; }
status cuDeviceGetCount(int *count) { *count = devices; return 0; }
status cuDeviceGet(int *device, int ordinal) { *device = ordinal; return 0; }
status cuDeviceGetName(char *name, int length, int device) { snprintf(name, length, "Fake GPU"); return 0; }
status cuDeviceGetPCIBusId(char *name, int length, int device) { snprintf(name, length, "0000:01:00.0"); return 0; }
status cuDeviceTotalMem_v2(size_t *bytes, int device) { *bytes = (size_t) 8 << 30; return 0; }
status cuDeviceGetAttribute(int *value, int attribute, int device) {
    *value = attribute == 75 ? capability_major : attribute == 76 ? 0 : attribute == 16 ? 132 : 1 << 20;
    return 0;
}
status cuDevicePrimaryCtxRetain(handle *context, int device) { *context = 77; live++; return call("cuDevicePrimaryCtxRetain", "%d", device); }
status cuDevicePrimaryCtxRelease_v2(int device) { live--; return call("cuDevicePrimaryCtxRelease", "%d", device); }
status cuCtxSetCurrent(handle context) { return call("cuCtxSetCurrent", "%d", (int) context); }
status cuCtxSynchronize(void) { return call("cuCtxSynchronize", ""); }

status cuMemGetInfo_v2(size_t *available, size_t *total) { *available = (size_t) 4 << 30; *total = (size_t) 8 << 30; return 0; }
status cuMemAlloc_v2(handle *address, size_t bytes) { return create(call("cuMemAlloc", "%zu", bytes), address, bytes); }
status cuMemFree_v2(handle address) { return destroy(call("cuMemFree", ""), address); }
status cuMemHostAlloc(handle *address, size_t bytes, unsigned flags) { return create(call("cuMemHostAlloc", "%zu %u", bytes, flags), address, bytes); }
status cuMemFreeHost(handle address) { return destroy(call("cuMemFreeHost", ""), address); }
static status copy(const char *name, handle to, handle from, size_t bytes) {
    status s = call(name, "%zu", bytes);
    if (s == 0 && !capturing) {
        memcpy((void *) to, (void *) from, bytes);
    }
    return s;
}
status cuMemcpyHtoDAsync_v2(handle to, handle from, size_t bytes, handle stream) { return copy("cuMemcpyHtoDAsync", to, from, bytes); }
status cuMemcpyDtoHAsync_v2(handle to, handle from, size_t bytes, handle stream) { return copy("cuMemcpyDtoHAsync", to, from, bytes); }
status cuMemcpyDtoDAsync_v2(handle to, handle from, size_t bytes, handle stream) { return copy("cuMemcpyDtoDAsync", to, from, bytes); }
status cuMemsetD8Async(handle to, unsigned char value, size_t bytes, handle stream) {
    memset((void *) to, value, bytes);
    return call("cuMemsetD8Async", "%d %zu", value, bytes);
}

status cuStreamCreate(handle *stream, unsigned flags) { return create(call("cuStreamCreate", "%u", flags), stream, 8); }
status cuStreamDestroy_v2(handle stream) { return destroy(call("cuStreamDestroy", ""), stream); }
status cuStreamSynchronize(handle stream) { return call("cuStreamSynchronize", ""); }
status cuStreamQuery(handle stream) { return call("cuStreamQuery", ""); }
status cuStreamWaitEvent(handle stream, handle event, unsigned flags) { return call("cuStreamWaitEvent", "%u", flags); }
status cuStreamBeginCapture_v2(handle stream, int mode) { capturing = 1; return call("cuStreamBeginCapture", "%d", mode); }
status cuStreamEndCapture(handle stream, handle *graph) { capturing = 0; return create(call("cuStreamEndCapture", ""), graph, 8); }
status cuEventCreate(handle *event, unsigned flags) { return create(call("cuEventCreate", "%u", flags), event, 8); }
status cuEventDestroy_v2(handle event) { return destroy(call("cuEventDestroy", ""), event); }
status cuEventRecord(handle event, handle stream) { return call("cuEventRecord", ""); }
status cuEventQuery(handle event) { return call("cuEventQuery", ""); }
status cuEventSynchronize(handle event) { return call("cuEventSynchronize", ""); }
status cuEventElapsedTime(float *millis, handle start, handle end) { *millis = 1.5f; return call("cuEventElapsedTime", ""); }
status cuGraphInstantiateWithFlags(handle *executable, handle graph, unsigned long long flags) { return create(call("cuGraphInstantiate", "%llu", flags), executable, 8); }
status cuGraphUpload(handle executable, handle stream) { return call("cuGraphUpload", ""); }
status cuGraphLaunch(handle executable, handle stream) { return call("cuGraphLaunch", ""); }
status cuGraphExecDestroy(handle executable) { return destroy(call("cuGraphExecDestroy", ""), executable); }
status cuGraphDestroy(handle graph) { return destroy(call("cuGraphDestroy", ""), graph); }

status cuModuleLoadData(handle *module, const char *image) { return create(call("cuModuleLoadData", "%s", image), module, 8); }
status cuModuleUnload(handle module) { return destroy(call("cuModuleUnload", ""), module); }
status cuModuleGetFunction(handle *function, handle module, const char *name) {
    static char names[16][64];
    static int used;
    char *kept = names[used++ % 16];
    snprintf(kept, 64, "%s", name);
    *function = (handle) kept;
    return call("cuModuleGetFunction", "%s", name);
}
status cuFuncGetAttribute(int *value, int attribute, handle function) { *value = attribute; return call("cuFuncGetAttribute", "%d", attribute); }
status cuFuncSetAttribute(handle function, int attribute, int value) { return call("cuFuncSetAttribute", "%d %d", attribute, value); }

status cuTensorMapEncodeTiled(void *map, int type, unsigned rank, handle matrix, const uint64_t *dimensions,
        const uint64_t *strides, const uint32_t *box, const uint32_t *element_strides, int interleave, int swizzle,
        int promotion, int fill) {
    return call("cuTensorMapEncodeTiled", "type %d [%llu, %llu] stride %llu box [%u, %u] steps [%u, %u] swizzle %d", type,
        (unsigned long long) dimensions[0], (unsigned long long) dimensions[1], (unsigned long long) strides[0],
        box[0], box[1], element_strides[0], element_strides[1], swizzle);
}

struct launch_attribute { int id; char padding[4]; union { int number; char bytes[64]; } value; };
struct launch_config {
    unsigned grid[3], block[3], shared;
    handle stream;
    struct launch_attribute *attributes;
    unsigned attribute_count;
};
status cuLaunchKernelEx(const struct launch_config *c, handle function, void **parameters, void **extra) {
    char text[512];
    int length = snprintf(text, sizeof text, "%s grid %u %u %u block %u %u %u shared %u", (char *) function,
        c->grid[0], c->grid[1], c->grid[2], c->block[0], c->block[1], c->block[2], c->shared);
    for (unsigned i = 0; i < c->attribute_count; i++) {
        length += snprintf(text + length, sizeof text - length, " attribute %d=%d", c->attributes[i].id, c->attributes[i].value.number);
    }
    int index = 0;
    for (const char *size = strchr((char *) function, '_'); size; size = strchr(size + 1, '_'), index++) {
        if (size[1] == '8') {
            length += snprintf(text + length, sizeof text - length, " %lld", *(long long *) parameters[index]);
        } else if (size[1] == 'f') {
            length += snprintf(text + length, sizeof text - length, " %g", *(float *) parameters[index]);
        } else {
            length += snprintf(text + length, sizeof text - length, " %d", *(int *) parameters[index]);
        }
    }
    return call("cuLaunchKernelEx", "%s%s", text, c->stream ? "" : " default stream");
}
