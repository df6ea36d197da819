package dev.turbobench.core.compare;

import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Correction for many tests by Benjamini and Hochberg (J. R. Statist. Soc. B 57, 1995): of the differences that are shown
 * with adjusted values of at most 5 %, at most 5 % are expected to be none; if there is none at all, one is shown in at most
 * 5 % of the comparisons.
 */
final class FalseDiscovery {

    private FalseDiscovery() {}

    /** The adjusted p-values in the same order. */
    static double[] adjust(double[] pValues) {
        int n = pValues.length;
        int[] descending = IntStream.range(0, n)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> pValues[i]).reversed())
                .mapToInt(Integer::intValue)
                .toArray();
        double[] adjusted = new double[n];
        double smallest = 1;
        for (int k = 0; k < n; k++) {
            int rank = n - k;
            smallest = Math.min(smallest, pValues[descending[k]] * n / rank);
            adjusted[descending[k]] = smallest;
        }
        return adjusted;
    }
}
