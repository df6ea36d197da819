package dev.turbobench.engine.turbomind.model.format.turbomind;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where the parts of a workspace are. */
final class WorkspaceFolder {

    static final String MARK = "triton_models";
    static final String WEIGHTS = MARK + "/weights";
    static final String TOKENIZER = MARK + "/tokenizer";
    static final String CONFIG = "config.ini";
    /** The configuration of the 0.6 to 0.9 series. */
    static final String LATER_CONFIG = "config.yaml";

    static final String FINGERPRINTS = "turbobench-fingerprints.txt";

    private WorkspaceFolder() {}

    /** The folder with the weights of a workspace, or the given folder if it is one; {@code null} if it is neither. */
    static @Nullable Path weights(Path folder) {
        if (Files.isDirectory(folder.resolve(MARK))) {
            return folder.resolve(WEIGHTS);
        }
        boolean direct = Files.exists(folder.resolve(CONFIG)) || Files.exists(folder.resolve(LATER_CONFIG));
        return direct ? folder : null;
    }
}
