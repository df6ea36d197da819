import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Enumeration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * Takes native libraries for other systems than Linux on x86-64 out of the jars in a folder: {@code OneSystem FOLDER}. Those
 * of JNA and SQLite are more than half of an installation.
 */
final class OneSystem {

    private static final Pattern NATIVE =
            Pattern.compile("com/sun/jna/[a-z0-9-]+/(lib)?jnidispatch\\..*|org/sqlite/native/.+/.+/.+");
    private static final Pattern KEPT =
            Pattern.compile("com/sun/jna/linux-x86-64/.*|org/sqlite/native/Linux/x86_64/.*");

    private OneSystem() {}

    public static void main(String[] arguments) throws IOException {
        List<Path> jars;
        try (Stream<Path> files = Files.walk(Path.of(arguments[0]))) {
            jars = files.filter(file -> file.toString().endsWith(".jar")).toList();
        }
        for (Path jar : jars) {
            if (isForMore(jar)) {
                rewrite(jar);
            }
        }
    }

    private static boolean isForMore(Path jar) throws IOException {
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            return zip.stream().anyMatch(entry -> isForAnother(entry.getName()));
        }
    }

    private static boolean isForAnother(String name) {
        return NATIVE.matcher(name).matches() && !KEPT.matcher(name).matches();
    }

    private static void rewrite(Path jar) throws IOException {
        Path copy = Path.of(jar + ".part");
        try (ZipFile zip = new ZipFile(jar.toFile());
                OutputStream file = Files.newOutputStream(copy);
                ZipOutputStream out = new ZipOutputStream(file)) {
            Enumeration<? extends ZipEntry> entries = zip.entries();
            while (entries.hasMoreElements()) {
                ZipEntry entry = entries.nextElement();
                if (!isForAnother(entry.getName())) {
                    ZipEntry kept = new ZipEntry(entry.getName());
                    kept.setTimeLocal(entry.getTimeLocal());
                    out.putNextEntry(kept);
                    zip.getInputStream(entry).transferTo(out);
                    out.closeEntry();
                }
            }
        }
        Files.move(copy, jar, StandardCopyOption.REPLACE_EXISTING);
    }
}
