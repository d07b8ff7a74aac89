package org.odenet.adjoint;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.odenet.core.ode.DifferentiableOdeFunction;
import org.odenet.core.ode.Linearization;

/** A function of arrays as one of tensors of any memory order; elements count in logical order. */
record TensorFunction(DifferentiableOdeFunction<double[]> function) implements DifferentiableOdeFunction<INDArray> {

    static double[] values(INDArray tensor) {
        try (INDArray ordered = tensor.dup('c')) {
            return ordered.data().asDouble();
        }
    }

    static void assign(INDArray tensor, double[] values) {
        try (INDArray source = Nd4j.createFromArray(values)) {
            tensor.assign(source.reshape(tensor.shape()));
        }
    }

    @Override
    public void evaluate(double t, INDArray y, INDArray dydt) {
        double[] derivative = new double[(int) y.length()];
        function.evaluate(t, values(y), derivative);
        assign(dydt, derivative);
    }

    @Override
    public Linearization<INDArray> linearize(double t, INDArray y, INDArray dydt) {
        double[] derivative = new double[(int) y.length()];
        Linearization<double[]> linearization = function.linearize(t, values(y), derivative);
        assign(dydt, derivative);
        return new Linearization<>() {
            @Override
            public void vjp(INDArray cotangent, INDArray stateCotangent, INDArray parameterGradient) {
                double[] back = new double[(int) cotangent.length()];
                double[] gradient = parameterGradient == null ? null : values(parameterGradient);
                linearization.vjp(values(cotangent), back, gradient);
                assign(stateCotangent, back);
                if (gradient != null) {
                    assign(parameterGradient, gradient);
                }
            }

            @Override
            public void close() {
                linearization.close();
            }
        };
    }
}
