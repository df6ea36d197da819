import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * Writes the SHA-256 of files in the form of {@code sha256sum}: {@code Checksums OUTPUT FOLDER [FILE...]}. Without files
 * it takes all in the folder; files that do not exist are left out.
 */
final class Checksums {

    private Checksums() {}

    public static void main(String[] arguments) throws IOException, NoSuchAlgorithmException {
        Path output = Path.of(arguments[0]);
        Path folder = Path.of(arguments[1]);
        List<String> names = arguments.length > 2
                ? Arrays.stream(arguments).skip(2).sorted().toList()
                : namesIn(folder, output);
        List<String> lines = new ArrayList<>();
        for (String name : names) {
            Path file = folder.resolve(name);
            if (Files.isRegularFile(file)) {
                byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
                lines.add(HexFormat.of().formatHex(hash) + "  " + name);
            }
        }
        Files.writeString(output, String.join("\n", lines) + "\n");
    }

    private static List<String> namesIn(Path folder, Path output) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !file.equals(output))
                    .map(file -> folder.relativize(file).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
        }
    }
}
