package dev.turbobench.results;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * A part of a document that somebody may have changed or made up: everything is checked, and what is wrong is named with
 * its place.
 *
 * @param node the tree
 * @param place where it is in the document, as a JSON pointer
 */
record Input(JsonNode node, String place) {

    private static final int SHOWN_CHARACTERS = 40;

    /** The member with this name; must exist. */
    Input member(String name) {
        return optional(name).orElseThrow(() -> new FormatException("%s/%s is missing".formatted(place, name)));
    }

    /** The member with this name; empty if it does not exist or is null. */
    Optional<Input> optional(String name) {
        if (!node.isObject()) {
            throw wrong("an object");
        }
        JsonNode child = node.get(name);
        return child == null || child.isNull() ? Optional.empty() : Optional.of(new Input(child, place + "/" + name));
    }

    Map<String, Input> members() {
        if (!node.isObject()) {
            throw wrong("an object");
        }
        Map<String, Input> members = new LinkedHashMap<>();
        node.properties()
                .forEach(entry ->
                        members.put(entry.getKey(), new Input(entry.getValue(), place + "/" + entry.getKey())));
        return members;
    }

    List<Input> elements() {
        if (!node.isArray()) {
            throw wrong("an array");
        }
        List<Input> elements = new ArrayList<>(node.size());
        for (JsonNode element : node) {
            elements.add(new Input(element, place + "/" + elements.size()));
        }
        return elements;
    }

    String text() {
        if (!node.isTextual()) {
            throw wrong("a text");
        }
        return node.textValue();
    }

    String text(String name) {
        return member(name).text();
    }

    Optional<String> optionalText(String name) {
        return optional(name).map(Input::text);
    }

    List<String> texts(String name) {
        return member(name).elements().stream().map(Input::text).toList();
    }

    Map<String, String> textsByName(String name) {
        Map<String, String> texts = new LinkedHashMap<>();
        member(name).members().forEach((key, value) -> texts.put(key, value.text()));
        return texts;
    }

    long integer() {
        if (!node.isIntegralNumber() || !node.canConvertToLong()) {
            throw wrong("a whole number of 64 bits");
        }
        return node.longValue();
    }

    long integer(String name) {
        return member(name).integer();
    }

    int small(String name) {
        Input member = member(name);
        if (!member.node.isIntegralNumber() || !member.node.canConvertToInt()) {
            throw member.wrong("a whole number of 32 bits");
        }
        return member.node.intValue();
    }

    List<Long> integers(String name) {
        return member(name).elements().stream().map(Input::integer).toList();
    }

    /** A number, or NaN where there is none. */
    double decimal(String name) {
        return optional(name).map(Input::decimal).orElse(Double.NaN);
    }

    private double decimal() {
        if (node.isNull()) {
            return Double.NaN;
        }
        if (!node.isNumber()) {
            throw wrong("a number or null");
        }
        return node.doubleValue();
    }

    List<Double> decimals(String name) {
        return member(name).elements().stream().map(Input::decimal).toList();
    }

    boolean flag(String name) {
        Input member = member(name);
        if (!member.node.isBoolean()) {
            throw member.wrong("true or false");
        }
        return member.node.booleanValue();
    }

    Instant instant(String name) {
        Input member = member(name);
        try {
            return Instant.parse(member.text());
        } catch (DateTimeException e) {
            throw member.wrong("a time such as 2026-11-24T12:00:00Z");
        }
    }

    <E extends Enum<E>> E constant(String name, Class<E> type) {
        return member(name).constant(type);
    }

    <E extends Enum<E>> E constant(Class<E> type) {
        String text = text();
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equals(text)) {
                return constant;
            }
        }
        throw wrong("one of " + List.of(type.getEnumConstants()));
    }

    /** Make something that may refuse its values. */
    <T> T make(Supplier<T> maker) {
        try {
            return maker.get();
        } catch (IllegalArgumentException e) {
            throw new FormatException("%s: %s".formatted(place, e.getMessage()));
        }
    }

    FormatException wrong(String expected) {
        String found = node.toString().replaceAll("\\p{Cntrl}", " ");
        String shown = found.length() <= SHOWN_CHARACTERS ? found : found.substring(0, SHOWN_CHARACTERS) + "...";
        return new FormatException("%s: expected %s, found %s".formatted(place, expected, shown));
    }
}
