package org.odenet.benchmarks;

import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.odenet.core.nn.Parameters;
import org.odenet.models.Weights;

/** The names of tensors in the files that are exchanged with peers. */
final class PeerNames {

    /** Begins the names of the ODE function's weights. */
    static final String DYNAMICS = "odeblock.odefunc.";

    /** The name of the state's cotangent. */
    static final String STATE_COTANGENT = "state-cotangent";

    private static final String GRADIENT = "gradient/";

    private PeerNames() {}

    /** Whether a result is a gradient, else a value. */
    static boolean isGradient(String result) {
        return result.startsWith(GRADIENT) || result.equals(STATE_COTANGENT);
    }

    static Map<String, INDArray> weights(Parameters parameters) {
        Map<String, INDArray> tensors = new LinkedHashMap<>();
        Weights.of(parameters).forEach((name, weight) -> tensors.put("weight/" + name, weight));
        return tensors;
    }

    /** Adds copies of the gradients of those weights whose names begin so. */
    static void addGradients(Parameters gradient, String prefix, Map<String, INDArray> results) {
        Weights.of(gradient).forEach((name, values) -> {
            if (name.startsWith(prefix)) {
                results.put(GRADIENT + name, values.dup('c'));
            }
        });
    }
}
