package dev.turbobench.engine.turbomind.natives;

import java.math.BigInteger;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Compares strings with runs of digits as numbers, so that 12.10 comes after 12.9. */
final class VersionOrder implements Comparator<String> {

    private static final Pattern PART = Pattern.compile("\\d+|\\D+");

    @Override
    public int compare(String left, String right) {
        Matcher a = PART.matcher(left);
        Matcher b = PART.matcher(right);
        while (true) {
            boolean moreLeft = a.find();
            boolean moreRight = b.find();
            if (!moreLeft || !moreRight) {
                return Boolean.compare(moreLeft, moreRight);
            }
            int order = compareParts(a.group(), b.group());
            if (order != 0) {
                return order;
            }
        }
    }

    private static int compareParts(String left, String right) {
        boolean numbers = Character.isDigit(left.charAt(0)) && Character.isDigit(right.charAt(0));
        return numbers ? new BigInteger(left).compareTo(new BigInteger(right)) : left.compareTo(right);
    }
}
