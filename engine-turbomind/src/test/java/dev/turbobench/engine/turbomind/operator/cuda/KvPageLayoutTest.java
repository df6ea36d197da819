package dev.turbobench.engine.turbomind.operator.cuda;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Index arithmetic that the kernels share with the host. */
class KvPageLayoutTest {

    @ParameterizedTest
    @ValueSource(ints = {16, 32, 48, 64, 80, 96, 112, 128, 192, 256})
    void everyValueHasAPlaceOfItsOwn(int headSize) {
        KvPageLayout layout = new KvPageLayout(3, headSize, 64);
        int size = 2 * 3 * 2 * 64 * headSize;
        BitSet taken = new BitSet(size);

        for (int page = 0; page < 2; page++) {
            for (int head = 0; head < 3; head++) {
                for (int token = 0; token < 64; token++) {
                    for (int feature = 0; feature < headSize; feature++) {
                        taken.set(layout.index(page, head, false, token, feature));
                        taken.set(layout.index(page, head, true, token, feature));
                    }
                }
            }
        }

        assertThat(taken.length()).isEqualTo(size);
        assertThat(taken.cardinality()).isEqualTo(size);
    }

    /** A matrix load reads one chunk of eight rows at a time; 16 bytes are four of the 32 banks. */
    @ParameterizedTest
    @ValueSource(ints = {32, 64, 96, 128, 192, 256})
    void eightRowsOfAChunkAreInDifferentBanks(int headSize) {
        KvPageLayout layout = new KvPageLayout(1, headSize, 64);
        for (int firstRow = 0; firstRow < 64; firstRow += 8) {
            for (int chunk = 0; chunk < headSize / 8; chunk++) {
                Set<Integer> banks = new HashSet<>();
                for (int row = firstRow; row < firstRow + 8; row++) {
                    banks.add((row * headSize / 8 + layout.swizzled(row, chunk)) % 8);
                }
                assertThat(banks).as("rows from %d, chunk %d", firstRow, chunk).hasSize(8);
            }
        }
    }

    @Test
    void theBlockOfAPageAndHeadIsContiguous() {
        KvPageLayout layout = new KvPageLayout(8, 128, 64);

        assertThat(layout.index(5, 3, false, 0, 0)).isEqualTo((5 * 8 + 3) * 2 * 64 * 128);
        assertThat(layout.index(5, 3, true, 0, 0) - layout.index(5, 3, false, 0, 0))
                .isEqualTo(64 * 128);
    }

    @Test
    void splitsCoverEveryPageOnce() {
        for (int splits = 1; splits <= 64; splits++) {
            for (int pages = 0; pages <= 130; pages++) {
                int next = 0;
                for (int split = 0; split < splits; split++) {
                    assertThat(pages * split / splits).isEqualTo(next);
                    next = pages * (split + 1) / splits;
                }
                assertThat(next).isEqualTo(pages);
            }
        }
    }

    @Test
    void splitsFillTheDeviceWithoutExceedingThePages() {
        CudaShape shape = TestingShapes.llama8b();

        assertThat(AttentionLaunch.splits(shape, 132, 1)).isEqualTo(64);
        assertThat(AttentionLaunch.splits(shape, 132, 2)).isEqualTo(33);
        assertThat(AttentionLaunch.splits(shape, 132, 64)).isEqualTo(2);
        assertThat(AttentionLaunch.splits(TestingShapes.llama7b(), 132, 64)).isEqualTo(1);
    }
}
