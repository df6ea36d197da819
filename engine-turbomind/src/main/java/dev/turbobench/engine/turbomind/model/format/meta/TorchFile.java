package dev.turbobench.engine.turbomind.model.format.meta;

import static dev.turbobench.spi.error.StandardErrorCode.MODEL_INVALID;

import dev.turbobench.engine.turbomind.model.format.json.Excerpt;
import dev.turbobench.engine.turbomind.model.format.json.JsonFile;
import dev.turbobench.spi.error.BenchmarkException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** An open file of {@code torch.save}: {@code NAME/data.pkl} describes tensors, {@code NAME/data/KEY} holds values. */
final class TorchFile implements AutoCloseable {

    private static final String PICKLE = "/data.pkl";
    /** That of 80 layers has 100 kB. */
    private static final long LARGEST_PICKLE = 2 << 20;

    private static final int LOCAL_HEADER = 30;
    private static final int LOCAL_SIGNATURE = 0x04034b50;

    private final Path path;
    private final ByteRange bytes;
    private final Map<String, TorchTensor> tensors = new LinkedHashMap<>();

    private TorchFile(Path path, ByteRange bytes) {
        this.path = path;
        this.bytes = bytes;
    }

    /** Open a file and check where every tensor is. */
    static TorchFile open(Path path) {
        FileChannel channel = null;
        try {
            channel = FileChannel.open(path, StandardOpenOption.READ);
            TorchFile file = new TorchFile(path, new ByteRange(channel, channel.size()));
            file.readTensors();
            channel = null;
            return file;
        } catch (PickleException e) {
            throw new BenchmarkException(MODEL_INVALID, "%s: %s".formatted(path, e.getMessage()), e);
        } catch (IOException e) {
            throw unreadable(path, e);
        } finally {
            close(path, channel);
        }
    }

    private void readTensors() throws IOException, PickleException {
        Map<String, ZipEntryRange> entries = ZipDirectory.read(bytes);
        String pickle = entries.keySet().stream()
                .filter(name -> name.endsWith(PICKLE))
                .findFirst()
                .orElseThrow(() -> new PickleException("expected a file data.pkl in the archive, found none"));
        String root = pickle.substring(0, pickle.length() - PICKLE.length());
        ZipEntryRange order = entries.get(root + "/byteorder");
        if (order != null && !new String(whole(order, 16), StandardCharsets.US_ASCII).equals("little")) {
            throw new PickleException("its byte order is not little endian");
        }
        Map<String, PickledTensor> pickled = PickleReader.read(whole(entries.get(pickle), LARGEST_PICKLE));
        for (Map.Entry<String, PickledTensor> entry : pickled.entrySet()) {
            tensors.put(entry.getKey(), locate(entry.getKey(), entry.getValue(), root, entries));
        }
    }

    private TorchTensor locate(String name, PickledTensor tensor, String root, Map<String, ZipEntryRange> entries)
            throws IOException, PickleException {
        PickledStorage storage = tensor.storage();
        ZipEntryRange entry = entries.get(root + "/data/" + storage.key());
        int width = storage.dataType().bytes();
        if (entry == null || entry.size() % width != 0 || entry.size() / width != storage.count()) {
            throw new PickleException("tensor %s: expected a storage of %d values called %s, found %s"
                    .formatted(
                            Excerpt.of(name),
                            storage.count(),
                            Excerpt.of(storage.key()),
                            entry == null ? "none" : entry.size() + " bytes"));
        }
        return new TorchTensor(
                this, name, storage.dataType(), tensor.shape(), dataStart(entry) + tensor.offset() * width);
    }

    private byte[] whole(ZipEntryRange entry, long most) throws IOException, PickleException {
        long start = dataStart(entry);
        if (entry.size() > most) {
            throw new PickleException(
                    "a file of its archive has %d bytes, at most %d are read".formatted(entry.size(), most));
        }
        byte[] result = new byte[(int) entry.size()];
        bytes.read(start, ByteBuffer.wrap(result));
        return result;
    }

    /** The lengths before the values are in the local header; those of the directory can be others. */
    private long dataStart(ZipEntryRange entry) throws IOException, PickleException {
        bytes.require(entry.header(), LOCAL_HEADER);
        ByteBuffer header = ByteBuffer.allocate(LOCAL_HEADER).order(ByteOrder.LITTLE_ENDIAN);
        bytes.read(entry.header(), header);
        if (header.getInt(0) != LOCAL_SIGNATURE) {
            throw new PickleException(
                    "its zip directory points to byte %d, where no file begins".formatted(entry.header()));
        }
        int names = (header.getShort(26) & 0xffff) + (header.getShort(28) & 0xffff);
        long start = entry.header() + LOCAL_HEADER + names;
        bytes.require(start, entry.size());
        return start;
    }

    Path path() {
        return path;
    }

    Optional<TorchTensor> tensor(String name) {
        return Optional.ofNullable(tensors.get(name));
    }

    Iterable<String> names() {
        return tensors.keySet();
    }

    void read(long position, ByteBuffer destination) {
        try {
            bytes.read(position, destination);
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    @Override
    public void close() {
        close(path, bytes.channel());
    }

    private static void close(Path path, @Nullable FileChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            throw unreadable(path, e);
        }
    }

    private static BenchmarkException unreadable(Path path, IOException e) {
        return new BenchmarkException(MODEL_INVALID, "%s: cannot be read: %s".formatted(path, JsonFile.reason(e)), e);
    }
}
