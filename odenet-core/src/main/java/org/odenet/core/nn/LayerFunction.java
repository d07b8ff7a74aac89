package org.odenet.core.nn;

import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.odenet.core.ode.DifferentiableOdeFunction;
import org.odenet.core.ode.Linearization;
import org.odenet.core.state.Tensors;

/** A layer as the right-hand side of an ODE; the context's time is the ODE's. Serves one context. */
public final class LayerFunction implements DifferentiableOdeFunction<INDArray> {

    private final Layer layer;
    private final LayerContext context;

    /**
     * Makes the function.
     *
     * @param layer a layer whose output has its input's shape
     * @param context the context that it runs in
     */
    public LayerFunction(Layer layer, LayerContext context) {
        this.layer = layer;
        this.context = context;
    }

    @Override
    public void evaluate(double t, INDArray y, INDArray dydt) {
        try (ForwardPass pass = run(context.withRecording(false).at(t), y)) {
            Tensors.copy(pass.output(), dydt);
        }
    }

    @Override
    public Linearization<INDArray> linearize(double t, INDArray y, INDArray dydt) {
        INDArray input = context.allocate(y.shape());
        Tensors.copy(y, input);
        ForwardPass pass = run(context.withRecording(true).at(t), input);
        Tensors.copy(pass.output(), dydt);
        return new LayerLinearization(pass, input);
    }

    private ForwardPass run(LayerContext at, INDArray y) {
        ForwardPass pass = layer.forward(y, at);
        if (!Arrays.equals(pass.output().shape(), y.shape())) {
            String shapes =
                    Arrays.toString(pass.output().shape()) + " for a state of shape " + Arrays.toString(y.shape());
            pass.close();
            throw new IllegalArgumentException(
                    "the layer gives shape " + shapes + "; as an ODE function it must keep the shape");
        }
        return pass;
    }

    private final class LayerLinearization implements Linearization<INDArray> {

        private final ForwardPass pass;
        private final INDArray input;

        LayerLinearization(ForwardPass pass, INDArray input) {
            this.pass = pass;
            this.input = input;
        }

        @Override
        public void vjp(INDArray cotangent, INDArray stateCotangent, INDArray parameterGradient) {
            Parameters gradient =
                    parameterGradient == null ? null : context.parameters().viewsOf(layer, parameterGradient);
            INDArray result = pass.backward(cotangent, gradient);
            Tensors.copy(result, stateCotangent);
            context.release(result);
        }

        @Override
        public void close() {
            pass.close();
            context.release(input);
        }
    }
}
