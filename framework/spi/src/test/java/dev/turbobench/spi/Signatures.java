package dev.turbobench.spi;

import java.io.IOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What plugins can be compiled against, one line for each type and member. */
final class Signatures {

    private Signatures() {}

    /** All but what is marked as experimental. */
    static SortedSet<String> of(Path classes) throws IOException {
        SortedSet<String> lines = new TreeSet<>();
        try (Stream<Path> files = Files.walk(classes)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".class")).toList()) {
                String name = classes.relativize(file)
                        .toString()
                        .replaceFirst("\\.class$", "")
                        .replace('/', '.');
                if (!name.endsWith("-info")) {
                    add(load(name), lines);
                }
            }
        }
        return lines;
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, Signatures.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void add(Class<?> type, SortedSet<String> lines) {
        if (!isVisible(type.getModifiers()) || type.isAnnotationPresent(Experimental.class)) {
            return;
        }
        lines.add("%s %s%s %s"
                .formatted(type.getName(), modifiers(type), kind(type), parents(type))
                .strip());
        for (Field field : type.getDeclaredFields()) {
            if (isVisible(field)) {
                add(type, lines, "%s %s".formatted(field.getGenericType().getTypeName(), field.getName()), field);
            }
        }
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            if (isVisible(constructor) && !constructor.isAnnotationPresent(Experimental.class)) {
                add(type, lines, "new(%s)".formatted(types(constructor.getGenericParameterTypes())), constructor);
            }
        }
        for (Method method : type.getDeclaredMethods()) {
            if (isVisible(method) && !method.isAnnotationPresent(Experimental.class)) {
                String text = "%s %s(%s)"
                        .formatted(
                                method.getGenericReturnType().getTypeName(),
                                method.getName(),
                                types(method.getGenericParameterTypes()));
                add(type, lines, text, method);
            }
        }
    }

    private static void add(Class<?> type, SortedSet<String> lines, String text, Member member) {
        int modifiers = member.getModifiers() & (Modifier.STATIC | Modifier.ABSTRACT | Modifier.PROTECTED);
        lines.add("%s: %s %s"
                .formatted(type.getName(), Modifier.toString(modifiers), text)
                .replaceAll(" +", " "));
    }

    private static boolean isVisible(Member member) {
        return isVisible(member.getModifiers()) && !member.isSynthetic();
    }

    private static boolean isVisible(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }

    private static String modifiers(Class<?> type) {
        return Modifier.isFinal(type.getModifiers()) && !type.isRecord() && !type.isEnum() ? "final " : "";
    }

    private static String kind(Class<?> type) {
        if (type.isAnnotation()) {
            return "annotation";
        }
        if (type.isInterface()) {
            return "interface";
        }
        if (type.isEnum()) {
            return "enum";
        }
        return type.isRecord() ? "record" : "class";
    }

    private static String parents(Class<?> type) {
        Class<?> parent = type.getSuperclass();
        Stream<String> all = Stream.concat(
                parent == null || type.isEnum() || type.isRecord() || parent == Object.class
                        ? Stream.of()
                        : Stream.of(parent.getName()),
                Arrays.stream(type.getGenericInterfaces()).map(Type::getTypeName));
        return all.collect(Collectors.joining(", "));
    }

    private static String types(Type[] types) {
        return Arrays.stream(types).map(Type::getTypeName).collect(Collectors.joining(", "));
    }
}
