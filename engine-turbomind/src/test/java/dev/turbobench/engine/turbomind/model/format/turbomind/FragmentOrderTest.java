package dev.turbobench.engine.turbomind.model.format.turbomind;

import static org.assertj.core.api.Assertions.assertThat;

import dev.turbobench.engine.turbomind.model.Float16;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FragmentOrderTest {

    private final Random random = new Random(4);

    @Test
    void packsAsTheClosedFormulaSays() {
        for (int attempt = 0; attempt < 200; attempt++) {
            int inputs = 32 * (1 + random.nextInt(4));
            int outputs = 32 * (1 + random.nextInt(4));
            byte[] values = new byte[inputs * outputs];
            for (int i = 0; i < values.length; i++) {
                values[i] = (byte) random.nextInt(16);
            }
            int[] expected = new int[inputs * outputs / 8];
            for (int k = 0; k < inputs; k++) {
                for (int m = 0; m < outputs; m++) {
                    int lane = 4 * (m % 8) + (k % 8) / 2;
                    int word =
                            ((k / 32) * (outputs / 32) + m / 32) * 128 + lane * 4 + ((k / 16) % 2) * 2 + (m / 16) % 2;
                    int nibble = (k % 2) * 4 + ((k / 8) % 2) * 2 + (m / 8) % 2;
                    expected[word] |= values[k * outputs + m] << (4 * nibble);
                }
            }
            int[] words = new int[expected.length];
            byte[] back = new byte[values.length];
            for (int m = 0; m < outputs; m++) {
                byte[] column = new byte[inputs];
                for (int k = 0; k < inputs; k++) {
                    column[k] = values[k * outputs + m];
                }
                FragmentOrder.pack(column, 0, inputs, m, outputs, words);
            }
            ByteBuffer bytes = ByteBuffer.allocate(4 * words.length).order(ByteOrder.LITTLE_ENDIAN);
            bytes.asIntBuffer().put(words);
            for (int tile = 0; tile < words.length / FragmentOrder.WORDS; tile++) {
                int tileBytes = 4 * FragmentOrder.WORDS;
                ByteBuffer part = bytes.slice(tile * tileBytes, tileBytes).order(ByteOrder.LITTLE_ENDIAN);
                int firstInput = tile / (outputs / 32) * 32;
                for (int m = 0; m < 32; m++) {
                    byte[] column = new byte[32];
                    FragmentOrder.unpack(part, m, column, 0);
                    for (int k = 0; k < 32; k++) {
                        back[(firstInput + k) * outputs + tile % (outputs / 32) * 32 + m] = column[k];
                    }
                }
            }
            assertThat(words).isEqualTo(expected);
            assertThat(back).isEqualTo(values);
        }
    }

    @Test
    void everyValueOfATileHasItsOwnPlace() {
        boolean[] taken = new boolean[1024];
        for (int k = 0; k < 32; k++) {
            for (int m = 0; m < 32; m++) {
                taken[FragmentOrder.place(k, m)] = true;
            }
        }
        assertThat(taken).doesNotContain(false);
    }

    @Test
    void zeroPointsAreNumbersFrom64() {
        for (int zero = 0; zero < 16; zero++) {
            short scale = (short) random.nextInt(0x7c00);
            int word = ScaleZero.of(scale, zero);
            assertThat(Float16.toFloat((short) word)).isEqualTo(64 + zero);
            assertThat(ScaleZero.scale(word)).isEqualTo(scale);
            assertThat(ScaleZero.zero(word)).isEqualTo(zero);
        }
        assertThat(ScaleZero.zero(0x3c00_5401)).isEqualTo(-1);
        assertThat(ScaleZero.zero(0x3c00_4400)).isEqualTo(-1);
    }

    @Test
    void outputsOfAwqWordsAreInterleaved() {
        int[] order = {0, 2, 4, 6, 1, 3, 5, 7};
        int[] shifts = new int[8];
        for (int nibble = 0; nibble < 8; nibble++) {
            shifts[order[nibble]] = 4 * nibble;
        }
        int[] actual = new int[8];
        Arrays.setAll(actual, AwqOrder::shift);
        assertThat(actual).isEqualTo(shifts);
    }
}
