package dev.turbobench.engine.turbomind.model.format.turbomind;

/**
 * A file of the folder {@code weights}.
 *
 * @param kind which tensor
 * @param layer number of the layer; 0 outside layers
 * @param rank whose part it is; 0 if all ranks share it
 * @param part what of the tensor
 * @param bytes exact size
 */
record WorkspaceFile(TensorKind kind, int layer, int rank, TensorPart part, long bytes) {

    String name() {
        return kind.fileName(layer, rank, part);
    }
}
