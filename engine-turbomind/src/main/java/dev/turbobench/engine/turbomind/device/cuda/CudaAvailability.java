package dev.turbobench.engine.turbomind.device.cuda;

import dev.turbobench.engine.turbomind.natives.LibraryLocator;
import dev.turbobench.engine.turbomind.natives.LibraryName;
import dev.turbobench.spi.engine.Availability;
import dev.turbobench.spi.error.BenchmarkException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds out whether the engine can use the GPUs of this machine. */
public final class CudaAvailability {

    private static final int OLDEST_DRIVER = 12_040;
    private static final int OLDEST_CAPABILITY_MAJOR = 8;

    private CudaAvailability() {}

    /**
     * What was found.
     *
     * @param availability whether the GPUs can be used, or why not
     * @param devices all visible GPUs; empty if not even the driver can be used
     */
    public record Finding(Availability availability, List<CudaDevice> devices) {

        public Finding {
            devices = List.copyOf(devices);
        }

        static Finding unusable(String reason) {
            return new Finding(Availability.unavailable(reason), List.of());
        }

        /** One line about the devices. */
        public String description() {
            List<String> names = new ArrayList<>();
            for (CudaDevice device : devices) {
                names.add("%d: %s".formatted(device.ordinal(), device.name()));
            }
            return names.isEmpty() ? "NVIDIA GPUs" : "NVIDIA GPUs (" + String.join(", ", names) + ")";
        }
    }

    /** Look for driver, devices and libraries. Never throws for what is missing. */
    public static Finding find(LibraryLocator locator) {
        LibraryName name = LibraryName.cudaDriver();
        Optional<Path> library = locator.find(name);
        if (library.isEmpty()) {
            return Finding.unusable(locator.missing(name));
        }
        try {
            CudaDriver driver = CudaDriver.open(library.get());
            List<CudaDevice> devices = new ArrayList<>();
            for (int i = 0; i < driver.deviceCount(); i++) {
                devices.add(driver.device(i));
            }
            return new Finding(judge(driver.version(), devices, locator), devices);
        } catch (BenchmarkException e) {
            return Finding.unusable(e.getMessage());
        }
    }

    private static Availability judge(int driverVersion, List<CudaDevice> devices, LibraryLocator locator) {
        if (driverVersion < OLDEST_DRIVER) {
            return Availability.unavailable("the driver supports CUDA %s, at least 12.4 is needed: update the driver"
                    .formatted(version(driverVersion)));
        }
        if (devices.isEmpty()) {
            return Availability.unavailable("the driver finds no GPU: check CUDA_VISIBLE_DEVICES");
        }
        for (CudaDevice device : devices) {
            if (device.major() < OLDEST_CAPABILITY_MAJOR) {
                return Availability.unavailable(
                        "%s (device %d) has compute capability %s, at least 8.0 is needed: hide it with CUDA_VISIBLE_DEVICES"
                                .formatted(device.name(), device.ordinal(), device.capability()));
            }
        }
        int driverMajor = driverVersion / 1000;
        for (LibraryName each :
                List.of(LibraryName.nvml(), LibraryName.nvrtc(driverMajor), LibraryName.cublasLt(driverMajor))) {
            if (locator.find(each).isEmpty()) {
                return Availability.unavailable(locator.missing(each));
            }
        }
        return Availability.available();
    }

    /** A CUDA version as people write it. */
    static String version(int number) {
        return "%d.%d".formatted(number / 1000, number % 1000 / 10);
    }
}
