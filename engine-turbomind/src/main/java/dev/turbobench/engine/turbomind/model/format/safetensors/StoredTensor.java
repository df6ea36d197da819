package dev.turbobench.engine.turbomind.model.format.safetensors;

import dev.turbobench.engine.turbomind.model.DataType;
import dev.turbobench.engine.turbomind.model.Weight;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A tensor in a file. It can be read as long as the checkpoint is open. */
public final class StoredTensor {

    private final SafetensorsFile file;
    private final TensorEntry entry;

    StoredTensor(SafetensorsFile file, TensorEntry entry) {
        this.file = file;
        this.entry = entry;
    }

    public String name() {
        return entry.name();
    }

    /** The file that it is in. */
    public Path file() {
        return file.path();
    }

    /** Its dimensions, outermost first. */
    public List<Long> shape() {
        return entry.shape();
    }

    /** Name of the type of its values, as the format spells it. */
    public String typeName() {
        return entry.type().name();
    }

    /** The type as weights; empty if it is not one of these. */
    public Optional<DataType> dataType() {
        return Optional.ofNullable(entry.type().dataType());
    }

    /**
     * Some of its rows as a weight. A tensor of one dimension has rows of one value and becomes a vector.
     *
     * @param rows which rows
     */
    public Weight weight(RowBlocks rows) {
        DataType dataType =
                dataType().orElseThrow(() -> new IllegalStateException("%s is %s".formatted(name(), typeName())));
        boolean vector = shape().size() == 1;
        int width = vector ? 1 : Math.toIntExact(shape().get(1));
        return new StoredWeight(this, dataType, rows, vector, width);
    }

    /**
     * Read stored bytes.
     *
     * @param position first byte, counted from the beginning of the tensor
     * @param destination filled from its position to its limit
     */
    public void read(long position, ByteBuffer destination) {
        long start = entry.begin() + position;
        if (position < 0 || start + destination.remaining() > entry.end()) {
            throw new IndexOutOfBoundsException("%s: %d bytes at %d of %d"
                    .formatted(name(), destination.remaining(), position, entry.end() - entry.begin()));
        }
        file.read(start, destination);
    }
}
