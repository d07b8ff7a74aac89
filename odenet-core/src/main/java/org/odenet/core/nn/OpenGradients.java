package org.odenet.core.nn;

import java.util.LinkedHashMap;
import java.util.Map;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.odenet.core.kernel.Convolution;

/** Convolutions whose weights' gradients were left open, and what they will be added to. */
final class OpenGradients {

    /** In the order of first use, so that sums are the same in every run. */
    private final Map<Convolution, INDArray> gradients = new LinkedHashMap<>();

    /** {@link Convolution#backwardLeavingOpen}. */
    void backward(
            Convolution convolution, INDArray x, INDArray cotangent, INDArray inputCotangent, INDArray weightGradient) {
        INDArray before = gradients.put(convolution, weightGradient);
        if (before != null && before != weightGradient) {
            convolution.closeGradient(before);
        }
        convolution.backwardLeavingOpen(x, cotangent, inputCotangent, weightGradient);
    }

    /** Adds all gradients where they belong. */
    void close() {
        gradients.forEach(Convolution::closeGradient);
        gradients.clear();
    }

    void forget() {
        gradients.keySet().forEach(convolution -> convolution.closeGradient(null));
        gradients.clear();
    }
}
