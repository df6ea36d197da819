package dev.turbobench.core.config;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads {@code --slo}: limits such as {@code ttft=0.5} or {@code tpot=50ms}, which are options of the metric goodput. */
final class ServiceLevel {

    /** The metric that counts the requests within the limits. */
    static final String METRIC = "goodput";

    private static final Pattern LIMIT = Pattern.compile("([a-z0-9_]+)=(\\d+(?:\\.\\d+)?)(ms|s)?");

    private ServiceLevel() {}

    /** The limits in seconds by the name of what they limit. */
    static Map<String, String> read(List<String> words, Problems problems) {
        Map<String, String> limits = new LinkedHashMap<>();
        for (String word : words) {
            Matcher matcher = LIMIT.matcher(word);
            if (!matcher.matches()) {
                problems.add("slo: expected a limit such as ttft=0.5 or tpot=50ms, found \"%s\"".formatted(word));
                continue;
            }
            BigDecimal number = new BigDecimal(matcher.group(2));
            boolean millis = "ms".equals(matcher.group(3));
            limits.put(matcher.group(1), (millis ? number.movePointLeft(3) : number).toPlainString());
        }
        return limits;
    }
}
