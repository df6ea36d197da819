package dev.turbobench.metrics.telemetry;

import java.util.ArrayList;
import java.util.List;

/** Reasons for lower clocks that make a measurement slower than the GPU is, with their bits in NVML. */
enum ThrottleReason {
    POWER_CAP(0x4, "power cap"),
    HARDWARE_SLOWDOWN(0x8, "hardware slowdown"),
    SOFTWARE_THERMAL(0x20, "thermal (software)"),
    HARDWARE_THERMAL(0x40, "thermal (hardware)"),
    POWER_BRAKE(0x80, "power brake");

    private final long bit;
    private final String label;

    ThrottleReason(long bit, String label) {
        this.bit = bit;
        this.label = label;
    }

    boolean in(double bits) {
        return ((long) bits & bit) != 0;
    }

    static boolean any(double bits) {
        for (ThrottleReason reason : values()) {
            if (reason.in(bits)) {
                return true;
            }
        }
        return false;
    }

    static List<String> labels(double bits) {
        List<String> labels = new ArrayList<>();
        for (ThrottleReason reason : values()) {
            if (reason.in(bits)) {
                labels.add(reason.label);
            }
        }
        return labels;
    }
}
