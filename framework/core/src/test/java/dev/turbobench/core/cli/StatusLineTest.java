package dev.turbobench.core.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;

class StatusLineTest {

    private final StringWriter err = new StringWriter();
    private final StatusLine status = new StatusLine(
            new Terminal(new PrintWriter(new StringWriter()), new PrintWriter(err), false, true, false, 10));

    @Test
    void overwritesItselfAndFitsTheTerminal() {
        status.show("short");
        status.show("0123456789abc");
        assertThat(err).hasToString("\r\u001b[Kshort\r\u001b[K012345678");
    }

    @Test
    void clearsOnlyWhatItShowed() {
        status.clear();
        assertThat(err.toString()).isEmpty();
        status.show("x");
        status.clear();
        status.clear();
        assertThat(err).hasToString("\r\u001b[Kx\r\u001b[K");
    }
}
