package dev.turbobench.engine.turbomind.operator.cuda;

import dev.turbobench.engine.turbomind.device.cuda.CudaContext;
import dev.turbobench.engine.turbomind.device.cuda.CudaKernel;
import dev.turbobench.engine.turbomind.device.cuda.CudaModule;
import dev.turbobench.engine.turbomind.device.cuda.KernelCompiler;
import dev.turbobench.engine.turbomind.device.cuda.KernelSources;
import dev.turbobench.engine.turbomind.device.cuda.KernelUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The kernels of the engine on one device, compiled for one shape. */
final class CudaKernels implements AutoCloseable {

    /** Every source of the engine. */
    static final List<String> SOURCES = List.of(
            "activation.cu",
            "attention_decode.cu",
            "attention_prefill.cu",
            "convert.cu",
            "embedding.cu",
            "norm.cu",
            "qkv.cu",
            "sampling.cu",
            "score.cu",
            "synthetic.cu");

    private static final int POINTER = Long.BYTES;
    private static final int NUMBER = Integer.BYTES;

    final CudaKernel embed;
    final CudaKernel norm;
    final CudaKernel addNorm;
    final CudaKernel addNormSelected;
    final CudaKernel finishQkv;
    final CudaKernel attentionDecode;
    final CudaKernel attentionPrefill;
    final CudaKernel swiglu;
    final CudaKernel sample;
    final CudaKernel score;
    final CudaKernel convert;
    final CudaKernel synthesize;

    private final List<CudaModule> modules;

    private CudaKernels(Map<String, CudaModule> loaded) {
        modules = List.copyOf(loaded.values());
        embed = kernel(loaded, "embedding.cu", "embed", POINTER, POINTER, POINTER, POINTER, POINTER, POINTER);
        norm = kernel(loaded, "norm.cu", "rms_norm", POINTER, NUMBER, POINTER, POINTER);
        addNorm = kernel(loaded, "norm.cu", "add_rms_norm", POINTER, NUMBER, POINTER, POINTER, POINTER);
        addNormSelected =
                kernel(loaded, "norm.cu", "add_rms_norm_selected", POINTER, POINTER, NUMBER, POINTER, POINTER, POINTER);
        finishQkv = kernel(
                loaded,
                "qkv.cu",
                "finish_qkv",
                POINTER,
                POINTER,
                POINTER,
                POINTER,
                NUMBER,
                POINTER,
                NUMBER,
                POINTER,
                POINTER,
                POINTER,
                POINTER,
                POINTER,
                NUMBER,
                POINTER,
                POINTER);
        attentionDecode = kernel(
                loaded,
                "attention_decode.cu",
                "attention_decode",
                POINTER,
                POINTER,
                POINTER,
                POINTER,
                POINTER,
                NUMBER,
                NUMBER,
                POINTER,
                POINTER,
                POINTER);
        attentionPrefill = kernel(
                loaded,
                "attention_prefill.cu",
                "attention_prefill",
                POINTER,
                POINTER,
                POINTER,
                POINTER,
                POINTER,
                POINTER,
                NUMBER,
                NUMBER,
                NUMBER,
                POINTER);
        swiglu = kernel(loaded, "activation.cu", "swiglu", POINTER, POINTER);
        sample = kernel(
                loaded,
                "sampling.cu",
                "sample",
                POINTER,
                POINTER,
                POINTER,
                POINTER,
                POINTER,
                POINTER,
                POINTER,
                POINTER,
                POINTER,
                POINTER,
                POINTER);
        score = kernel(loaded, "score.cu", "score", POINTER, POINTER, POINTER);
        synthesize = kernel(loaded, "synthetic.cu", "synthesize", POINTER, NUMBER, NUMBER, NUMBER, POINTER, POINTER);
        convert = kernel(loaded, "convert.cu", "convert", POINTER, NUMBER, POINTER, POINTER);
    }

    private static CudaKernel kernel(Map<String, CudaModule> loaded, String source, String name, int... parameters) {
        CudaModule module = loaded.get(source);
        if (module == null) {
            throw new IllegalStateException(source + " was not compiled");
        }
        return module.kernel(name, parameters);
    }

    /** What is to be compiled for a shape. */
    static List<KernelUnit> units(Map<String, String> constants) {
        KernelSources sources = KernelSources.ofEngine();
        return SOURCES.stream()
                .map(name -> new KernelUnit(sources.read(name), constants))
                .toList();
    }

    /** Compile and load. */
    static CudaKernels load(CudaContext context, KernelCompiler compiler, CudaShape shape) {
        List<byte[]> images = compiler.compile(units(shape.constants()));
        Map<String, CudaModule> loaded = new HashMap<>();
        for (int i = 0; i < SOURCES.size(); i++) {
            loaded.put(SOURCES.get(i), context.load(images.get(i)));
        }
        return new CudaKernels(loaded);
    }

    private List<CudaKernel> all() {
        return List.of(
                embed,
                norm,
                addNorm,
                addNormSelected,
                finishQkv,
                attentionDecode,
                attentionPrefill,
                swiglu,
                sample,
                score,
                convert,
                synthesize);
    }

    @Override
    public void close() {
        all().forEach(CudaKernel::close);
        new ArrayList<>(modules).forEach(CudaModule::close);
    }
}
