package dev.turbobench.engine.turbomind.device.cuda;

import static dev.turbobench.spi.error.StandardErrorCode.ENVIRONMENT_INVALID;
import static dev.turbobench.spi.error.StandardErrorCode.LIBRARY_UNAVAILABLE;
import static org.lwjgl.system.MemoryUtil.memAddress;
import static org.lwjgl.system.MemoryUtil.memUTF8;

import dev.turbobench.spi.error.BenchmarkException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.nio.LongBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.lwjgl.PointerBuffer;
import org.lwjgl.cuda.CU;
import org.lwjgl.system.Configuration;
import org.lwjgl.system.MemoryStack;

/**
 * The CUDA driver API, with every status checked. Handles and addresses are {@code long}; the methods that run in every
 * step allocate nothing.
 *
 * <p>LWJGL binds one library for the life of its classes: the first {@link #open} decides which.
 */
public final class CudaDriver {

    /** Functions that must be there; found missing here, not at their first use. */
    private static final List<String> FUNCTIONS = List.of(
            "cuInit",
            "cuDriverGetVersion",
            "cuGetErrorName",
            "cuGetErrorString",
            "cuDeviceGetCount",
            "cuDeviceGet",
            "cuDeviceGetName",
            "cuDeviceGetAttribute",
            "cuDeviceGetPCIBusId",
            "cuDeviceTotalMem_v2",
            "cuDevicePrimaryCtxRetain",
            "cuDevicePrimaryCtxRelease_v2",
            "cuCtxSetCurrent",
            "cuCtxSynchronize",
            "cuMemGetInfo_v2",
            "cuMemAlloc_v2",
            "cuMemFree_v2",
            "cuMemHostAlloc",
            "cuMemFreeHost",
            "cuMemcpyHtoDAsync_v2",
            "cuMemcpyDtoHAsync_v2",
            "cuMemcpyDtoDAsync_v2",
            "cuMemsetD8Async",
            "cuStreamCreate",
            "cuStreamDestroy_v2",
            "cuStreamSynchronize",
            "cuStreamQuery",
            "cuStreamWaitEvent",
            "cuStreamBeginCapture_v2",
            "cuStreamEndCapture",
            "cuEventCreate",
            "cuEventDestroy_v2",
            "cuEventRecord",
            "cuEventQuery",
            "cuEventSynchronize",
            "cuEventElapsedTime",
            "cuGraphInstantiateWithFlags",
            "cuGraphUpload",
            "cuGraphLaunch",
            "cuGraphExecDestroy",
            "cuGraphDestroy",
            "cuModuleLoadData",
            "cuModuleUnload",
            "cuModuleGetFunction",
            "cuFuncGetAttribute",
            "cuFuncSetAttribute",
            "cuLaunchKernelEx",
            "cuTensorMapEncodeTiled");

    private final String device;

    private CudaDriver(String device) {
        this.device = device;
    }

    /**
     * Load and initialise the driver.
     *
     * @param library path of {@code libcuda.so.1}
     * @throws BenchmarkException if it cannot be loaded, is incomplete, or finds no device
     */
    public static CudaDriver open(Path library) {
        // Without this the class fails to initialise as soon as a driver drops any of the legacy functions.
        Configuration.DISABLE_FUNCTION_CHECKS.set(true);
        Configuration.CUDA_LIBRARY_NAME.set(library.toString());
        CudaDriver driver = new CudaDriver("CUDA");
        List<String> missing = new ArrayList<>();
        try {
            for (String function : FUNCTIONS) {
                if (CU.getLibrary().getFunctionAddress(function) == 0) {
                    missing.add(function);
                }
            }
        } catch (LinkageError e) {
            throw new BenchmarkException(
                    LIBRARY_UNAVAILABLE, "%s cannot be loaded: %s".formatted(library, rootMessage(e)), e);
        }
        if (!missing.isEmpty()) {
            throw new BenchmarkException(
                    ENVIRONMENT_INVALID,
                    "%s lacks %s; install a driver for CUDA 12.4 or later"
                            .formatted(library, String.join(", ", missing)));
        }
        driver.check(CU.cuInit(0), "cuInit");
        return driver;
    }

    private static String rootMessage(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.toString();
    }

    /** The same driver, whose error messages name a device. */
    CudaDriver named(String deviceName) {
        return new CudaDriver(deviceName);
    }

    /** Newest CUDA version that the driver supports, major * 1000 + minor * 10. */
    public int version() {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            IntBuffer value = stack.callocInt(1);
            check(CU.cuDriverGetVersion(value), "cuDriverGetVersion");
            return value.get(0);
        }
    }

    /** Number of visible devices. */
    public int deviceCount() {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            IntBuffer value = stack.callocInt(1);
            check(CU.cuDeviceGetCount(value), "cuDeviceGetCount");
            return value.get(0);
        }
    }

    /** Describe a device. */
    public CudaDevice device(int ordinal) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            IntBuffer handle = stack.callocInt(1);
            check(CU.cuDeviceGet(handle, ordinal), "cuDeviceGet");
            int id = handle.get(0);
            ByteBuffer text = stack.calloc(128);
            check(CU.cuDeviceGetName(text, id), "cuDeviceGetName");
            String name = memUTF8(memAddress(text));
            check(CU.cuDeviceGetPCIBusId(text, id), "cuDeviceGetPCIBusId");
            String pciBusId = memUTF8(memAddress(text));
            PointerBuffer bytes = stack.callocPointer(1);
            check(CU.cuDeviceTotalMem(bytes, id), "cuDeviceTotalMem");
            return new CudaDevice(
                    ordinal,
                    name,
                    pciBusId,
                    attribute(id, CU.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MAJOR),
                    attribute(id, CU.CU_DEVICE_ATTRIBUTE_COMPUTE_CAPABILITY_MINOR),
                    attribute(id, CU.CU_DEVICE_ATTRIBUTE_MULTIPROCESSOR_COUNT),
                    attribute(id, CU.CU_DEVICE_ATTRIBUTE_MAX_SHARED_MEMORY_PER_BLOCK_OPTIN),
                    attribute(id, CU.CU_DEVICE_ATTRIBUTE_L2_CACHE_SIZE),
                    bytes.get(0));
        }
    }

    private int attribute(int deviceId, int attribute) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            IntBuffer value = stack.callocInt(1);
            check(CU.cuDeviceGetAttribute(value, attribute, deviceId), "cuDeviceGetAttribute");
            return value.get(0);
        }
    }

    long retainPrimaryContext(int ordinal) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            PointerBuffer context = stack.callocPointer(1);
            check(CU.cuDevicePrimaryCtxRetain(context, ordinal), "cuDevicePrimaryCtxRetain");
            return context.get(0);
        }
    }

    void releasePrimaryContext(int ordinal) {
        check(CU.cuDevicePrimaryCtxRelease(ordinal), "cuDevicePrimaryCtxRelease");
    }

    void setCurrent(long context) {
        check(CU.cuCtxSetCurrent(context), "cuCtxSetCurrent");
    }

    void synchronizeContext() {
        check(CU.cuCtxSynchronize(), "cuCtxSynchronize");
    }

    /** Bytes of device memory that are free now. */
    long freeMemory() {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            PointerBuffer free = stack.callocPointer(1);
            PointerBuffer total = stack.callocPointer(1);
            check(CU.cuMemGetInfo(free, total), "cuMemGetInfo");
            return free.get(0);
        }
    }

    /** Bytes of device memory, used or not. */
    long totalMemory() {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            PointerBuffer free = stack.callocPointer(1);
            PointerBuffer total = stack.callocPointer(1);
            check(CU.cuMemGetInfo(free, total), "cuMemGetInfo");
            return total.get(0);
        }
    }

    long allocate(long bytes) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            PointerBuffer address = stack.callocPointer(1);
            check(CU.cuMemAlloc(address, bytes), "cuMemAlloc");
            return address.get(0);
        }
    }

    void free(long address) {
        check(CU.cuMemFree(address), "cuMemFree");
    }

    long allocatePinned(long bytes) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            PointerBuffer address = stack.callocPointer(1);
            check(CU.cuMemHostAlloc(address, bytes, 0), "cuMemHostAlloc");
            return address.get(0);
        }
    }

    void freePinned(long address) {
        check(CU.ncuMemFreeHost(address), "cuMemFreeHost");
    }

    void copyToDevice(long destination, long source, long bytes, long stream) {
        check(CU.ncuMemcpyHtoDAsync(destination, source, bytes, stream), "cuMemcpyHtoDAsync");
    }

    void copyToHost(long destination, long source, long bytes, long stream) {
        check(CU.ncuMemcpyDtoHAsync(destination, source, bytes, stream), "cuMemcpyDtoHAsync");
    }

    void copyOnDevice(long destination, long source, long bytes, long stream) {
        check(CU.cuMemcpyDtoDAsync(destination, source, bytes, stream), "cuMemcpyDtoDAsync");
    }

    void fill(long destination, byte value, long bytes, long stream) {
        check(CU.cuMemsetD8Async(destination, value, bytes, stream), "cuMemsetD8Async");
    }

    long createStream() {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            PointerBuffer stream = stack.callocPointer(1);
            check(CU.cuStreamCreate(stream, CU.CU_STREAM_NON_BLOCKING), "cuStreamCreate");
            return stream.get(0);
        }
    }

    void destroyStream(long stream) {
        check(CU.cuStreamDestroy(stream), "cuStreamDestroy");
    }

    void synchronizeStream(long stream) {
        check(CU.cuStreamSynchronize(stream), "cuStreamSynchronize");
    }

    void waitForEvent(long stream, long event) {
        check(CU.cuStreamWaitEvent(stream, event, 0), "cuStreamWaitEvent");
    }

    void beginCapture(long stream) {
        // Thread-local: what other threads do with their own streams stays legal during a capture.
        check(CU.cuStreamBeginCapture_v2(stream, CU.CU_STREAM_CAPTURE_MODE_THREAD_LOCAL), "cuStreamBeginCapture");
    }

    long endCapture(long stream) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            PointerBuffer graph = stack.callocPointer(1);
            check(CU.cuStreamEndCapture(stream, graph), "cuStreamEndCapture");
            return graph.get(0);
        }
    }

    /** End a capture that failed; the driver then answers with an error, which is of no interest. */
    void abandonCapture(long stream) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            PointerBuffer graph = stack.callocPointer(1);
            int status = CU.cuStreamEndCapture(stream, graph);
            if (status == CudaStatus.SUCCESS && graph.get(0) != 0) {
                destroyGraph(graph.get(0));
            }
        }
    }

    long instantiate(long graph) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            PointerBuffer executable = stack.callocPointer(1);
            check(CU.cuGraphInstantiateWithFlags(executable, graph, 0), "cuGraphInstantiateWithFlags");
            return executable.get(0);
        }
    }

    void uploadGraph(long executable, long stream) {
        check(CU.cuGraphUpload(executable, stream), "cuGraphUpload");
    }

    void launchGraph(long executable, long stream) {
        check(CU.cuGraphLaunch(executable, stream), "cuGraphLaunch");
    }

    void destroyExecutable(long executable) {
        check(CU.cuGraphExecDestroy(executable), "cuGraphExecDestroy");
    }

    void destroyGraph(long graph) {
        check(CU.cuGraphDestroy(graph), "cuGraphDestroy");
    }

    long createEvent(boolean timing) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            PointerBuffer event = stack.callocPointer(1);
            check(CU.cuEventCreate(event, timing ? 0 : CU.CU_EVENT_DISABLE_TIMING), "cuEventCreate");
            return event.get(0);
        }
    }

    void destroyEvent(long event) {
        check(CU.cuEventDestroy(event), "cuEventDestroy");
    }

    void recordEvent(long event, long stream) {
        check(CU.cuEventRecord(event, stream), "cuEventRecord");
    }

    boolean eventReached(long event) {
        int status = CU.cuEventQuery(event);
        if (status == CudaStatus.NOT_READY) {
            return false;
        }
        check(status, "cuEventQuery");
        return true;
    }

    void synchronizeEvent(long event) {
        check(CU.cuEventSynchronize(event), "cuEventSynchronize");
    }

    /** Milliseconds between two recorded events. */
    float elapsedMillis(long start, long end) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            FloatBuffer millis = stack.callocFloat(1);
            check(CU.cuEventElapsedTime(millis, start, end), "cuEventElapsedTime");
            return millis.get(0);
        }
    }

    long loadModule(long image) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            PointerBuffer module = stack.callocPointer(1);
            check(CU.ncuModuleLoadData(module.address(), image), "cuModuleLoadData");
            return module.get(0);
        }
    }

    void unloadModule(long module) {
        check(CU.cuModuleUnload(module), "cuModuleUnload");
    }

    long function(long module, String name) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            PointerBuffer function = stack.callocPointer(1);
            check(CU.cuModuleGetFunction(function, module, name), "cuModuleGetFunction");
            return function.get(0);
        }
    }

    int registers(long function) {
        return functionAttribute(function, CU.CU_FUNC_ATTRIBUTE_NUM_REGS);
    }

    int localBytes(long function) {
        return functionAttribute(function, CU.CU_FUNC_ATTRIBUTE_LOCAL_SIZE_BYTES);
    }

    private int functionAttribute(long function, int attribute) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            IntBuffer value = stack.callocInt(1);
            check(CU.cuFuncGetAttribute(value, attribute, function), "cuFuncGetAttribute");
            return value.get(0);
        }
    }

    void allowSharedMemory(long function, int bytes) {
        check(
                CU.cuFuncSetAttribute(function, CU.CU_FUNC_ATTRIBUTE_MAX_DYNAMIC_SHARED_SIZE_BYTES, bytes),
                "cuFuncSetAttribute");
    }

    /**
     * Launch a kernel.
     *
     * @param configuration address of a {@code CUlaunchConfig}
     * @param parameters address of an array with the address of each argument
     */
    void launch(long configuration, long function, long parameters) {
        check(CU.ncuLaunchKernelEx(configuration, function, parameters, 0), "cuLaunchKernelEx");
    }

    /**
     * Describe a row-major matrix of 16-bit numbers for the copy engine, with boxes that arrive in the 128-byte swizzle.
     *
     * @param map host address of 128 bytes, aligned to 64
     * @param rowBytes distance of two rows, a multiple of 16
     */
    void encodeTensorMap(
            long map, boolean bf16, long matrix, long rows, long columns, long rowBytes, int boxRows, int boxColumns) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            // LWJGL's own method takes boxes and strides of 64 bits where the driver reads 32.
            LongBuffer dimensions = stack.longs(columns, rows);
            LongBuffer strides = stack.longs(rowBytes);
            IntBuffer box = stack.ints(boxColumns, boxRows);
            IntBuffer elementStrides = stack.ints(1, 1);
            int status = CU.ncuTensorMapEncodeTiled(
                    map,
                    bf16 ? CU.CU_TENSOR_MAP_DATA_TYPE_BFLOAT16 : CU.CU_TENSOR_MAP_DATA_TYPE_FLOAT16,
                    2,
                    matrix,
                    memAddress(dimensions),
                    memAddress(strides),
                    memAddress(box),
                    memAddress(elementStrides),
                    CU.CU_TENSOR_MAP_INTERLEAVE_NONE,
                    CU.CU_TENSOR_MAP_SWIZZLE_128B,
                    CU.CU_TENSOR_MAP_L2_PROMOTION_L2_256B,
                    CU.CU_TENSOR_MAP_FLOAT_OOB_FILL_NONE);
            check(status, "cuTensorMapEncodeTiled");
        }
    }

    private void check(int status, String operation) {
        if (status != CudaStatus.SUCCESS) {
            throw CudaStatus.failure(status, errorName(status), errorText(status), operation, device);
        }
    }

    private static String errorName(int status) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            PointerBuffer text = stack.callocPointer(1);
            boolean known = CU.cuGetErrorName(status, text) == CudaStatus.SUCCESS && text.get(0) != 0;
            return known ? memUTF8(text.get(0)) : "unknown status";
        }
    }

    private static String errorText(int status) {
        try (MemoryStack stack = MemoryStack.stackPush()) {
            PointerBuffer text = stack.callocPointer(1);
            boolean known = CU.cuGetErrorString(status, text) == CudaStatus.SUCCESS && text.get(0) != 0;
            return known ? memUTF8(text.get(0)) : "no description";
        }
    }
}
