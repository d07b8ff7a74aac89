package org.odenet.models.io;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * The content of a file of tensors. Closing it frees the memory of all its tensors.
 *
 * @param tensors the tensors by name, in the file's order, row-major
 * @param metadata free text by key, in the file's order
 */
public record TensorFile(Map<String, INDArray> tensors, Map<String, String> metadata) implements AutoCloseable {

    /**
     * Keeps unmodifiable copies of the maps; the tensors themselves are shared.
     *
     * @param tensors the tensors by name
     * @param metadata free text by key
     */
    public TensorFile {
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
    }

    @Override
    public void close() {
        tensors.values().forEach(INDArray::close);
    }
}
