package dev.turbobench.core.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.turbobench.spi.report.Series;
import dev.turbobench.spi.sample.Channel;
import dev.turbobench.spi.sample.Samples;
import java.util.List;
import org.junit.jupiter.api.Test;

class SampleLogTest {

    private static final List<Channel> CHANNELS = List.of(new Channel("a", "A", "u"), new Channel("b", "B", "u"));

    private static SampleLog log(int samples) {
        SampleLog log = new SampleLog(2);
        for (int i = 0; i < samples; i++) {
            log.add(100L * i, new double[] {i, i % 2 == 0 ? Double.NaN : 2 * i});
        }
        return log;
    }

    @Test
    void takesOneSampleBeforeAndOneAfter() {
        Samples samples = log(5_000).between(1_050, 1_250, 7, 8);
        assertThat(samples.size()).isEqualTo(4);
        assertThat(samples.nanos(0)).isEqualTo(1_000);
        assertThat(samples.nanos(3)).isEqualTo(1_300);
        assertThat(samples.value(3, 0)).isEqualTo(13);
        assertThat(samples.value(3, 1)).isEqualTo(26);
        assertThat(samples.completionTokens()).isEqualTo(7);
        assertThat(samples.measuredNanos()).isEqualTo(8);
        assertThatThrownBy(() -> samples.value(4, 0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> samples.value(0, 2)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void takesWhatThereIsAtTheEnds() {
        assertThat(log(3).between(-50, 1_000, 0, 0).size()).isEqualTo(3);
        assertThat(log(3).between(1_000, 2_000, 0, 0).size()).isEqualTo(1);
        assertThat(log(0).between(0, 1, 0, 0).size()).isZero();
        assertThat(log(3).between(100, 100, 0, 0).size()).isEqualTo(1);
    }

    @Test
    void chartsGetMeansAndSkipWhatIsMissing() {
        List<Series> series = log(4_000).series(CHANNELS, 50);
        assertThat(series).hasSize(2);
        assertThat(series.get(0).values()).hasSize(400).startsWith(4.5).endsWith(3_994.5);
        assertThat(series.get(0).nanos()).hasSize(400).startsWith(400L - 50);
        assertThat(series.get(1).values()).hasSize(400).startsWith(10.0);
        assertThat(new SampleLog(2).series(CHANNELS, 0)).isEmpty();
    }
}
