package dev.turbobench.core.stall;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turbobench.core.stall.StallLog.Span;
import dev.turbobench.spi.report.Stall;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class StallMonitorTest {

    private static final long MILLI = 1_000_000;

    /** A clock that a test moves while the monitor sleeps stops the monitor's thread as a pause would. */
    @Test
    void notesWhenItCouldNotRun() throws InterruptedException {
        long[] moved = new long[1];
        Object lock = new Object();
        StallMonitor monitor = StallMonitor.start(() -> {
            synchronized (lock) {
                return System.nanoTime() + moved[0];
            }
        });
        Thread.sleep(20);
        long before;
        synchronized (lock) {
            before = System.nanoTime();
            moved[0] = 5_000 * MILLI;
        }
        Thread.sleep(20);
        monitor.close();
        monitor.close();
        List<Stall> longest = monitor.stalls().longest(1, before);
        assertThat(longest).hasSize(1);
        assertThat(longest.get(0).nanos()).isGreaterThanOrEqualTo(4_990 * MILLI);
        assertThat(longest.get(0).cause()).isNotEqualTo(StallCause.GARBAGE_COLLECTION.words());
        assertThat(monitor.lateness().getMaxValue()).isGreaterThanOrEqualTo(4_990 * MILLI);
        assertThat(monitor.lateness().getTotalCount()).isGreaterThan(2);
    }

    @Test
    void watchesNothingWhenItIsOff() {
        StallMonitor monitor = StallMonitor.off();
        monitor.close();
        assertThat(monitor.isOn()).isFalse();
        assertThat(monitor.stalls().longest(10, 0)).isEmpty();
    }

    @Test
    void tellsCausesApart() {
        assertThat(StallCause.of(true, 0, 4 * MILLI)).isEqualTo(StallCause.GARBAGE_COLLECTION);
        assertThat(StallCause.of(false, 3 * MILLI, 4 * MILLI)).isEqualTo(StallCause.SCHEDULING);
        assertThat(StallCause.of(false, MILLI, 4 * MILLI)).isEqualTo(StallCause.SAFEPOINT);
        assertThat(StallCause.of(false, RunDelay.UNKNOWN, 4 * MILLI)).isEqualTo(StallCause.UNKNOWN);
    }

    /** Collects until a collection takes long enough to be a stall, as most do with many live objects. */
    @Test
    void seesGarbageCollections() throws InterruptedException {
        List<Object> live = new ArrayList<>();
        for (int i = 0; i < 300_000; i++) {
            live.add(new long[4]);
        }
        StallMonitor monitor = StallMonitor.start(System::nanoTime);
        int longOnes = 0;
        for (int i = 0; i < 200 && longOnes < 5; i++) {
            // So that the thread of the monitor runs before and between collections.
            Thread.sleep(10);
            long before = collectionMillis();
            System.gc();
            longOnes += collectionMillis() - before >= 5 ? 1 : 0;
        }
        monitor.close();
        assertThat(live).hasSize(300_000);
        assertThat(longOnes).as("collections of 5 ms and more").isEqualTo(5);
        assertThat(monitor.stalls().longest(10_000, 0))
                .extracting(Stall::cause)
                .contains(StallCause.GARBAGE_COLLECTION.words());
    }

    private static long collectionMillis() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .mapToLong(GarbageCollectorMXBean::getCollectionTime)
                .sum();
    }

    @Test
    void sumsUpWhatLiesInMeasuredRounds() {
        StallLog log = new StallLog(4);
        log.add(0, 10, StallCause.SCHEDULING);
        log.add(95, 10, StallCause.GARBAGE_COLLECTION);
        log.add(150, 5, StallCause.SCHEDULING);
        log.add(195, 30, StallCause.SAFEPOINT);
        log.add(300, 1000, StallCause.SAFEPOINT);
        assertThat(log.dropped()).isEqualTo(1);
        StallSummary summary = log.within(List.of(new Span(100, 120), new Span(140, 200)));
        assertThat(summary).isEqualTo(new StallSummary(3, 5 + 5 + 5, 5, StallCause.GARBAGE_COLLECTION));
        assertThat(log.longest(2, 95))
                .containsExactly(new Stall(-95, 10, "scheduling"), new Stall(100, 30, "safepoint or virtual machine"));
    }

    @Test
    void readsHowLongAThreadWaited(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("schedstat");
        Files.writeString(file, "694955 33770210 1\n");
        try (RunDelay delay = RunDelay.of(file)) {
            Files.writeString(file, "694999 33770311 2\n");
            assertThat(delay.sinceLast()).isEqualTo(101);
            assertThat(delay.sinceLast()).isZero();
            Files.writeString(file, "nonsense");
            assertThat(delay.sinceLast()).isEqualTo(RunDelay.UNKNOWN);
        }
        try (RunDelay delay = RunDelay.of(folder.resolve("nothing"))) {
            assertThat(delay.sinceLast()).isEqualTo(RunDelay.UNKNOWN);
        }
    }
}
