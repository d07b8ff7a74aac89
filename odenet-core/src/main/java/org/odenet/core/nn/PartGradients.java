package org.odenet.core.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.odenet.core.tensor.Tensors;

/** A gradient of a layer's parameters for each part of a batch, so that threads need not share one. */
final class PartGradients {

    private static final double[] NONE = {};

    private final Layer layer;
    private final LayerContext context;

    PartGradients(Layer layer, LayerContext context) {
        this.layer = layer;
        this.context = context;
    }

    /** A part's gradient, set to zero. */
    Parameters cleared(int part, INDArray like) {
        Parameters own = of(part, like);
        context.kernels().combine(own.flat(), null, NONE, List.of());
        return own;
    }

    private Parameters of(int part, INDArray like) {
        return context.part(part).prepared(this, () -> context.parameters().viewsOf(layer, Tensors.like(like)));
    }

    /** Adds the gradients of all parts to their sum. */
    void addTo(INDArray sum, int parts) {
        List<INDArray> own = new ArrayList<>();
        for (int part = 0; part < parts; part++) {
            own.add(of(part, sum).flat());
        }
        double[] ones = new double[parts];
        Arrays.fill(ones, 1);
        context.kernels().combine(sum, sum, ones, own);
    }
}
