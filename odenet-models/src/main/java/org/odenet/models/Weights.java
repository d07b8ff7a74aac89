package org.odenet.models;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.odenet.core.nn.ParameterLayout;
import org.odenet.core.nn.Parameters;
import org.odenet.models.io.WeightFileException;

/**
 * Weights by name, between a network and a file. The names and shapes are those of PyTorch, so that weights go either
 * way.
 */
public final class Weights {

    private static final String REMEDY = "use the weights of a network with the same architecture and sizes";

    private Weights() {}

    /**
     * The weights of a network by name.
     *
     * @param parameters the parameters
     * @return views, in the order of the parameters
     */
    public static Map<String, INDArray> of(Parameters parameters) {
        Map<String, INDArray> tensors = new LinkedHashMap<>();
        parameters.names().forEach(name -> tensors.put(name, parameters.get(name)));
        return tensors;
    }

    /**
     * Copies weights into a network. Either all are copied or none.
     *
     * @param file the file that they come from, for messages
     * @param tensors the weights by name
     * @param parameters the network's parameters, overwritten
     * @throws WeightFileException if a weight is missing, unknown or of the wrong shape
     */
    public static void copy(Path file, Map<String, INDArray> tensors, Parameters parameters) {
        requireFit(file, tensors, parameters.layout());
        parameters.names().forEach(name -> parameters.get(name).assign(tensors.get(name)));
    }

    /** Fails unless the tensors have the names and shapes of a network's parameters. */
    static void requireFit(Path file, Map<String, INDArray> tensors, ParameterLayout layout) {
        requireSameNames(file, tensors.keySet(), layout.specs().keySet());
        layout.specs().forEach((name, spec) -> {
            long[] given = tensors.get(name).shape();
            if (!Arrays.equals(given, spec.shape())) {
                throw new WeightFileException(
                        file,
                        "tensor '" + name + "' has shape " + Arrays.toString(given) + ", the network's is "
                                + Arrays.toString(spec.shape()),
                        REMEDY);
            }
        });
    }

    private static void requireSameNames(Path file, Set<String> given, Set<String> wanted) {
        Set<String> missing = new LinkedHashSet<>(wanted);
        missing.removeAll(given);
        Set<String> unknown = new LinkedHashSet<>(given);
        unknown.removeAll(wanted);
        if (!missing.isEmpty() || !unknown.isEmpty()) {
            throw new WeightFileException(
                    file,
                    "the weights are of another network: missing are " + missing + ", unknown are " + unknown,
                    REMEDY);
        }
    }
}
