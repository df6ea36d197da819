package dev.turbobench.engine.turbomind;

import dev.turbobench.spi.engine.Roofline.Rates;
import java.util.List;

/**
 * What NVIDIA states in the datasheets of its GPUs: memory bandwidth, and dense 16-bit arithmetic of the tensor cores with
 * sums in 32 bits (half of the figure "with sparsity").
 */
final class Datasheets {

    /**
     * A GPU.
     *
     * @param name how the driver names it, or the beginning of that
     * @param gigabytesPerSecond memory bandwidth
     * @param teraflops dense 16-bit operations
     */
    private record Gpu(String name, double gigabytesPerSecond, double teraflops) {}

    /** Of names that begin alike the longer come first. */
    private static final List<Gpu> GPUS = List.of(
            new Gpu("NVIDIA H200", 4800, 989.5),
            new Gpu("NVIDIA H100 80GB HBM3", 3350, 989.5),
            new Gpu("NVIDIA H100 PCIe", 2000, 756),
            new Gpu("NVIDIA H100 NVL", 3900, 835.5),
            new Gpu("NVIDIA A100-SXM4-80GB", 2039, 312),
            new Gpu("NVIDIA A100-SXM4-40GB", 1555, 312),
            new Gpu("NVIDIA A100 80GB PCIe", 1935, 312),
            new Gpu("NVIDIA A100-PCIE-40GB", 1555, 312),
            new Gpu("NVIDIA A30", 933, 165),
            new Gpu("NVIDIA A10", 600, 125),
            new Gpu("NVIDIA L40S", 864, 362),
            new Gpu("NVIDIA L4", 300, 121),
            new Gpu("NVIDIA GeForce RTX 4090", 1008, 165.2),
            new Gpu("NVIDIA GeForce RTX 3090", 936, 71));

    private Datasheets() {}

    /** The rates of a device; unknown for one that is not in the list. */
    static Rates of(String deviceName) {
        return GPUS.stream()
                .filter(gpu -> deviceName.equals(gpu.name) || deviceName.startsWith(gpu.name + " "))
                .findFirst()
                .map(gpu -> new Rates(
                        gpu.gigabytesPerSecond * 1e9,
                        gpu.teraflops * 1e12,
                        "datasheet of %s, dense 16-bit".formatted(gpu.name)))
                .orElseGet(() -> Rates.unknown("no datasheet is known for %s".formatted(deviceName)));
    }
}
