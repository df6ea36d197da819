package dev.turbobench.engine.turbomind.device.cuda;

import static dev.turbobench.spi.error.StandardErrorCode.INTERNAL_ERROR;
import static dev.turbobench.spi.error.StandardErrorCode.LIBRARY_UNAVAILABLE;

import dev.turbobench.spi.error.BenchmarkException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.IntBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.lwjgl.PointerBuffer;
import org.lwjgl.cuda.NVRTC;
import org.lwjgl.system.Configuration;
import org.lwjgl.system.MemoryStack;
import org.lwjgl.system.MemoryUtil;

/**
 * NVIDIA's run-time compiler. Makes machine code for one architecture, never PTX: an older driver refuses PTX of a newer
 * compiler. May be used from several threads at the same time.
 *
 * <p>LWJGL binds one library for the life of its classes: the first {@link #open} decides which.
 */
public final class NvrtcCompiler {

    private final String version;

    private NvrtcCompiler(String version) {
        this.version = version;
    }

    /**
     * Load the compiler.
     *
     * @param library path of {@code libnvrtc.so}; its built-in headers are taken from the same folder
     */
    public static NvrtcCompiler open(Path library) {
        // LWJGL's own search knows neither symbolic links nor versioned file names; absolute paths bypass it.
        Configuration.CUDA_NVRTC_LIBRARY_NAME.set(library.toString());
        Configuration.CUDA_NVRTC_BUILTINS_LIBRARY_NAME.set(builtins(library).toString());
        try (MemoryStack stack = MemoryStack.stackPush()) {
            IntBuffer major = stack.callocInt(1);
            IntBuffer minor = stack.callocInt(1);
            check(NVRTC.nvrtcVersion(major, minor), "nvrtcVersion");
            return new NvrtcCompiler("%d.%d".formatted(major.get(0), minor.get(0)));
        } catch (LinkageError e) {
            throw new BenchmarkException(LIBRARY_UNAVAILABLE, "%s cannot be loaded: %s".formatted(library, e), e);
        }
    }

    private static Path builtins(Path library) {
        Path folder = library.toAbsolutePath().getParent();
        String failure = "";
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "libnvrtc-builtins.so*")) {
            for (Path file : found) {
                return file;
            }
        } catch (IOException e) {
            failure = ": " + e.getMessage();
        }
        throw new BenchmarkException(
                LIBRARY_UNAVAILABLE, "libnvrtc-builtins.so not found beside %s%s".formatted(library, failure));
    }

    /** Version of the compiler, for example {@code 13.0}. */
    public String version() {
        return version;
    }

    /**
     * Compile.
     *
     * @param source what to compile
     * @param options options of the compiler, with the architecture
     * @return an ELF image for the driver
     * @throws BenchmarkException with the log of the compiler if there are errors
     */
    public byte[] compile(KernelSource source, List<String> options) {
        List<ByteBuffer> strings = new ArrayList<>();
        PointerBuffer headers = null;
        PointerBuffer names = null;
        PointerBuffer arguments = null;
        try {
            List<Map.Entry<String, String>> sorted = source.sortedHeaders();
            headers = pointers(sorted.stream().map(Map.Entry::getValue).toList(), strings);
            names = pointers(sorted.stream().map(Map.Entry::getKey).toList(), strings);
            arguments = pointers(options, strings);
            return compile(source, headers, names, arguments);
        } finally {
            MemoryUtil.memFree(headers);
            MemoryUtil.memFree(names);
            MemoryUtil.memFree(arguments);
            strings.forEach(MemoryUtil::memFree);
        }
    }

    private static PointerBuffer pointers(List<String> texts, List<ByteBuffer> strings) {
        PointerBuffer pointers = MemoryUtil.memAllocPointer(texts.size());
        for (String text : texts) {
            ByteBuffer string = MemoryUtil.memUTF8(text);
            strings.add(string);
            pointers.put(string);
        }
        return pointers.flip();
    }

    private static byte[] compile(
            KernelSource source, PointerBuffer headers, PointerBuffer names, PointerBuffer arguments) {
        ByteBuffer text = MemoryUtil.memUTF8(source.text());
        ByteBuffer name = MemoryUtil.memUTF8(source.name());
        try (MemoryStack stack = MemoryStack.stackPush()) {
            PointerBuffer program = stack.callocPointer(1);
            check(NVRTC.nvrtcCreateProgram(program, text, name, headers, names), "nvrtcCreateProgram");
            try {
                long handle = program.get(0);
                int status = NVRTC.nvrtcCompileProgram(handle, arguments);
                if (status != NVRTC.NVRTC_SUCCESS) {
                    throw new BenchmarkException(
                            INTERNAL_ERROR,
                            "%s: %s: %s"
                                    .formatted(source.name(), NVRTC.nvrtcGetErrorString(status), log(handle, stack)));
                }
                return cubin(handle, stack);
            } finally {
                check(NVRTC.nvrtcDestroyProgram(program), "nvrtcDestroyProgram");
            }
        } finally {
            MemoryUtil.memFree(text);
            MemoryUtil.memFree(name);
        }
    }

    private static byte[] cubin(long program, MemoryStack stack) {
        PointerBuffer size = stack.callocPointer(1);
        check(NVRTC.nvrtcGetCUBINSize(program, size), "nvrtcGetCUBINSize");
        ByteBuffer image = MemoryUtil.memAlloc(Math.toIntExact(size.get(0)));
        try {
            check(NVRTC.nvrtcGetCUBIN(program, image), "nvrtcGetCUBIN");
            byte[] bytes = new byte[image.remaining()];
            image.get(bytes);
            return bytes;
        } finally {
            MemoryUtil.memFree(image);
        }
    }

    private static String log(long program, MemoryStack stack) {
        PointerBuffer size = stack.callocPointer(1);
        check(NVRTC.nvrtcGetProgramLogSize(program, size), "nvrtcGetProgramLogSize");
        ByteBuffer text = MemoryUtil.memCalloc(Math.toIntExact(size.get(0)) + 1);
        try {
            check(NVRTC.nvrtcGetProgramLog(program, text), "nvrtcGetProgramLog");
            byte[] bytes = new byte[Math.toIntExact(size.get(0))];
            text.get(bytes);
            return new String(bytes, StandardCharsets.UTF_8).strip();
        } finally {
            MemoryUtil.memFree(text);
        }
    }

    private static void check(int status, String operation) {
        if (status != NVRTC.NVRTC_SUCCESS) {
            throw new BenchmarkException(
                    INTERNAL_ERROR,
                    "NVRTC: %s failed: %s (%d)".formatted(operation, NVRTC.nvrtcGetErrorString(status), status));
        }
    }
}
